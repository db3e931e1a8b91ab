package io.github.convexheads.api.internal.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.TwistedHead;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkIdentityTest {
  private static final int OUTPUTS = 2;
  private static final Kernel KERNEL = Kernels.best();

  @ParameterizedTest
  @CsvSource({
    "RELU, MEAN",
    "RELU, NONE",
    "RELU, FIRST",
    "GATED_RELU, MEAN",
    "GATED_RELU, NONE",
    "LINEAR, MEAN"
  })
  void aSoundHeadBreaksNothing(Activation activation, Pooling pooling) {
    for (int seed = 0; seed < 30; seed++) {
      assertThat(violation(activation, pooling, TwistedHead.Twist.NONE, 0, seed)).isEmpty();
    }
  }

  /** Features that differ in size, nearly equal tokens, and tokens whose mean is rounding. */
  @ParameterizedTest
  @CsvSource({"RELU, MEAN", "RELU, NONE", "GATED_RELU, MEAN", "GATED_RELU, FIRST"})
  void aSoundHeadBreaksNothingAtAnyScale(Activation activation, Pooling pooling) {
    for (int seed = 0; seed < 4; seed++) {
      for (double[] scales : new double[][] {{1e6, 1, 1e-6}, {1e-12, 1e12, 1e-3}, {1e-200, 1, 1}}) {
        assertThat(violation(activation, pooling, scaled(seed, scales, 0), seed)).isEmpty();
        assertThat(violation(activation, pooling, scaled(seed, scales, 1e6), seed)).isEmpty();
      }
      assertThat(violation(activation, pooling, opposite(seed), seed)).isEmpty();
    }
  }

  private static Optional<String> violation(
      Activation activation, Pooling pooling, Tokens tokens, int seed) {
    Head head = head(activation, pooling, TwistedHead.Twist.NONE, 0);
    Gates gates = head.gates(tokens, OUTPUTS, KERNEL);
    return DrawnIdentity.violation(
        head, gates, tokens, OUTPUTS, KERNEL, new SplittableRandom(seed));
  }

  private static Tokens scaled(int seed, double[] scales, double plus) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[4 * 3 * scales.length];
    Arrays.setAll(x, i -> scales[i % scales.length] * random.nextGaussian() + plus);
    return Tokens.of(x, 4, 3, scales.length);
  }

  private static Tokens opposite(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[4 * 2 * 2];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 4 < 2 ? random.nextGaussian() : -x[i - 2] * (1 + 0x1p-50);
    }
    return Tokens.of(x, 4, 2, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "MAP, Preactivation differs",
    "LEAK, lifted features are those of no network",
    "SCALE, lifted features are those of no network",
    "OTHER_TERM, lifted features are those of no network",
    "NO_GATES, its blocks have no gates"
  })
  void aTwistIsFoundWhereverItIsBeyondRounding(TwistedHead.Twist twist, String words) {
    for (double amount : new double[] {1, 0.1, 1e-3, 1e-6}) {
      for (Pooling pooling : new Pooling[] {Pooling.MEAN, Pooling.NONE}) {
        assertThat(violation(Activation.RELU, pooling, twist, amount, 3).orElse("nothing"))
            .as("%s %s %s", twist, amount, pooling)
            .contains(words);
      }
    }
    assertThat(violation(Activation.GATED_RELU, Pooling.MEAN, twist, 0.1, 4)).isPresent();
  }

  @Test
  void masksOfOtherPreactivationsAreFound() {
    assertThat(violation(Activation.RELU, Pooling.NONE, TwistedHead.Twist.GATES, 3, 5)).isPresent();
    assertThat(violation(Activation.GATED_RELU, Pooling.MEAN, TwistedHead.Twist.GATES, 3, 5))
        .isPresent();
  }

  private static Optional<String> violation(
      Activation activation, Pooling pooling, TwistedHead.Twist twist, double amount, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Tokens tokens = tokens(5, 1 + random.nextInt(3), 2 + random.nextInt(2), seed);
    Head head = head(activation, pooling, twist, amount);
    Gates gates = head.gates(tokens, OUTPUTS, KERNEL);
    return DrawnIdentity.violation(head, gates, tokens, OUTPUTS, KERNEL, random);
  }

  private static Head head(
      Activation activation, Pooling pooling, TwistedHead.Twist twist, double amount) {
    return new TwistedHead(activation, pooling, twist, amount, false);
  }

  private static Tokens tokens(int n, int s, int d, int seed) {
    SplittableRandom random = new SplittableRandom(31L * seed + 1);
    double[] x = new double[n * s * d];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian();
    }
    return Tokens.of(x, n, s, d);
  }
}
