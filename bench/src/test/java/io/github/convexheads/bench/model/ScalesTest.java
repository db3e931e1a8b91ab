package io.github.convexheads.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Units of tokens and targets change nothing of what is proven: losses of targets times a are a^2
 * times those, and so are objectives at the same share of beta_max.
 */
class ScalesTest {
  private static final int N = 6;
  private static final int S = 2;
  private static final int D = 2;
  private static final int C = 2;
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @CsvSource({
    "linear, squared, 1, 1e-8",
    "linear, squared, 1, 1e-20",
    "linear, squared, 1e-80, 1e-8",
    "linear, squared, 1e90, 1e-20",
    "linear, squared, 1e-120, 1e60",
    "linear, huber, 1, 1e-8",
    "attention, squared, 1, 1e-20",
    "attention, huber, 1e20, 1e-10",
    "attention, squared, 1e-30, 1e60",
    "mixer, huber, 1e-60, 1e-8",
  })
  void theObjectiveFollowsTheUnits(String head, String loss, double tokens, double targets) {
    FitResult plain = fit(head, loss, 1, 1);
    FitResult scaled = fit(head, loss, tokens, targets);

    assertThat(scaled.certificate().relativeGap()).isLessThanOrEqualTo(TOLERANCE);
    assertThat(scaled.certificate().primal() / targets / targets)
        .isCloseTo(
            plain.certificate().primal(), within(2 * TOLERANCE * plain.certificate().primal()));
    assertThat(scaled.head().variable().totalRank()).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "attention, 1e-110, 1, tokens",
    "attention, 1e-200, 1, tokens",
    "attention, 1e-80, 1e-80, tokens",
    "linear, 1e-160, 1, tokens",
    "linear, 1e-310, 1, tokens",
    "linear, 1e-300, 1e60, tokens",
    "linear, 1, 1e-100, targets",
    "linear, 1e100, 1e-200, targets",
    "mixer, 1e-160, 1e-200, targets",
    "mixer, 1e-200, 1e200, targets",
    "linear, 1e300, 1e-200, targets",
    "attention, 3e-6, 1e116, targets",
    "attention, 1e60, 1, tokens",
    "linear, 1e300, 1, tokens",
  })
  void whatCannotBeRepresentedIsRefused(String head, double tokens, double targets, String what) {
    assertThatThrownBy(() -> fit(head, "squared", tokens, targets))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("the " + what)
        .hasMessageContaining("scale the");
  }

  private static FitResult fit(String head, String loss, double tokens, double targets) {
    SplittableRandom random = new SplittableRandom(7);
    double[] x = new double[N * S * D];
    Arrays.setAll(x, i -> tokens * random.nextGaussian());
    double[] y = new double[N * C];
    Arrays.setAll(y, i -> targets * random.nextGaussian());
    ConvexHeads builder =
        ConvexHeads.builder()
            .head(head)
            .loss(loss)
            .set("preprocess.recommended", "false")
            .betaFraction(0.1)
            .tolerance(TOLERANCE);
    if (loss.equals("huber")) {
      builder = builder.set("loss.delta", Double.toString(targets));
    }
    return builder.fit(Tokens.of(x, N, S, D), new RealTargets(y, 1, C));
  }
}
