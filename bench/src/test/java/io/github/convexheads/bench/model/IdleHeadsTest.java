package io.github.convexheads.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.inject.AbstractModule;
import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.api.wiring.Overrides;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Heads that a solver leaves behind with next to no weight. */
class IdleHeadsTest {
  private static final int SAMPLES = 40;
  private static final int TOKENS = 3;
  private static final int FEATURES = 5;

  /** A good solver that leaves one head more, of some size. */
  private record Untidy(Solver solver, double size) implements Solver {
    @Override
    public Acceptance accepts(ConvexProgram program) {
      return solver.accepts(program);
    }

    @Override
    public Solution solve(ConvexProgram program, Variable start, ProgressListener listener) {
      Solution found = solver.solve(program, start, listener);
      Factors z = found.variable().block(0);
      double[] left = widened(z.left(), z.rows(), z.rank());
      double[] right = widened(z.right(), z.columns(), z.rank());
      return new Solution(
          new Variable(List.of(new Factors(z.rows(), z.columns(), z.rank() + 1, left, right))),
          found.status(),
          found.iterations(),
          found.seconds(),
          found.history(),
          found.equivalentBeta(),
          found.bound());
    }

    /** A column of random numbers behind the others. */
    private double[] widened(double[] values, int rows, int rank) {
      Random random = new Random(rows);
      double[] wider = new double[rows * (rank + 1)];
      for (int r = 0; r < rows; r++) {
        System.arraycopy(values, r * rank, wider, r * (rank + 1), rank);
        wider[r * (rank + 1) + rank] = size * random.nextGaussian();
      }
      return wider;
    }
  }

  private static FitResult fit(double size) {
    Random random = new Random(4);
    double[] values = new double[SAMPLES * TOKENS * FEATURES];
    double[] targets = new double[SAMPLES * 2];
    Arrays.setAll(values, i -> random.nextGaussian());
    Arrays.setAll(targets, i -> values[i / 2 * TOKENS * FEATURES + i % 2] + random.nextGaussian());
    Solver gradient =
        PluginCatalog.load().solver("projected-gradient").provider().create(Settings.defaults());
    Overrides untidy =
        Overrides.none()
            .and(
                new AbstractModule() {
                  @Override
                  protected void configure() {
                    bind(Solver.class).toInstance(new Untidy(gradient, size));
                  }
                });
    return ConvexHeads.builder()
        .set("preprocess.recommended", "false")
        .head("linear")
        .solver("projected-gradient")
        .betaFraction(0.3)
        .override(untidy)
        .fit(Tokens.of(values, SAMPLES, TOKENS, FEATURES), Targets.values(targets, 2));
  }

  @Test
  void aHeadOfNegligibleWeightIsLeftOutAndTheRestCertified() {
    FitResult tidy = fit(0);

    FitResult found = fit(1e-5);

    assertThat(found.head().variable().totalRank())
        .isEqualTo(tidy.head().variable().totalRank())
        .isLessThan(found.solution().variable().totalRank());
    assertThat(found.certificate().relativeGap()).isLessThanOrEqualTo(1e-4);
    assertThat(found.certificate().primal())
        .isCloseTo(tidy.certificate().primal(), within(1e-6 * tidy.certificate().primal()));
  }

  @Test
  void aHeadThatCountsStays() {
    FitResult found = fit(1e-2);

    assertThat(found.head().variable().totalRank()).isEqualTo(2);
  }
}
