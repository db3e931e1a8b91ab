package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LocalData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A primal-dual point near the central path and the steps along it. Mutable; it lives for one
 * solve.
 *
 * <p>With kappa = f0 / beta the outputs are y = kappa sum_j A_j Z_j in the normalised variable, and
 * the dual nu should become the gradient of the mean loss at y; r = nu - grad f(y) is the residual.
 * A direction solves d nu = H dy - r, dy = kappa sum_j A_j (c_j - M_j A_j^* d nu / beta). With H =
 * F F^T and r = F rho + r', d nu = F w - r' leads to {@link ReducedSystem}. Directions are refined
 * with the residual of these equations themselves, which keeps full accuracy where M is huge.
 * Losses that are linear far out bring H and r as {@link SlopeBounds} reduces them. G_j is A_j^* nu
 * / beta but for what it has yet to catch up with after beta was lowered.
 */
final class CentralPath {
  private static final int MOST_REFINEMENTS = 5;
  private static final double REFINED = 1e-10;

  /** The share of the way to the boundary that a step goes. */
  private static final double BOUNDARY = 0.99;

  /** A corrected step below this length is replaced by one towards the central path. */
  private static final double HOPEFUL = 0.1;

  private static final double RECENTER = 0.8;
  private static final double SHRINK = 0.7;

  /** The share of beta_max to begin at where beta is smaller, and the share it falls to. */
  private static final double FIRST_BETA = 1e-3;

  private static final double LOWERED = 0.1;

  /** The share of the penalty that the gap stays at while beta or the residual is to fall. */
  private static final double OPEN = 0.1;

  /** What A_j^* E / beta may be off by, where beta becomes smaller. */
  private static final double SETTLED = 0.1;

  static final double SHORTEST = 1e-6;

  private final ConvexProgram program;
  private final List<PenaltyTerm> terms;
  private final double scale;
  private final double firstResidual;
  private final FreeIntercept intercept;
  private final SlopeBounds bounds;
  private final List<double[]> behind = new ArrayList<>();
  private double beta;
  private double kappa;
  private double[] nu;
  private double[] outputs;
  private double[] residual;

  /** Starts from terms whose duals are A_j^* nu / beta at the first beta; scale is f0. */
  CentralPath(
      ConvexProgram program, List<PenaltyTerm> terms, double[] nu, double scale, double beta) {
    this.program = program;
    this.terms = terms;
    this.intercept = new FreeIntercept(program);
    terms.forEach(term -> behind.add(new double[term.value().length]));
    this.nu = nu;
    this.scale = scale;
    this.beta = beta;
    this.kappa = scale / beta;
    LocalData data = program.localData().orElseThrow();
    this.outputs = outputs(data.rows());
    this.firstResidual = Vectors.norm(data.residual(outputs));
    this.bounds = new SlopeBounds(program, outputs, nu, scale, termGap() / termDegree());
    refresh();
  }

  /** Returns the duality gap of the current point, in units of f0. */
  double gap() {
    return termGap() + bounds.complementarity();
  }

  private double termGap() {
    return terms.stream().mapToDouble(PenaltyTerm::complementarity).sum();
  }

  private int termDegree() {
    return terms.stream().mapToInt(PenaltyTerm::degree).sum();
  }

  /** Returns the beta to start with, where the largest dual norm at Z = 0 is known. */
  static double firstBeta(ConvexProgram program, double largest) {
    return Math.max(program.beta(), FIRST_BETA * largest);
  }

  /** Returns the duality gap relative to the objective; 1 until beta is that of the program. */
  double relativeGap() {
    double loss = bounds.data().loss(bounds.within(outputs)) / scale + bounds.support();
    double objective = loss + bound();
    return beta > program.beta() ? 1 : gap() / Math.max(objective, Double.MIN_NORMAL);
  }

  private double bound() {
    return terms.stream().mapToDouble(PenaltyTerm::bound).sum();
  }

  /** Returns f0 / beta, the factor between Z and that of the terms. */
  double unit() {
    return kappa;
  }

  /** Says whether the point is near enough to the central path of its beta for a smaller one. */
  private boolean settled() {
    return distance(residual, 1) <= SETTLED;
  }

  /**
   * Returns how far A_j^* E / beta, with a residual, and G with a share of its arrears are apart.
   */
  private double distance(double[] rest, double share) {
    double most = 0;
    for (int t = 0; t < terms.size(); t++) {
      double[] off = terms.get(t).features().adjoint(1 / beta, rest);
      most = Math.max(most, Vectors.norm(off) + share * Vectors.norm(behind.get(t)));
    }
    return most;
  }

  /**
   * Goes on with a smaller beta, from Z, nu and G as they are: the gap shrinks with beta, and what
   * is left to do is that A_j^* nu / beta has grown and G has not. From Z = 0 a tiny beta is out of
   * reach, for a step that hardly feels the penalty ends where the loss is flat.
   */
  private void lower(double next) {
    double share = next / beta;
    for (int t = 0; t < terms.size(); t++) {
      terms.get(t).shrink(share);
      double[] grown = Vectors.scaled(1 / share, behind.get(t));
      behind.set(t, plus(grown, 1 / share - 1, terms.get(t).dual()));
    }
    beta = next;
    kappa = scale / beta;
    refresh();
  }

  /**
   * Takes one predictor-corrector step (Mehrotra, 1992).
   *
   * @return the step length; below {@link #SHORTEST} no progress is possible any more
   * @throws ArithmeticException if a factorisation fails, as it may when nothing more can be gained
   */
  double step() {
    if (beta > program.beta() && settled()) {
      lower(Math.max(program.beta(), LOWERED * beta));
    }
    terms.forEach(PenaltyTerm::rescale);
    Curvature curvature = bounds.curvature(outputs);
    double alpha = Math.sqrt(scale) / beta;
    ReducedSystem system = ReducedSystem.of(terms, curvature, alpha, outputs.length);
    intercept.prepare(system, curvature, outputs.length);
    direction(system, curvature, Aim.at(0));
    double affine = Math.min(1, longestStep());
    int degree = termDegree() + bounds.degree();
    double mu = gap() / degree;
    double aimed = Math.max((1 - affine) * (1 - affine) * mu, leastAim(affine, degree));
    double[] move = direction(system, curvature, Aim.correctedAt(aimed));
    double length = lineSearch(move);
    if (length < HOPEFUL) {
      move = direction(system, curvature, Aim.at(Math.max(aimed, RECENTER * mu)));
      length = lineSearch(move);
    }
    advance(length, move);
    return length;
  }

  /**
   * Returns what mu must not be aimed below while A_j^* E / beta and G are apart: slacks that have
   * become small before the residual has are in the way of every step that lowers it (Wright, 1997,
   * chapter 6, asks for the same by a neighbourhood of the path). Where they are further apart than
   * G may be long, mu falls no faster than the residual.
   */
  private double leastAim(double affine, int degree) {
    double apart = distance(residual, 1);
    double open = beta > program.beta() ? 1 : Math.min(1, apart);
    double least = OPEN * open * bound();
    return (apart > 1 ? Math.max(least, (1 - affine) * gap()) : least) / degree;
  }

  private void advance(double length, double[] move) {
    terms.forEach(term -> term.move(length));
    behind.replaceAll(missing -> Vectors.scaled(1 - length, missing));
    intercept.move(length);
    bounds.move(length);
    nu = plus(nu, length, move);
    refresh();
  }

  private void refresh() {
    outputs = outputs(bounds.data().rows());
    residual = plus(nu, -1, bounds.data().residual(bounds.within(outputs)));
  }

  private double[] outputs(int rows) {
    double[] sum = new double[Math.multiplyExact(rows, program.size().outputs())];
    for (PenaltyTerm term : terms) {
      term.features().addOutputs(kappa, term.value(), sum);
    }
    return intercept.addedTo(sum);
  }

  /** Sets the terms' directions and returns d nu. */
  private double[] direction(ReducedSystem system, Curvature curvature, Aim at) {
    for (int t = 0; t < terms.size(); t++) {
      terms.get(t).aim(at);
      terms.get(t).follow(behind.get(t));
    }
    intercept.begin();
    double[] move = new double[nu.length];
    double[] target = bounds.aim(at, nu, residual);
    double[] rest = target;
    double before = Double.POSITIVE_INFINITY;
    double goal = REFINED * Vectors.norm(target);
    for (int pass = 0; pass <= MOST_REFINEMENTS; pass++) {
      double[] rho = curvature.preimage(rest);
      double[] flat = plus(rest, -1, curvature.times(rho));
      double[] free = pass == 0 ? outputsOfChange() : new double[nu.length];
      double[] answer = curvature.transposeTimes(plus(free, 1, reaction(flat)));
      double[] part = plus(curvature.times(system.solve(plus(answer, -1, rho))), -1, flat);
      intercept.bend(part, plus(plus(nu, 1, move), 1, part));
      for (PenaltyTerm term : terms) {
        term.follow(term.features().adjoint(1 / beta, part));
      }
      move = plus(move, 1, part);
      double[] bent = curvature.times(curvature.transposeTimes(outputsOfChange()));
      rest = plus(plus(target, 1, move), -1, bent);
      double left = Vectors.norm(rest);
      if (left <= goal || !(left < before / 2)) {
        break;
      }
      before = left;
    }
    bounds.follow(move, outputsOfChange(), residual);
    return move;
  }

  private double[] outputsOfChange() {
    double[] out = new double[nu.length];
    for (PenaltyTerm term : terms) {
      term.features().addOutputs(kappa, term.change(), out);
    }
    return intercept.changeAddedTo(out);
  }

  /** Returns kappa sum A_j M_j A_j^* x / beta. */
  private double[] reaction(double[] x) {
    double[] out = new double[nu.length];
    if (Arrays.stream(x).anyMatch(v -> v != 0)) {
      for (PenaltyTerm term : terms) {
        double[] g = term.features().adjoint(1 / beta, x);
        term.features().addOutputs(kappa, term.react(g), out);
      }
    }
    return out;
  }

  private double longestStep() {
    double step = terms.stream().mapToDouble(PenaltyTerm::longestStep).min().orElseThrow();
    return Math.min(step, bounds.longestStep());
  }

  /** Shortens the step until what is left shrinks with it, up to a share of the gap. */
  private double lineSearch(double[] move) {
    double length = Math.min(1, BOUNDARY * longestStep());
    double[] at = bounds.within(outputs);
    double[] dy = bounds.withinChange(outputsOfChange());
    boolean late = behind.stream().anyMatch(missing -> Vectors.norm(missing) > 0);
    double now = late ? distance(residual, 1) : Vectors.norm(residual);
    double allowance = late ? 0 : 1e-3 * firstResidual * gap();
    while (length > SHORTEST) {
      double[] gradient = bounds.data().residual(plus(at, length, dy));
      double[] rest = plus(plus(nu, length, move), -1, gradient);
      double then = late ? distance(rest, 1 - length) : Vectors.norm(rest);
      if (then <= (1 - 0.1 * length) * now + allowance) {
        return length;
      }
      length *= SHRINK;
    }
    return length;
  }

  /** x + alpha y. */
  private static double[] plus(double[] x, double alpha, double[] y) {
    return Vectors.combination(1, x, alpha, y);
  }
}
