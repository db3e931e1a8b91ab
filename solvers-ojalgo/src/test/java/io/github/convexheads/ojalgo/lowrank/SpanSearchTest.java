package io.github.convexheads.ojalgo.lowrank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblems;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.StoppingRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Solves that look for a point in the span of few samples first. */
class SpanSearchTest {
  private static final StoppingRule RULE = new StoppingRule(1e-6, 5000, Duration.ofDays(1));

  @Test
  void provesWhatWasFoundInTheProgramItself() {
    ConvexProgram program = program();

    Solution solution = solver().solve(program, zero(program), ProgressListener.SILENT);

    assertThat(solution.status()).isEqualTo(Solution.Status.SOLVED);
    assertThat(solution.bound().orElseThrow().speaksFor(program)).isTrue();
    assertThat(Certifier.certify(program, solution.variable()).relativeGap())
        .isLessThanOrEqualTo(1e-6);
    assertThat(solution.history()).hasSizeGreaterThan(2);
    assertThat(solution.history()).extracting(Progress::iteration).isSorted();
    assertThat(solution.iterations())
        .isEqualTo(solution.history().get(solution.history().size() - 1).iteration());
  }

  /** A bound of the program over coordinates is none of the program itself. */
  @Test
  void claimsNoBoundBeforeThePointIsInspectedInTheProgramItself() {
    ConvexProgram program = program();

    List<Progress> history =
        solver().solve(program, zero(program), ProgressListener.SILENT).history();

    double proven = history.get(history.size() - 1).dual();
    assertThat(proven).isFinite();
    assertThat(history.subList(0, history.size() - 1))
        .extracting(Progress::dual)
        .containsOnly(Double.NEGATIVE_INFINITY);
  }

  @Test
  void goesOnFromAPointThatIsGiven() {
    ConvexProgram program = program();
    Variable optimum = solver().solve(program, zero(program), ProgressListener.SILENT).variable();

    Solution again = solver().solve(program, optimum, ProgressListener.SILENT);

    assertThat(again.status()).isEqualTo(Solution.Status.SOLVED);
    assertThat(again.iterations()).isLessThanOrEqualTo(1);
  }

  @Test
  void keepsTheBestPointOfASearchThatIsStopped() {
    ConvexProgram program = program();
    Stopped listener = new Stopped();

    assertThatThrownBy(
            () ->
                StopToken.current()
                    .unless(() -> listener.last >= 3)
                    .run(() -> solver().solve(program, zero(program), listener)))
        .isInstanceOf(StoppedException.class);

    listener.best.requireShape(program.blocks());
    assertThat(program.primal(listener.best)).isLessThan(program.primal(zero(program)));
  }

  /** Remembers the last point, and the iteration. */
  private static final class Stopped implements ProgressListener {
    private int last;
    private Variable best;

    @Override
    public void progressed(Progress progress) {
      last = progress.iteration();
    }

    @Override
    public void improved(Variable point) {
      best = point;
    }
  }

  private static ConvexProgram program() {
    DenseLift lift = DenseProblems.gates(2100, 1, 1, 4, 2);
    ConvexProgram any = DenseProblems.softmax(lift, 30, 1).program(Kernels.best(), Workers.of(2));
    ConvexProgram program = any.withBeta(0.1 * Certifier.betaMax(any));
    assertThat(LowRankPolicy.standard().samplesAreFew(program)).isTrue();
    return program;
  }

  private static LowRankSolver solver() {
    return new LowRankSolver(LowRankSettings.of(RULE));
  }

  private static Variable zero(ConvexProgram program) {
    return Variable.zero(program.blocks());
  }
}
