package io.github.convexheads.api.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.loss.HuberLoss;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.Tokens;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads and losses that do not keep what proofs rest on. */
class IdentityCheckTest {
  private static final Kernel KERNEL = Kernels.best();

  /** Two batches, the last of one sample. */
  private static final int N = 17;

  private static final int R = 5;
  private static final int C = 3;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void soundPartsAreNeverAccused(int seed) {
    for (Loss loss : new Loss[] {new SquaredLoss(), new SoftmaxLoss()}) {
      for (double theta : new double[] {1e-3, 0.5, 1}) {
        assertThat(check(lift(), loss, seed, theta)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-10})
  void aBackprojectionThatIsNotTheAdjointIsFoundAndMeasured(double by) {
    Evaluation.IdentityViolation scaled =
        check(distorted(p -> p * (1 - by)), new SquaredLoss(), 1, 1).orElseThrow();
    Evaluation.IdentityViolation shifted =
        check(distorted(p -> p + by * Math.abs(p)), new SoftmaxLoss(), 2, 1).orElseThrow();

    for (Evaluation.IdentityViolation found : List.of(scaled, shifted)) {
      assertThat(found.part()).isEqualTo("head");
      assertThat(found.identity()).isEqualTo("<A u, p> = <u, A* p>");
      assertThat(found.amount() / found.scale()).isBetween(by / 20, by * 20);
      assertThat(found.text()).contains("<A u, p> = <u, A* p>");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1e-1, 1e-3, 1e-5, 1e-7, 1e-9, 1e-11})
  void aConjugateThatIsTooLowIsFoundAndMeasured(double by) {
    for (Loss loss : new Loss[] {new SquaredLoss(), new SoftmaxLoss()}) {
      for (double theta : new double[] {1e-3, 0.5, 1}) {
        Evaluation.IdentityViolation found =
            check(lift(), lossWith("conjugate", loss, f -> f - by), 3, theta).orElseThrow();
        assertThat(found.part()).isEqualTo("loss");
        assertThat(found.identity()).isEqualTo("f(a) + f*(b) >= <a, b>");
        assertThat(found.amount()).isBetween(by / 2, by * 1.01);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 1e-3, 1e-9})
  void aValueThatIsTooLowIsFound(double by) {
    Evaluation.IdentityViolation found =
        check(lift(), lossWith("value", new SquaredLoss(), f -> f - by), 3, 1).orElseThrow();

    assertThat(found.identity()).isEqualTo("f(a) + f*(b) >= <a, b>");
    assertThat(found.amount()).isBetween(by / 2, by * 1.01);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NEGATIVE_INFINITY, Double.NaN})
  void aConjugateThatIsNoNumberIsFound(double value) {
    Evaluation.IdentityViolation found =
        check(lift(), lossWith("conjugate", new SquaredLoss(), f -> value), 4, 1).orElseThrow();

    assertThat(found.part()).isEqualTo("loss");
    assertThat(found.identity()).isEqualTo("a conjugate above minus infinity");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NaN})
  void aValueThatIsNoNumberIsFound(double value) {
    Evaluation.IdentityViolation found =
        check(lift(), lossWith("value", new SoftmaxLoss(), f -> value), 4, 1).orElseThrow();

    assertThat(found.identity()).isEqualTo("finite values at finite outputs");
  }

  /** Only where the gradient is scaled, so that the point itself shows nothing at theta = 1. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1e-3, 1e-5})
  void aConjugateThatIsTooLowOnlyAwayFromGradientsIsFound(double by) {
    double theta = 0.4;

    Evaluation.IdentityViolation found =
        check(lift(), new LowBetweenGradients(by), 5, theta).orElseThrow();

    assertThat(found.part()).isEqualTo("loss");
    assertThat(found.amount()).isBetween(by / 2, by * 1.01);
  }

  /** Products of such factors overflow unless the two sides are levelled first. */
  @Test
  void factorsOfVeryDifferentSizesAreNoReasonToAccuse() {
    for (int seed = 0; seed < 10; seed++) {
      double[] sizes = {1e60, 1e240, 1e-280};
      assertThat(check(lift(), new SquaredLoss(), seed, 1e-3, sizes)).isEmpty();
    }
  }

  /** Squares of their products overflow or underflow. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-100, 1e-80, 1e80, 1e100, 1e130})
  void tokensOfAnySizeAreNoReasonToAccuse(double size) {
    for (int seed = 0; seed < 10; seed++) {
      assertThat(check(lift(), new SquaredLoss(), seed, 1e-3, size, 1 / size, 1)).isEmpty();
      assertThat(check(lift(), new SoftmaxLoss(), seed, 1e-3, size, 1 / size, 1)).isEmpty();
    }
  }

  /** Both actions alike, so that each is the adjoint of the other. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-1, 1e-6, 1e-12})
  void featuresThatDependOnTheNumberOfSamplesAreFound(double by) {
    for (int seed = 0; seed < 10; seed++) {
      Evaluation.IdentityViolation found =
          check(crowded(1 - by), new SquaredLoss(), seed, 1).orElseThrow();

      assertThat(found.part()).isEqualTo("head");
      assertThat(found.identity()).isEqualTo("phi^T u of a batch as of each of its samples alone");
    }
  }

  /** A lift whose features are others where a batch has more than one sample. */
  private static Lift crowded(double times) {
    return altered((own, batch) -> batch.samples() > 1 ? scaled(own, times) : own);
  }

  private static Features scaled(Features sound, double times) {
    return new Features() {
      @Override
      public void project(int block, Matrix u, Matrix p) {
        sound.project(block, times(u), p);
      }

      @Override
      public void backproject(int block, Matrix p, Matrix u) {
        sound.backproject(block, times(p), u);
      }

      private Matrix times(Matrix values) {
        Matrix scaled = Matrix.zeros(values.precision(), values.rows(), values.columns());
        scaled.addScaled(times, values);
        return scaled;
      }
    };
  }

  @Test
  void aLossThatBecomesAnotherAfterBetaMaxWasFoundIsNamed() {
    Loss[] now = {new SquaredLoss()};
    Loss changing =
        (Loss)
            Proxy.newProxyInstance(
                Loss.class.getClassLoader(),
                new Class<?>[] {Loss.class},
                (self, method, arguments) -> method.invoke(now[0], arguments));
    LiftedProgram program = program(lift(), changing, new SplittableRandom(4), 2);
    Variable zero = Variable.zero(program.blocks());
    Certifier.betaMax(program);
    assertThat(IdentityCheck.of(program, zero, 1)).isEmpty();
    double before = program.at(zero).loss();

    now[0] = new HuberLoss(0.25);

    Evaluation.IdentityViolation found = IdentityCheck.of(program, zero, 1).orElseThrow();
    assertThat(found.part()).isEqualTo("loss");
    assertThat(found.identity()).isEqualTo("F(0) as when beta_max was found");
    assertThat(found.amount())
        .isPositive()
        .isCloseTo(Math.abs(program.at(zero).loss() - before), within(1e-12));
    assertThat(found.scale()).isCloseTo(before, within(1e-12));
  }

  private static Optional<Evaluation.IdentityViolation> check(
      Lift lift, Loss loss, int seed, double theta) {
    return check(lift, loss, seed, theta, 2, 1, 1);
  }

  /** Sizes are those of tokens, of left and of right factors. */
  private static Optional<Evaluation.IdentityViolation> check(
      Lift lift, Loss loss, int seed, double theta, double... sizes) {
    SplittableRandom random = new SplittableRandom(seed);
    LiftedProgram program = program(lift, loss, random, sizes[0]);
    double[] u = uniform(random, R * 2, sizes[1]);
    double[] v = uniform(random, C * 2, sizes[2]);
    Variable point = new Variable(List.of(new Factors(R, C, 2, u, v)));
    return IdentityCheck.of(program, point, theta);
  }

  private static LiftedProgram program(Lift lift, Loss loss, SplittableRandom random, double size) {
    Targets targets =
        needsLabels(loss)
            ? Targets.labels(random.ints(N, 0, C).toArray(), C)
            : Targets.values(random.doubles(N * C, -1, 1).toArray(), C);
    Tokens tokens = Tokens.of(uniform(random, N * R, size), N, 1, R);
    return LiftedProgram.of(lift, tokens, targets, loss, KERNEL, Workers.of(1)).withBeta(0.1);
  }

  private static double[] uniform(SplittableRandom random, int length, double size) {
    return random.doubles(length, -size, size).toArray();
  }

  private static boolean needsLabels(Loss loss) {
    try {
      loss.requireTargets(Targets.values(new double[] {1}, 1));
      return false;
    } catch (RuntimeException e) {
      return true;
    }
  }

  private static DenseLift lift() {
    return DenseLift.single(R, 1, 1, C);
  }

  /** A loss of which one method is off. */
  private static Loss lossWith(String wrong, Loss sound, DoubleUnaryOperator change) {
    return (Loss)
        Proxy.newProxyInstance(
            Loss.class.getClassLoader(),
            new Class<?>[] {Loss.class},
            (self, method, arguments) -> {
              try {
                Object answer = method.invoke(sound, arguments);
                boolean changed =
                    method.getName().equals(wrong)
                        || (wrong.equals("value") && method.getName().equals("valueAndGradient"));
                return changed ? (Object) change.applyAsDouble((double) answer) : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** A lift whose backprojection is off. */
  private static Lift distorted(DoubleUnaryOperator change) {
    return altered((own, batch) -> distorted(own, change));
  }

  /** A sound lift but for the features that it makes of a batch. */
  private static Lift altered(BiFunction<Features, TokenBatch, Features> change) {
    DenseLift sound = lift();
    return (Lift)
        Proxy.newProxyInstance(
            Lift.class.getClassLoader(),
            new Class<?>[] {Lift.class},
            (self, method, arguments) -> {
              Object answer = method.invoke(sound, arguments);
              return answer instanceof Features own
                  ? change.apply(own, (TokenBatch) arguments[0])
                  : answer;
            });
  }

  private static Features distorted(Features sound, DoubleUnaryOperator change) {
    return new Features() {
      @Override
      public void project(int block, Matrix u, Matrix p) {
        sound.project(block, u, p);
      }

      @Override
      public void backproject(int block, Matrix p, Matrix u) {
        Matrix off = p.copy();
        for (int i = 0; i < off.rows(); i++) {
          for (int h = 0; h < off.columns(); h++) {
            off.set(i, h, change.applyAsDouble(p.get(i, h)));
          }
        }
        sound.backproject(block, off, u);
      }
    };
  }

  /** Squared loss whose conjugate is right for large dual rows and too low for small ones. */
  private record LowBetweenGradients(double by) implements Loss {
    private static final SquaredLoss SOUND = new SquaredLoss();

    @Override
    public double value(double[] outputs, int position, Targets targets, int row) {
      return SOUND.value(outputs, position, targets, row);
    }

    @Override
    public void gradient(
        double[] outputs, int position, Targets targets, int row, double[] gradient) {
      SOUND.gradient(outputs, position, targets, row, gradient);
    }

    @Override
    public double conjugate(double[] dual, int position, Targets targets, int row) {
      double size = 0;
      for (int p = 0; p < targets.outputs(); p++) {
        size = Math.max(size, Math.abs(dual[position + p]));
      }
      return SOUND.conjugate(dual, position, targets, row) - (size < 0.5 ? by : 0);
    }

    @Override
    public void hessian(
        double[] outputs, int position, Targets targets, int row, double[] hessian) {
      SOUND.hessian(outputs, position, targets, row, hessian);
    }

    @Override
    public double curvature() {
      return 1;
    }

    @Override
    public void requireTargets(Targets targets) {
      SOUND.requireTargets(targets);
    }
  }
}
