package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.internal.loss.HuberLoss;
import io.github.convexheads.api.internal.loss.LogisticLoss;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.Evaluation.IdentityViolation;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FenchelYoungTest {
  private static final int ROWS = 300;
  private static final int C = 3;
  private static final Targets VALUES =
      new RealTargets(new SplittableRandom(1).doubles(ROWS * C, -2, 2).toArray(), 1, C);

  /** A loss of which one answer is changed. */
  private static Loss changed(Loss loss, String method, UnaryOperator<Object> change) {
    return proxy(
        (self, called, arguments) -> {
          Object answer = called.invoke(loss, arguments);
          return called.getName().equals(method) ? change.apply(answer) : answer;
        });
  }

  private static Loss proxy(InvocationHandler handler) {
    return (Loss)
        Proxy.newProxyInstance(Loss.class.getClassLoader(), new Class<?>[] {Loss.class}, handler);
  }

  private static Optional<IdentityViolation> violation(Loss loss, Targets targets, double scale) {
    double[] out = new SplittableRandom(2).doubles(ROWS * C, -scale, scale).toArray();
    return new FenchelYoung(loss, targets).violation(out, 0.7, new SplittableRandom(3));
  }

  /** Values that other threads, or calls before, found lower than they are. */
  @Test
  void anObjectiveThatIsNotTheMeanOfTheValuesIsFound() {
    double[] out = new SplittableRandom(2).doubles(ROWS * C, -1, 1).toArray();
    FenchelYoung trial = new FenchelYoung(new SquaredLoss(), VALUES);
    assertThat(trial.violation(out, 0.7, new SplittableRandom(3))).isEmpty();
    double mean = 0;
    for (int row = ROWS - 1; row >= 0; row--) {
      mean += new SquaredLoss().value(out, row * C, VALUES, row) / ROWS;
    }

    assertThat(trial.violation(mean, 0)).isEmpty();
    assertThat(trial.violation(mean * (1 - 1e-9), 0).orElseThrow().identity())
        .isEqualTo("F(Z) as the mean of value() of all rows");
    assertThat(trial.violation(mean * (1 - 1e-9), mean * 1e-9)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1, 1e3})
  void soundLossesAreNotAccused(double scale) {
    int[] labels = new SplittableRandom(4).ints(ROWS, 0, C).toArray();
    boolean[] member = new boolean[ROWS * C];
    for (int i = 0; i < member.length; i++) {
      member[i] = i % 3 == 0;
    }

    assertThat(violation(new SquaredLoss(), VALUES, scale)).isEmpty();
    assertThat(violation(new HuberLoss(0.5), VALUES, scale)).isEmpty();
    assertThat(violation(new SoftmaxLoss(), Targets.labels(labels, C), scale)).isEmpty();
    assertThat(violation(new LogisticLoss(), Targets.multiLabels(member, C), scale)).isEmpty();
  }

  /** As where all samples are of one class and an intercept says so. */
  @Test
  void probabilitiesBelowTheNormalNumbersAreNoReasonToAccuse() {
    SplittableRandom random = new SplittableRandom(5);
    double[] sure = new double[ROWS * C];
    boolean[] members = new boolean[ROWS * C];
    for (int row = 0; row < ROWS; row++) {
      sure[row * C] = random.nextDouble(690, 750);
      sure[row * C + 1] = random.nextDouble(-5, 5);
      members[row * C] = true;
    }
    double[] doubtless = Arrays.stream(sure).map(a -> Math.abs(a) > 5 ? a : -a - 700).toArray();
    Targets first = Targets.labels(new int[ROWS], C);

    for (int seed = 0; seed < 20; seed++) {
      for (double theta : new double[] {0.3, 0.999999, 1}) {
        assertThat(
                new FenchelYoung(new SoftmaxLoss(), first)
                    .violation(sure, theta, new SplittableRandom(seed)))
            .isEmpty();
        assertThat(
                new FenchelYoung(new LogisticLoss(), Targets.multiLabels(members, C))
                    .violation(doubtless, theta, new SplittableRandom(seed)))
            .isEmpty();
      }
    }
  }

  @Test
  void aConjugateThatIsTooLowIsFoundWithTheAmountAndTheSize() {
    Loss low = changed(new SquaredLoss(), "conjugate", value -> (Double) value - 1e-6);

    IdentityViolation found = violation(low, VALUES, 1).orElseThrow();

    assertThat(found.part()).isEqualTo("loss");
    assertThat(found.identity()).isEqualTo("f(a) + f*(b) >= <a, b>");
    assertThat(found.amount()).isBetween(0.99e-6, 1.01e-6);
    assertThat(found.scale()).isBetween(0.1, 1000.0);
    Loss high = changed(new SquaredLoss(), "conjugate", value -> (Double) value + 1e-6);
    assertThat(violation(high, VALUES, 1)).isEmpty();
  }

  @Test
  void aValueThatIsTooLowIsFoundTwice() {
    Loss low = changed(new SquaredLoss(), "value", value -> (Double) value - 1e-6);

    assertThat(violation(low, VALUES, 1).orElseThrow().amount()).isBetween(0.99e-6, 1.01e-6);
  }

  @Test
  void whatIsAskedForTogetherMustBeWhatIsAskedForAlone() {
    Loss both = changed(new SquaredLoss(), "valueAndGradient", value -> (Double) value + 1e-6);
    Loss squared = new SquaredLoss();
    Loss slopes =
        proxy(
            (self, called, arguments) -> {
              Object answer = called.invoke(squared, arguments);
              if (called.getName().equals("valueAndGradient")) {
                ((double[]) arguments[4])[(Integer) arguments[1] + 2] += 1e-6;
              }
              return answer;
            });

    for (Loss loss : new Loss[] {both, slopes}) {
      IdentityViolation found = violation(loss, VALUES, 1).orElseThrow();
      assertThat(found.identity()).isEqualTo("value() and gradient() as valueAndGradient()");
      assertThat(found.amount()).isBetween(0.99e-6, 1.01e-6);
    }
  }

  @Test
  void numbersThatAreNoneAreFound() {
    Loss none = changed(new SquaredLoss(), "value", value -> Double.NaN);
    Loss nothing = changed(new SquaredLoss(), "conjugate", value -> Double.NEGATIVE_INFINITY);
    Loss unknown = changed(new SquaredLoss(), "conjugate", value -> Double.NaN);
    Loss everything = changed(new SquaredLoss(), "conjugate", value -> Double.POSITIVE_INFINITY);

    assertThat(violation(none, VALUES, 1).orElseThrow().amount()).isInfinite();
    assertThat(violation(nothing, VALUES, 1).orElseThrow().identity())
        .isEqualTo("a conjugate above minus infinity");
    assertThat(violation(unknown, VALUES, 1).orElseThrow().amount()).isInfinite();
    assertThat(violation(everything, VALUES, 1)).isEmpty();
  }

  @Test
  void aGradientThatIsNoNumberIsFound() {
    for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Loss loss =
          proxy(
              (self, called, arguments) -> {
                Object answer = called.invoke(new SquaredLoss(), arguments);
                if (called.getName().equals("gradient")) {
                  ((double[]) arguments[4])[1] = wrong;
                }
                return answer;
              });

      IdentityViolation found = violation(loss, VALUES, 1).orElseThrow();

      assertThat(found.identity()).isEqualTo("finite gradients at finite outputs");
      assertThat(found.amount()).isInfinite();
    }
  }

  /** Only at 0.7 times the gradient, which outputs that were ascended to have as their own. */
  @Test
  void aConjugateThatIsTooLowOnlyAtTheMultipleThatIsUsedIsFoundAndMeasured() {
    Loss squared = new SquaredLoss();
    double[] multiple = {0.7, 0.7, 0.7};
    Loss low =
        proxy(
            (self, called, arguments) -> {
              Object answer = called.invoke(squared, arguments);
              boolean own =
                  called.getName().equals("conjugate")
                      && Arrays.equals((double[]) arguments[0], multiple);
              return own ? (Object) ((Double) answer - 1) : answer;
            });
    double[] ones = new double[ROWS * C];
    Arrays.fill(ones, 1);
    Targets zeros = new RealTargets(new double[ROWS * C], 1, C);

    IdentityViolation found =
        new FenchelYoung(low, zeros).violation(ones, 0.7, new SplittableRandom(3)).orElseThrow();

    assertThat(found.identity()).isEqualTo("f(a) + f*(b) >= <a, b>");
    assertThat(found.amount()).isCloseTo(1, within(1e-12));
  }

  /** Every row where the proof is, and 256 of them elsewhere, spread evenly, the first included. */
  @Test
  void rowsFromAllOverAreTried() {
    int[] tried = new int[ROWS];
    Loss watched =
        proxy(
            (self, called, arguments) -> {
              if (called.getName().equals("conjugate")) {
                tried[(Integer) arguments[3]]++;
              }
              return called.invoke(new SquaredLoss(), arguments);
            });

    assertThat(violation(watched, VALUES, 1)).isEmpty();
    assertThat(tried).containsOnly(1, 5);
    assertThat(Arrays.stream(tried).filter(count -> count == 5).count()).isEqualTo(256);
    assertThat(tried[0]).isEqualTo(5);
    for (int row = 0; row + 1 < ROWS; row++) {
      assertThat(tried[row] + tried[row + 1]).isGreaterThanOrEqualTo(6);
    }
  }

  @Test
  void oneRowOfManyIsFoundWhereverItIs() {
    Loss squared = new SquaredLoss();
    for (int row = 0; row < ROWS; row++) {
      int wrong = row;
      Loss low =
          proxy(
              (self, called, arguments) -> {
                Object answer = called.invoke(squared, arguments);
                boolean own =
                    called.getName().equals("conjugate") && (Integer) arguments[3] == wrong;
                return own ? (Object) ((Double) answer - 10) : answer;
              });
      assertThat(violation(low, VALUES, 1)).as("row %d", row).isPresent();
    }
  }
}
