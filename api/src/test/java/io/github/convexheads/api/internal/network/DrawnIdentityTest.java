package io.github.convexheads.api.internal.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.TwistedHead;
import io.github.convexheads.api.head.TwistedHead.Twist;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DrawnIdentityTest {
  private static final int OUTPUTS = 2;
  private static final Kernel KERNEL = Kernels.best();

  /** Two opposite tokens, whose gates are never open together. */
  private static final Tokens OPPOSITE = Tokens.of(new double[] {85, -817, -85, 817}, 2, 1, 2);

  @ParameterizedTest
  @CsvSource({
    "RELU, MEAN",
    "RELU, NONE",
    "RELU, FIRST",
    "GATED_RELU, MEAN",
    "LINEAR, MEAN",
    "LINEAR, NONE"
  })
  void aSoundHeadBreaksNothing(Activation activation, Pooling pooling) {
    Head head = new TwistedHead(activation, pooling, Twist.NONE, 0, true);
    for (int seed = 0; seed < 20; seed++) {
      for (double scale : new double[] {1, 1e-6, 1e6, 1e-100, 1e100}) {
        assertThat(violation(head, random(seed, scale), seed)).isEmpty();
      }
      assertThat(violation(head, OPPOSITE, seed)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Twist.class,
      names = {"LEAK", "SCALE", "OTHER_TERM"})
  void aTwistIsFoundHoweverSmall(Twist twist) {
    for (double amount : new double[] {1, 1e-3, 1e-6, 1e-9, 1e-11}) {
      Head head = new TwistedHead(Activation.RELU, Pooling.MEAN, twist, amount, true);
      for (Tokens tokens : new Tokens[] {random(3, 1), OPPOSITE}) {
        assertThat(violation(head, tokens, 5).orElse("nothing"))
            .as("%s %s", twist, amount)
            .isEqualTo("lifted features are not those of the network that it draws");
      }
    }
  }

  @Test
  void aLinearHeadIsHeldAgainstItsDrawing() {
    Head head = new TwistedHead(Activation.LINEAR, Pooling.MEAN, Twist.OTHER_TERM, 1e-9, true);

    assertThat(violation(head, random(1, 1), 1)).isPresent();
  }

  @Test
  void otherGatesOrPreactivationsAreFound() {
    for (Twist twist : new Twist[] {Twist.MAP, Twist.GATES, Twist.NO_GATES}) {
      Head head = new TwistedHead(Activation.RELU, Pooling.NONE, twist, 3, true);
      assertThat(violation(head, random(2, 1), 2)).as("%s", twist).isPresent();
    }
  }

  @Test
  void patternsStandForAllOnlyWhereThisLibraryChoseThemAndTheNetworkIsDrawn() {
    Tokens tokens = random(9, 1);
    Head drawn = new TwistedHead(Activation.RELU, Pooling.MEAN, Twist.NONE, 0, true);
    Head undrawn = new TwistedHead(Activation.RELU, Pooling.MEAN, Twist.NONE, 0, false);
    Gates gates = drawn.gates(tokens, OUTPUTS, KERNEL);
    assertThat(gates.selection().orElseThrow().exhaustive()).isTrue();

    assertThat(DrawnIdentity.known(drawn, gates, tokens.shape(), OUTPUTS)).isSameAs(gates);
    for (Head other : new Head[] {undrawn, new Wrapped(drawn)}) {
      assertThat(DrawnIdentity.known(other, gates, tokens.shape(), OUTPUTS).selection()).isEmpty();
    }
  }

  private static Optional<String> violation(Head head, Tokens tokens, int seed) {
    Gates gates = head.gates(tokens, OUTPUTS, KERNEL);
    SplittableRandom random = new SplittableRandom(seed);
    return DrawnIdentity.violation(head, gates, tokens, OUTPUTS, KERNEL, random);
  }

  private static Tokens random(int seed, double scale) {
    SplittableRandom random = new SplittableRandom(seed);
    int s = 1 + random.nextInt(3);
    double[] x = new double[4 * s * 2];
    Arrays.setAll(x, i -> scale * random.nextGaussian());
    return Tokens.of(x, 4, s, 2);
  }

  /** A head of somebody else that asks another one. */
  private record Wrapped(Head head) implements Head {
    @Override
    public Gates gates(Tokens training, int outputs, Kernel kernel) {
      return head.gates(training, outputs, kernel);
    }

    @Override
    public Lift lift(TokenShape shape, int outputs, Gates gates) {
      return head.lift(shape, outputs, gates);
    }

    @Override
    public Activation activation() {
      return head.activation();
    }

    @Override
    public Pooling pooling() {
      return head.pooling();
    }
  }
}
