package io.github.convexheads.bench.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Problems that failed once; {@code bench/robustness N} runs as many as one likes. */
class RobustnessTest {
  /** Intercepts of saturated losses, whose Hessian vanishes. */
  @ParameterizedTest
  @ValueSource(ints = {129, 283})
  void noSolverFails(int number) {
    assertThat(new Robustness(Duration.ofSeconds(5), Journal.none()).run(number, 1).failed())
        .isEmpty();
  }

  /** Betas of 1e-9 beta_max, and tokens of 1000 that an intercept makes up for. */
  @ParameterizedTest
  @CsvSource({"145,cone-descent", "265,interior-point", "283,interior-point"})
  void extremeScalesAreSolved(int number, String solver) {
    assertThat(fit(number, solver, new ArrayList<>()).certificate().relativeGap())
        .isLessThanOrEqualTo(1e-6);
  }

  /** The last solver fell far behind the first, and went on to the limit of iterations. */
  @ParameterizedTest
  @ValueSource(ints = {65, 90, 135})
  void aToleranceThatRoundingForbidsEndsSoon(int number) {
    OddProblem problem = OddProblem.of(number);

    FitResult fit =
        problem.builder().solver("auto").tolerance(1e-13).fit(problem.tokens(), problem.targets());

    assertThat(fit.solution().iterations()).isLessThan(5000);
    assertThat(fit.certificate().relativeGap()).isLessThan(1e-9);
    assertThat(fit.solution().status()).isEqualTo(Solution.Status.STALLED);
  }

  /** 300 outputs and equal singular values: all components are needed at once. */
  @Test
  void manyEqualSingularValuesAreSeenAtOnce() {
    assertThat(fit(271, "low-rank", new ArrayList<>()).solution().iterations()).isLessThan(100);
  }

  /** All first tokens are one, and what they pull sums to 0. */
  @Test
  void aShareOfABetaMaxThatIsRoundingIsRefused() {
    assertThatThrownBy(() -> fit(17, "auto", new ArrayList<>()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("no feature of this head tells the targets apart", "rounding");
  }

  @Test
  void aGapThatRoundingKeepsOpenIsSaidToBe() {
    List<String> warnings = new ArrayList<>();
    OddProblem problem = OddProblem.of(0);

    FitResult fit =
        problem
            .builder()
            .beta(1e-16)
            .solver("low-rank")
            .tolerance(1e-12)
            .listener(hearing(warnings))
            .fit(problem.tokens(), problem.targets());

    assertThat(fit.certificate().relativeGap()).isGreaterThan(1e-12);
    assertThat(warnings)
        .anyMatch(
            said ->
                said.contains("cannot be told below rounding")
                    && said.contains("take a beta above"));
  }

  /** One sample: its class is certain at an intercept of infinity. */
  @Test
  void anInterceptThatFitsAllTargetsLeavesNoHeads() {
    FitResult fit = fit(129, "auto", new ArrayList<>());

    assertThat(fit.solution().variable().totalRank()).isZero();
    assertThat(fit.certificate().primal()).isBetween(0.0, 1e-12);
    assertThat(fit.certificate().relativeGap()).isLessThanOrEqualTo(1e-6);
  }

  private static FitResult fit(int number, String solver, List<String> warnings) {
    OddProblem problem = OddProblem.of(number);
    return problem
        .builder()
        .solver(solver)
        .tolerance(1e-6)
        .listener(hearing(warnings))
        .fit(problem.tokens(), problem.targets());
  }

  private static ProgressListener hearing(List<String> warnings) {
    return new ProgressListener() {
      @Override
      public void progressed(Progress progress) {}

      @Override
      public void warned(String message) {
        warnings.add(message);
      }
    };
  }
}
