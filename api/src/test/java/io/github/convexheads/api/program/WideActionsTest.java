package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.Tokens;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Actions that are wrong for some columns or samples alone, which few products do not show. */
class WideActionsTest {
  private static final String ADJOINT = "<phi p, u> = <p, phi^T u> for all columns";
  private final DenseProblem problem = DenseProblems.squared(DenseLift.single(7, 2, 2, 3), 20, 1);

  /** What is found of a head whose actions first change what they multiply. */
  private Optional<Evaluation.IdentityViolation> found(
      UnaryOperator<Matrix> ofColumns, UnaryOperator<Matrix> ofRows, double size, long seed) {
    return found(batch -> batch, ofColumns, ofRows, size, seed);
  }

  /** The same of one that first changes the samples, too. */
  private Optional<Evaluation.IdentityViolation> found(
      UnaryOperator<TokenBatch> ofSamples,
      UnaryOperator<Matrix> ofColumns,
      UnaryOperator<Matrix> ofRows,
      double size,
      long seed) {
    DenseLift sound = problem.lift();
    Lift lift =
        (Lift)
            Proxy.newProxyInstance(
                Lift.class.getClassLoader(),
                new Class<?>[] {Lift.class},
                (self, method, arguments) -> {
                  if (method.getName().equals("features")) {
                    arguments[0] = ofSamples.apply((TokenBatch) arguments[0]);
                  }
                  Object answer = method.invoke(sound, arguments);
                  return answer instanceof Features own ? changed(own, ofColumns, ofRows) : answer;
                });
    Tokens tokens = Tokens.of(problem.phi(), 20, 2, sound.shape().features());
    LiftedProgram program =
        LiftedProgram.of(
                lift, tokens, problem.targets(), problem.loss(), Kernels.best(), Workers.of(1))
            .withBeta(1);
    SplittableRandom random = new SplittableRandom(seed);
    double[] left = random.doubles(2 * 7, -size, size).toArray();
    double[] right = random.doubles(2 * 6, -1, 1).toArray();
    Variable z = new Variable(List.of(new Factors(7, 6, 2, left, right)));
    return program.at(z).headViolation(random);
  }

  private static Features changed(
      Features sound, UnaryOperator<Matrix> ofColumns, UnaryOperator<Matrix> ofRows) {
    return new Features() {
      @Override
      public void project(int block, Matrix u, Matrix p) {
        sound.project(block, ofColumns.apply(u), p);
      }

      @Override
      public void backproject(int block, Matrix p, Matrix u) {
        sound.backproject(block, ofRows.apply(p), u);
      }
    };
  }

  private static Matrix scaled(Matrix values, double times) {
    Matrix scaled = Matrix.zeros(values.precision(), values.rows(), values.columns());
    scaled.addScaled(times, values);
    return scaled;
  }

  @Test
  void soundActionsAreNotAccused() {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(found(u -> u, p -> p, seed % 2 == 0 ? 1 : 1e-6, seed)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-1, 1e-11})
  void actionsThatAreOthersForManyColumnsAreFound(double by) {
    UnaryOperator<Matrix> many = m -> m.columns() > 3 ? scaled(m, 1 - by) : m;

    assertThat(found(many, many, 1, 2).orElseThrow().identity())
        .isEqualTo("phi^T [u, w] = [phi^T u, phi^T w]");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-1, 1e-11})
  void backprojectionsThatAreOthersForUnitColumnsAreFound(double by) {
    UnaryOperator<Matrix> units = m -> isUnit(m) ? scaled(m, 1 - by) : m;

    assertThat(found(u -> u, units, 1, 3).orElseThrow().identity()).isEqualTo(ADJOINT);
  }

  @Test
  void projectionsThatAreOthersForTheColumnsOfThePointAreFound() {
    UnaryOperator<Matrix> tiny = m -> Math.abs(m.get(0, 0)) < 1e-5 ? scaled(m, 0) : m;

    assertThat(found(tiny, p -> p, 1e-6, 4).orElseThrow().identity()).isEqualTo(ADJOINT);
  }

  /** Bounds of large norms rest on products with one and two columns, as no point needs to have. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-1, 1e-11})
  void actionsThatAreOthersForOneColumnAloneAreFound(double by) {
    UnaryOperator<Matrix> one = m -> m.columns() == 1 ? scaled(m, 1 - by) : m;

    assertThat(found(one, p -> p, 1, 5).orElseThrow().identity())
        .isEqualTo("phi^T [u, w] = [phi^T u, phi^T w]");
    assertThat(found(u -> u, one, 1, 5).orElseThrow().identity())
        .isEqualTo("phi [p, q] = [phi p, phi q]");
  }

  @Test
  void backprojectionsThatAreOthersForTheColumnsOfAPointAreFound() {
    UnaryOperator<Matrix> two = m -> m.columns() == 2 ? scaled(m, 0.9) : m;

    assertThat(found(u -> u, two, 1, 6).orElseThrow().identity())
        .isEqualTo("phi [p, q] = [phi p, phi q]");
  }

  /** A loop that leaves out the first sample of a batch, or the last, or one in between. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 7, -1})
  void samplesThatAreOthersAtTheirPlaceInABatchAreFound(int place) {
    List<Optional<Evaluation.IdentityViolation>> found =
        IntStream.range(0, 20)
            .mapToObj(seed -> found(b -> without(b, place), u -> u, p -> p, 1, seed))
            .toList();

    assertThat(found)
        .filteredOn(Optional::isPresent)
        .hasSizeGreaterThan(17)
        .allMatch(it -> it.get().identity().startsWith("phi^T u of a batch as of "));
  }

  private static TokenBatch without(TokenBatch batch, int place) {
    int size = batch.shape().size();
    int sample = place < 0 ? batch.samples() + place : place;
    if (sample >= batch.samples() || batch.samples() == 1) {
      return batch;
    }
    RealArray values = RealArray.allocate(batch.precision(), batch.samples() * size);
    values.copyFrom(batch.values(), 0, 0, values.length());
    values.fill(sample * size, (sample + 1) * size, 0);
    return new TokenBatch(batch.shape(), batch.samples(), values);
  }

  private static boolean isUnit(Matrix p) {
    int some = 0;
    for (int i = 0; i < p.rows(); i++) {
      some += p.get(i, 0) == 0 ? 0 : 1;
    }
    return some == 1;
  }
}
