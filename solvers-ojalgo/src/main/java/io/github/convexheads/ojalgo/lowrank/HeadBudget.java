package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.certificate.PointEvaluation;
import io.github.convexheads.api.certificate.SingularPairs;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Monitor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The best network of at most m components that descents from several starts find. With fewer
 * components than the optimum has, the factored problem has local optima that are not global, so
 * the starts differ in kind: the optimum's largest components; the same after the others have given
 * what they can, one pruned after another; components added where the gradient is steepest, as long
 * as there is room; and the best of these with its smallest components drawn anew.
 */
final class HeadBudget {
  /** The relative decrease that a descent may leave. */
  private static final double AIM = 1e-9;

  /** The share of components that one round of pruning or growing changes. */
  private static final int ROUNDS = 8;

  private static final int REDRAWN = 2;

  /** The same numbers for the same problem. */
  private static final long SEED = 0x5eedL;

  private final ConvexProgram program;
  private final LowRankSettings settings;
  private final LowRankPolicy policy;
  private final Monitor monitor;
  private final Components components;
  private final FeatureCurvatures features;
  private final GapEstimate gap;
  private final int heads;
  private Variable best;
  private double least = Double.POSITIVE_INFINITY;

  HeadBudget(
      ConvexProgram given,
      LowRankSettings settings,
      LowRankPolicy policy,
      Monitor monitor,
      int heads) {
    this.program = given.withPrecision(Precision.FLOAT64);
    this.settings = settings;
    this.policy = policy.keepingAll();
    this.monitor = monitor;
    this.components = new Components(program, policy.worthwhile());
    this.features = new FeatureCurvatures(program, policy.costlySearch());
    this.gap = new GapEstimate(program);
    this.heads = heads;
  }

  /** Returns the best network found; the limits of the monitor end the search, not its result. */
  Variable of(Variable optimum) {
    try {
      search(optimum);
    } catch (StoppedException e) {
      best = best == null ? StopToken.never().run(() -> largest(optimum, heads)) : best;
    }
    return best;
  }

  private void search(Variable optimum) {
    offer(components.rescaled(largest(optimum, heads)));
    offer(descended(best));
    offer(pruned(optimum));
    offer(grown(Variable.zero(program.blocks())));
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < REDRAWN && goesOn(); i++) {
      int kept = heads - Math.max(1, heads / (2 + 2 * i));
      offer(grown(redrawn(largest(best, kept), random)));
    }
  }

  private boolean goesOn() {
    return monitor.interrupted(0).isEmpty();
  }

  private void offer(Variable point) {
    double value = program.primal(point);
    if (best == null || value < least) {
      best = point;
      least = value;
    }
  }

  /** Descends, gives up the smallest components, descends again, until there are few enough. */
  private Variable pruned(Variable from) {
    Variable at = from.balanced(program.kernel(), 1e-12);
    int step = Math.max(1, (at.totalRank() - heads) / ROUNDS);
    while (at.totalRank() > heads && goesOn()) {
      at = descended(largest(at, Math.max(heads, at.totalRank() - step)));
    }
    return largest(at, heads);
  }

  /** Adds components along the steepest singular pairs and descends, as long as there is room. */
  private Variable grown(Variable from) {
    Variable at = from;
    int step = Math.max(1, heads / ROUNDS);
    while (at.totalRank() < heads && goesOn()) {
      Variable wider = steepest(at, Math.min(step, heads - at.totalRank()));
      if (wider.totalRank() == at.totalRank()) {
        break;
      }
      at = descended(wider);
    }
    return at.totalRank() > heads ? largest(at, heads) : at;
  }

  /** Adds the leading pairs of all blocks together, at most {@code count}. */
  private Variable steepest(Variable at, int count) {
    PointEvaluation here = PointEvaluation.of(program, at, settings.rule().tolerance());
    List<SingularPairs> pairs = here.pairs(Precision.FLOAT64, count);
    double[] values =
        pairs.stream().flatMapToDouble(p -> Arrays.stream(p.values())).sorted().toArray();
    double floor = values.length > count ? values[values.length - count] : 0;
    List<SingularPairs> leading = new ArrayList<>();
    int left = count;
    for (SingularPairs block : pairs) {
      int k = 0;
      while (k < block.count() && left > 0 && block.values()[k] >= floor) {
        k++;
        left--;
      }
      leading.add(first(block, k));
    }
    return components.added(here.evaluation(), leading, count);
  }

  private static SingularPairs first(SingularPairs pairs, int k) {
    return k == pairs.count()
        ? pairs
        : new SingularPairs(
            Arrays.copyOf(pairs.values(), k),
            first(pairs.left(), pairs.count(), k),
            first(pairs.right(), pairs.count(), k));
  }

  /** The first k of some columns. */
  private static double[] first(double[] columns, int count, int k) {
    return Matrix.of(columns, columns.length / count, count).columns(0, k).toArray();
  }

  private Variable descended(Variable from) {
    if (from.totalRank() == 0) {
      return from;
    }
    DescentState state =
        new DescentState(program, Precision.FLOAT64, policy, features, settings.memory(), from);
    state.settle();
    new Descent(state, policy, gap, monitor).run(new Descent.Goal(AIM, 0, 0), 0);
    return state.point();
  }

  /** Returns the components of the largest singular values of all blocks. */
  Variable largest(Variable z, int count) {
    Variable balanced = z.balanced(program.kernel(), 1e-12);
    List<double[]> order = new ArrayList<>();
    for (int j = 0; j < balanced.blocks().size(); j++) {
      double[] values = balanced.block(j).singularValues(program.kernel());
      for (int h = 0; h < balanced.block(j).rank(); h++) {
        order.add(new double[] {values[h], j});
      }
    }
    order.sort(Comparator.comparingDouble(value -> -value[0]));
    int[] kept = new int[balanced.blocks().size()];
    order.stream().limit(count).forEach(value -> kept[(int) value[1]]++);
    FactorLayout layout = FactorLayout.of(balanced);
    return layout.chosen(
        layout.pack(balanced),
        Arrays.stream(kept).mapToObj(k -> IntStream.range(0, k).toArray()).toList());
  }

  /** Moves every component a little, by a tenth of its own size. */
  private static Variable redrawn(Variable z, SplittableRandom random) {
    List<Factors> blocks = new ArrayList<>();
    for (Factors block : z.blocks()) {
      blocks.add(block.withSides(moved(block.left(), random), moved(block.right(), random)));
    }
    return new Variable(blocks);
  }

  private static double[] moved(double[] values, SplittableRandom random) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    double size = 0.1 * Math.sqrt(squares / Math.max(1, values.length));
    double[] moved = values.clone();
    Arrays.setAll(moved, i -> moved[i] + size * random.nextGaussian());
    return moved;
  }
}
