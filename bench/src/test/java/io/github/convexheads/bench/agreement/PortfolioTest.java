package io.github.convexheads.bench.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the solver {@code auto} does where its first choice does not get there. */
class PortfolioTest {
  private static final int SAMPLES = 14;
  private static final int SIDE = 4;
  private static final int OUTPUTS = 3;

  @Test
  void interiorPointGoesOnWhereLowRankIsSlow() {
    Heard heard = new Heard();

    FitResult result = fit(attention().betaFraction(1e-6).tolerance(1e-6), heard);

    Provenance record = result.head().provenance();
    assertThat(result.solution().status()).isEqualTo(Solution.Status.SOLVED);
    assertThat(result.certificate().relativeGap()).isLessThanOrEqualTo(1e-6);
    assertThat(record.solver()).isEqualTo("interior-point");
    assertThat(record.extra()).containsEntry(Provenance.SOLVERS, "low-rank, interior-point");
    assertThat(heard.notes)
        .anyMatch(
            note ->
                note.matches(
                    "low-rank is slow at a relative gap of .*; interior-point goes on from"
                        + " there"));
  }

  @Test
  void keepsTheBestPointWhereNoSolverGetsThere() {
    Heard heard = new Heard();
    ConvexHeads asked = attention().betaFraction(0.1).tolerance(0);

    FitResult alone = fit(asked.solver("low-rank"), new Heard());
    FitResult all = fit(asked, heard);

    assertThat(all.solution().status()).isEqualTo(Solution.Status.STALLED);
    assertThat(all.head().provenance().extra().get(Provenance.SOLVERS))
        .startsWith("low-rank, interior-point, projected-gradient");
    // Balancing the factors of the kept point rounds its objective once more.
    assertThat(all.certificate().primal())
        .isLessThanOrEqualTo(alone.certificate().primal() * (1 + 1e-14));
    assertThat(all.certificate().relativeGap()).isLessThan(1e-10);
    assertThat(heard.notes).anyMatch(note -> note.startsWith("low-rank stalled at a relative"));
    assertThat(heard.iterations).isSorted();
    assertThat(heard.primal).isSortedAccordingTo((x, y) -> Double.compare(y, x));
  }

  @Test
  void limitsOfIterationsAreThoseOfAllTogether() {
    FitResult few =
        fit(
            attention().betaFraction(0.1).tolerance(0).set("solver.max-iterations", "60"),
            new Heard());

    assertThat(few.solution().iterations()).isLessThanOrEqualTo(60);
  }

  @Test
  void aProgramThatIsSolvedAtOnceNamesOneSolver() {
    FitResult result = fit(attention().betaFraction(0.1), new Heard());

    assertThat(result.head().provenance().extra()).doesNotContainKey(Provenance.SOLVERS);
    assertThat(result.head().provenance().solver()).isEqualTo("low-rank");
  }

  private static ConvexHeads attention() {
    return ConvexHeads.builder()
        .set("preprocess.recommended", "false")
        .head("attention")
        .loss("squared")
        .solver("auto");
  }

  private static FitResult fit(ConvexHeads asked, ProgressListener listener) {
    Random random = new Random(11);
    double[] values = new double[SAMPLES * SIDE * SIDE];
    Arrays.setAll(values, i -> random.nextGaussian());
    double[] y = new double[SAMPLES * OUTPUTS];
    Arrays.setAll(y, i -> random.nextGaussian());
    Targets targets = new RealTargets(y, 1, OUTPUTS);
    return asked.listener(listener).fit(Tokens.of(values, SAMPLES, SIDE, SIDE), targets);
  }

  private static final class Heard implements ProgressListener {
    private final List<String> notes = new ArrayList<>();
    private final List<Integer> iterations = new ArrayList<>();
    private final List<Double> primal = new ArrayList<>();

    @Override
    public void progressed(Progress progress) {
      iterations.add(progress.iteration());
      primal.add(progress.primal());
    }

    @Override
    public void improved(Variable best) {
      assertThat(best.blocks()).isNotEmpty();
    }

    @Override
    public void noted(String message) {
      notes.add(message);
    }
  }
}
