package io.github.convexheads.api.internal.intercept;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * The unpenalised intercept b in R^c of given outputs o, which minimises F(o + 1 b^T), by Newton's
 * method with backtracking.
 *
 * <p>F is convex in b with gradient g_p = sum_i E_ip, so a step -H^-1 g is halved until F or the
 * length of g falls. H is factored again only where the last step did not shorten g much: sooner
 * where there are more rows than outputs, as a new one then costs a few values of F. A ridge keeps
 * H positive definite where outputs do not tell the intercept, as along 1 in softmax. Where H
 * nearly vanishes, as where softmax is saturated, a multiple of |g_p| is added to H_pp, so that no
 * intercept moves by more than about 1, and the step is then doubled while F falls (Doikov 2023 on
 * functions whose third derivatives are bounded by their second). Where a loss is linear between
 * far targets, bisection comes to help ({@link InterceptBisection}).
 *
 * <p>The minimum of F over b has the gradient E with respect to outputs, and E is dual feasible for
 * a free b only where its columns sum to 0. What rounding leaves of a sum is taken off its entries,
 * each in proportion to its size, so that zeros and signs stay, on which conjugates depend; what
 * large outputs and intercepts lose when they cancel, by a step of E alone.
 *
 * <p>One fit goes along one line: it starts from the intercept found last or, where F is less
 * there, from the one that keeps the mean of outputs and intercept where it was. Features far from
 * 0 move all outputs of a head together, and the intercept back.
 */
@API(status = API.Status.INTERNAL)
public final class InterceptFit {
  private static final int MOST_STEPS = 200;

  /** Steps after which Newton's method should have come near. */
  private static final int FEW_STEPS = 20;

  private static final int MOST_HALVINGS = 40;
  private static final int MOST_BENDS = 3;

  /** Values of F within this share are equal but for rounding. */
  private static final double SAME = 0x1p-44;

  /** The exponential of minus this is 0. */
  private static final double FARTHEST = 1024;

  /** A step that promises less than this share of F is near the minimum, and should halve g. */
  private static final double NEAR = 0x1p-40;

  /** The share of their sizes from which sums of columns are worth another method. */
  private static final double FAR = 0x1p-20;

  /** The ridge of every output, as a share of H's diagonal there. */
  private static final double RIDGE = 1e-9;

  /** A step that leaves less than this share of g is long enough. */
  private static final double LITTLE = 0.25;

  /** The share of what a step promises to first order by which F has to fall. */
  private static final double FAIR = 0.1;

  private static final int MOST_DAMPINGS = 12;
  private static final double DAMPING_FACTOR = 4;

  /** Rounding of one addition; sums of few are not told from 0 below four of it. */
  private static final double UNIT = 0x1p-53;

  private final Size size;
  private final int c;
  private final Kernel kernel;
  private double[] intercept;
  private double[] centre;
  private Cholesky newton;
  private double damping;
  private boolean stuck;

  /** A step that leaves more than this share of g has an outdated H. */
  private final double slow;

  /**
   * An intercept that was found.
   *
   * @param values b, c values; none where no intercept was looked for
   * @param newton the last factors of H, which serve near by; null where there are none
   */
  public record Found(double[] values, Cholesky newton) {
    /** Nothing is known. */
    public static final Found NONE = new Found(new double[0], null);
  }

  /**
   * The best intercept of some outputs.
   *
   * @param intercept b, and what makes E a dual point
   * @param columns those of E / n before they are centred
   */
  public record Best(Intercept intercept, ShiftedOutputs.Columns columns) {}

  /**
   * All outputs.
   *
   * @param rows n * T
   * @param outputs c
   * @param curvature a bound of the second derivatives of F along an intercept of length 1
   */
  public record Size(long rows, int outputs, double curvature) {}

  /**
   * A fit that starts from zero, or from an intercept that was found near by.
   *
   * @param size that of all outputs
   * @param kernel the linear algebra of Newton's steps
   * @param start what was found near by
   */
  public InterceptFit(Size size, Kernel kernel, Found start) {
    this.size = size;
    this.c = size.outputs;
    this.kernel = kernel;
    this.intercept = start.values.length == 0 ? new double[c] : start.values.clone();
    this.centre = intercept.clone();
    this.newton = start.newton;
    this.slow = size.rows < c ? 0.5 : 0.1;
  }

  /** A point on the way: b with what is known of E there. */
  private record Point(Intercept intercept, ShiftedOutputs.Columns columns) {
    double[] sums() {
      return columns.sums();
    }

    double loss() {
      return columns.loss();
    }

    double length() {
      return Vectors.largest(sums());
    }

    /** F falls, or g where F cannot tell. */
    boolean improves(Point other) {
      double equal = SAME * other.loss();
      return loss() < other.loss() - equal
          || (loss() <= other.loss() + equal && length() < other.length());
    }
  }

  /**
   * Finds the best intercept.
   *
   * @param outputs o
   * @return b, with E as a dual point
   */
  public Best at(ShiftedOutputs outputs) {
    double[] means = Arrays.stream(outputs.sums()).map(sum -> sum / size.rows).toArray();
    Point here = descended(outputs, start(outputs, means), FEW_STEPS);
    if (far(here) && separable(hessian(outputs, here))) {
      here = bisected(outputs, here);
    } else if (!stuck) {
      here = descended(outputs, here, MOST_STEPS);
    }
    if (!stationary(here)) {
      here = bent(outputs, here);
    }
    intercept = here.intercept.values();
    centre = Vectors.combination(1, intercept, 1, means);
    Intercept best = stationary(here) ? here.intercept.centred(here.columns) : here.intercept;
    return new Best(best, here.columns);
  }

  @SuppressWarnings("ReferenceEquality") // The same point comes back where none is better.
  private Point descended(ShiftedOutputs outputs, Point start, int steps) {
    Point here = start;
    stuck = false;
    for (int step = 0; step < steps && !stuck && !stationary(here); step++) {
      boolean fresh = newton == null || outputs.knownHessian(here.intercept.values()).isPresent();
      Point next = fresh ? here : halved(outputs, here, solved(newton, here.sums()));
      if (fresh) {
        next = fresh(outputs, here);
        stuck = next == here;
      }
      if (next.length() > slow * here.length()) {
        newton = null;
      }
      here = next;
    }
    return here;
  }

  /** Whether columns sum to much more than rounding leaves of them. */
  private static boolean far(Point point) {
    return point.length() > FAR * Vectors.largest(point.columns.sizes());
  }

  /** Whether g_p depends on b_p alone, as far as second derivatives tell. */
  private boolean separable(double[] h) {
    return IntStream.range(0, h.length).allMatch(i -> i % (c + 1) == 0 || h[i] == 0);
  }

  /** Goes on by bisection, and by Newton's method from there; the point itself if that is worse. */
  private Point bisected(ShiftedOutputs outputs, Point here) {
    double[] steps = Arrays.stream(steepest(here.sums())).map(Math::abs).toArray();
    double[] values = InterceptBisection.from(outputs, here.intercept.values(), steps);
    newton = null;
    damping = 0;
    Point found = descended(outputs, point(outputs, Intercept.of(values)), MOST_STEPS);
    return found.improves(here) ? found : here;
  }

  /**
   * Takes a step with a new H, damped until F falls by a fair share of what the step promises;
   * returns the same point where nothing improves, or where only rounding moves.
   */
  private Point fresh(ShiftedOutputs outputs, Point here) {
    double[] h = hessian(outputs, here);
    for (int trial = 0; trial < MOST_DAMPINGS; trial++) {
      newton = factored(h, here.sums());
      double[] direction = solved(newton, here.sums());
      double promised = promised(here, direction);
      Point next = moved(outputs, here, 1, direction);
      if (promised <= NEAR * here.loss()) {
        return next.length() < here.length() / 2 ? next : halved(outputs, here, direction);
      }
      if (here.loss() - next.loss() >= FAIR * promised) {
        damping = trial > 0 ? damping : damping > 1 ? damping / DAMPING_FACTOR : 0;
        return beyond(outputs, here, direction, next);
      }
      damping = Math.max(1, damping * DAMPING_FACTOR);
    }
    return halved(outputs, here, steepest(here.sums()));
  }

  /**
   * Moves E by the Newton step that rounding of o + 1 b^T no longer allows: large outputs and
   * intercepts cancel. H_i keeps what holds of rows, as that those of softmax sum to 0.
   */
  private Point bent(ShiftedOutputs outputs, Point here) {
    damping = 0;
    Cholesky solver = factored(hessian(outputs, here), here.sums());
    Point best = here;
    for (int step = 0; step < MOST_BENDS && !stationary(best); step++) {
      double[] move = solved(solver, best.sums());
      Arrays.setAll(move, p -> -move[p]);
      Point next = point(outputs, best.intercept.bent(move));
      if (!(next.length() < best.length())) {
        break;
      }
      best = next;
    }
    return best;
  }

  private Point start(ShiftedOutputs outputs, double[] means) {
    Intercept last = Intercept.of(intercept);
    Intercept moved = Intercept.of(Vectors.combination(1, centre, -1, means));
    ShiftedOutputs.Columns[] both = outputs.at(last, moved);
    return both[1].loss() < both[0].loss() ? new Point(moved, both[1]) : new Point(last, both[0]);
  }

  /** What F would fall by along a step at its first slope. */
  private static double promised(Point here, double[] direction) {
    double promised = 0;
    for (int p = 0; p < direction.length; p++) {
      promised += direction[p] * here.sums()[p];
    }
    return promised;
  }

  /**
   * Returns the intercept found last.
   *
   * @return where another fit may start
   */
  public Found found() {
    return new Found(intercept.clone(), newton);
  }

  /** Halves the step against the direction until F or g is less; the point itself if never. */
  private Point halved(ShiftedOutputs outputs, Point here, double[] direction) {
    double t = 1;
    for (int halving = 0; halving < MOST_HALVINGS; halving++, t /= 2) {
      Point next = moved(outputs, here, t, direction);
      if (next.improves(here)) {
        return t == 1 ? beyond(outputs, here, direction, next) : next;
      }
    }
    return here;
  }

  /**
   * Doubles a step that left much of g as long as F falls or g is shorter: the intercept of a class
   * without samples has its best value at minus infinity, where a step of Newton's method has
   * length 1.
   */
  private Point beyond(ShiftedOutputs outputs, Point here, double[] direction, Point first) {
    Point best = first;
    double left = first.length() / here.length();
    for (double t = 2; left > LITTLE && t <= FARTHEST && best.length() > 0; t *= 2) {
      Point next = moved(outputs, here, t, direction);
      boolean lower = next.loss() < best.loss() - NEAR * best.loss();
      if (!lower && !(next.improves(best) && next.length() <= best.length())) {
        break;
      }
      best = next;
    }
    return best;
  }

  private static Point moved(ShiftedOutputs outputs, Point here, double t, double[] direction) {
    return point(
        outputs, Intercept.of(Vectors.combination(1, here.intercept.values(), -t, direction)));
  }

  private static Point point(ShiftedOutputs outputs, Intercept b) {
    return new Point(b, outputs.at(b));
  }

  private static double[] hessian(ShiftedOutputs outputs, Point here) {
    double[] b = here.intercept.values();
    return outputs.knownHessian(b).orElseGet(() -> outputs.hessian(b));
  }

  /** Entries of an output that are rounding beside those of others count with their size. */
  private boolean stationary(Point point) {
    double[] sums = point.sums();
    double[] sizes = point.columns.sizes();
    double least = Vectors.largest(sizes);
    double rounding = UNIT * Math.max(4, size.rows + c);
    for (int p = 0; p < c; p++) {
      if (Math.abs(sums[p]) > rounding * Math.max(least, sizes[p])) {
        return false;
      }
    }
    return true;
  }

  /** Factors H with the ridge and the damping, which bounds a step where H vanishes. */
  private Cholesky factored(double[] hessian, double[] g) {
    double[] h = hessian.clone();
    double trace = 0;
    for (int p = 0; p < c; p++) {
      double own = h[p * c + p];
      trace += own;
      h[p * c + p] = (own > 0 ? (1 + RIDGE) * own : 1) + damping * Math.abs(g[p]);
    }
    try {
      return kernel.cholesky(h, c);
    } catch (Cholesky.NotPositiveDefiniteException e) {
      double[] steepest = new double[c * c];
      for (int p = 0; p < c * c; p += c + 1) {
        steepest[p] = Math.max(trace, Double.MIN_NORMAL);
      }
      return kernel.cholesky(steepest, c);
    }
  }

  /** A step that lowers F where H vanishes, as where softmax is saturated. */
  private double[] steepest(double[] g) {
    return Arrays.stream(g).map(slope -> slope / size.curvature).toArray();
  }

  private static double[] solved(Cholesky h, double[] g) {
    double[] x = g.clone();
    h.solve(x, 1);
    return x;
  }
}
