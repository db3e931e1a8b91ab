package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Monitor;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import java.util.Optional;

/**
 * Burer-Monteiro factors with a certificate: local descent over few components u v^T, and, until
 * the certificate proves the tolerance, new ones from the leading singular pairs of the gradient.
 *
 * <p>It is the generalised conditional gradient with local search of Zhang, Yu and Schuurmans
 * (2012), on the factored problem of Sahiner et al. (2024), and reaches the global optimum because
 * a point without a singular pair above beta is one. Memory grows with the rank, never with R x C.
 */
public final class LowRankSolver implements Solver {
  /** Vectors as long as the factors, beside those of L-BFGS: points, gradients, running sums. */
  static final int VECTORS = 18;

  private static final LowRankPolicy POLICY = LowRankPolicy.standard();

  private final LowRankSettings settings;

  /**
   * A solver with fixed settings.
   *
   * @param settings the settings
   */
  public LowRankSolver(LowRankSettings settings) {
    this.settings = settings;
  }

  @Override
  public Acceptance accepts(ConvexProgram program) {
    if (program.penalty() != ConvexProgram.Penalty.NUCLEAR_NORM) {
      return Acceptance.no(
          "takes the nuclear norm, not the constrained nuclear norm of exact relu; for relu use"
              + " solver cone-descent, or interior-point where blocks have one column");
    }
    if (!(program.beta() > 0)) {
      return Acceptance.no(
          "needs beta > 0, found " + program.beta() + "; without it no bound can be proven");
    }
    int blocks = program.blocks().size();
    double each = (double) POLICY.mostAdded(program, settings.initialComponents()) / blocks;
    double values = 0;
    for (Block block : program.blocks()) {
      double components = Math.min(block.smallerSide(), each);
      double factors = components * ((double) block.rows() + block.columns());
      values += factors * (2 * settings.memory() + VECTORS) + 60.0 * block.smallerSide();
    }
    // Outputs and what a line keeps of them; samples that are elsewhere keep their own.
    values += program.localData().isPresent() ? 8.0 * program.size().values() : 0;
    values += FeatureCurvatures.values(program, POLICY.costlySearch());
    return Acceptance.withinHeap(
        (long) (8 * values), "fewer initial-components or a smaller memory");
  }

  @Override
  public Solution solve(ConvexProgram program, Variable start, ProgressListener listener) {
    start.requireShape(program.blocks());
    Monitor monitor = new Monitor(settings.rule(), listener);
    SpanSearch.Found found =
        Optional.of(program)
            .filter(POLICY::samplesAreFew)
            .map(few -> few.withPrecision(POLICY.spanPrecision(few, settings)))
            .flatMap(ConvexProgram::sampleSpan)
            .map(span -> new SpanSearch(span, settings, POLICY, monitor).from(start))
            .orElse(new SpanSearch.Found(start, 0));
    return new GrowAndDescend(program, settings, POLICY, monitor)
        .run(found.point(), found.iterations());
  }

  @Override
  public boolean narrows(ConvexProgram program) {
    return accepts(program).accepted();
  }

  @Override
  public Optional<Variable> narrowed(
      ConvexProgram program, Variable optimum, int heads, ProgressListener listener) {
    if (!narrows(program)) {
      return Optional.empty();
    }
    Monitor monitor = new Monitor(settings.rule(), listener);
    return Optional.of(new HeadBudget(program, settings, POLICY, monitor, heads).of(optimum));
  }
}
