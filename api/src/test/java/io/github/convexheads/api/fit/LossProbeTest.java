package io.github.convexheads.api.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.Targets;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses that keep their contract for most outputs and rows, and not for all. */
class LossProbeTest {
  private static final int ROWS = 500;
  private static final Targets TARGETS =
      Targets.values(new SplittableRandom(1).doubles(ROWS, -1, 1).toArray(), 1);

  /** The answer of one method for some outputs and a row. */
  private interface Answer {
    double of(double output, int row, double sound);
  }

  private static Optional<String> found(String name, Answer answer) {
    Loss sound = new SquaredLoss();
    Loss loss =
        (Loss)
            Proxy.newProxyInstance(
                Loss.class.getClassLoader(),
                new Class<?>[] {Loss.class},
                (self, method, arguments) -> {
                  Object own = method.invoke(sound, arguments);
                  return method.getName().equals(name)
                      ? answer.of(((double[]) arguments[0])[0], (int) arguments[3], (double) own)
                      : own;
                });
    return LossProbe.violation(loss, TARGETS);
  }

  @Test
  void aSoundLossIsNotAccused() {
    assertThat(found("value", (o, row, own) -> own)).isEmpty();
  }

  /** Convex up to outputs of 500, and of no slope beyond, so that far points are better. */
  @Test
  void aValueThatIsConvexNearZeroAloneIsFound() {
    assertThat(found("value", (o, row, own) -> Math.abs(o) > 500 ? 500 : own).orElseThrow())
        .contains("below the tangent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"value", "conjugate"})
  void anAnswerThatIsNoNumberForOneRowIsFound(String method) {
    assertThat(found(method, (o, row, own) -> row == 7 ? Double.NaN : own).orElseThrow())
        .contains("NaN", "in row 7 of the targets");
  }
}
