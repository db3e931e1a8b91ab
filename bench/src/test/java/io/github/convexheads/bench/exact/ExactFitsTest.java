package io.github.convexheads.bench.exact;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.exact.ExactProblem;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.program.Variable;
import java.math.BigDecimal;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random small fits of all heads, activations, poolings and losses: the exact objective and an
 * exact dual value lie inside what is reported. {@code -Dexact.fits=10000} tries more.
 */
class ExactFitsTest {
  private static final long FITS = Long.getLong("exact.fits", 150);
  private static final double CLOSE = 1e-9;

  @Test
  void everyReportEnclosesTheExactObjectiveAndDualValue() {
    LongStream.range(0, FITS).parallel().forEach(ExactFitsTest::check);
  }

  private static void check(long seed) {
    RandomFit drawn = new RandomFit(seed, RandomFit.Variation.NONE);
    if (!drawn.known()) {
      return;
    }
    double fraction = Math.pow(10, -2 * drawn.random().nextDouble());
    double tolerance = Math.pow(10, -2 - 5 * drawn.random().nextDouble());
    FitResult fit;
    try {
      fit = drawn.builder(fraction).tolerance(tolerance).fit(drawn.tokens(), drawn.targets());
    } catch (InvalidInputException e) {
      assertThat(e).as("%d: %s", seed, drawn).hasMessageContaining("gates");
      return;
    }
    Variable z = fit.head().variable();
    Certificate reported = fit.certificate();
    ExactProblem exact =
        drawn.exact(fit.problem().program().blocks(), fit.head().gates(), reported.beta());
    BigDecimal objective = exact.objective(RandomFit.matrices(z));
    Certificate own = Certifier.certify(fit.problem().program(), z);
    BigDecimal dual = RandomFit.dual(exact, z, own.scale());
    String name = seed + ": " + drawn;

    assertThat(reported.contradiction()).as(name).isEmpty();
    for (Certificate found : new Certificate[] {reported, own}) {
      assertThat(new BigDecimal(found.primal())).as(name).isGreaterThanOrEqualTo(objective);
      assertThat(found.primal() - objective.doubleValue())
          .as(name)
          .isLessThanOrEqualTo(CLOSE * Math.abs(objective.doubleValue()) + 1e-300);
      assertThat(new BigDecimal(found.dual())).as(name).isLessThanOrEqualTo(objective);
    }
    if (dual != null) {
      assertThat(new BigDecimal(own.dual())).as(name).isLessThanOrEqualTo(dual);
      assertThat(dual.doubleValue() - own.dual())
          .as(name)
          .isLessThanOrEqualTo(CLOSE * (1 + Math.abs(dual.doubleValue())));
    }
    assertThat(fit.solution().status().text().equals("solved"))
        .as(name)
        .isEqualTo(reported.relativeGap() <= tolerance);
  }
}
