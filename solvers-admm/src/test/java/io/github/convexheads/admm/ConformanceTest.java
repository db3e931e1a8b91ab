package io.github.convexheads.admm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.StoppingRule;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The 80 solved reference problems, from features written out by the table of heads. */
@Tag("shared")
class ConformanceTest {
  /** Far above what is needed: the slowest problem takes about 110 iterations on one shard. */
  private static final int MOST_ITERATIONS = 1000;

  @Test
  void allEightyReferenceProblemsAreProvenOptimalToOneInAHundredMillion() {
    assumeTrue(!ConformanceCase.folders().isEmpty(), "no " + ConformanceCase.ROOT);
    assertThat(ConformanceCase.folders()).hasSize(80);
    for (Path folder : ConformanceCase.folders()) {
      requireSolved(ConformanceCase.read(folder), 1e-8, 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "attention-gated-softmax-pooled-0.03",
    "mixer-linear-squared-tokens-0.03",
    "bfno-gated-squared-tokens-0.03",
    "mlp-gated-softmax-pooled-0.3"
  })
  void shardsOfAnyNumberReachTheSameOptimum(String name) {
    assumeTrue(!ConformanceCase.folders().isEmpty(), "no " + ConformanceCase.ROOT);
    ConformanceCase known = ConformanceCase.read(ConformanceCase.ROOT.resolve(name));
    for (int shards : new int[] {2, 5, known.problem().targets().samples()}) {
      requireSolved(known, 1e-7, shards);
    }
  }

  private static void requireSolved(ConformanceCase known, double tolerance, int shards) {
    ConvexProgram program = known.problem().program(Kernels.best(), Workers.of(2));
    StoppingRule rule = new StoppingRule(tolerance, MOST_ITERATIONS, Duration.ofMinutes(5));

    Solution solution =
        new AdmmSolver(AdmmSettings.of(rule).withShards(shards))
            .solve(program, Variable.zero(program.blocks()), ProgressListener.SILENT);

    Certificate certificate = Certifier.certify(program, solution.variable());
    assertThat(certificate.relativeGap()).as(known.name()).isLessThanOrEqualTo(tolerance);
    assertThat(certificate.primal())
        .as(known.name())
        .isCloseTo(known.primal(), within(1e-8 * known.primal()));
  }
}
