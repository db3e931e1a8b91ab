package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.LocalData.SampleSpan;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Coordinates of the span of few samples against the program itself. */
class SampleSpanTest {
  private static final Kernel KERNEL = Kernels.best();

  static Stream<DenseProblem> problems() {
    return Stream.of(
        DenseProblems.softmax(DenseLift.single(40, 1, 1, 4), 12, 1),
        DenseProblems.squared(DenseProblems.gates(60, 1, 2, 3, 3), 17, 2));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void coordinatesGiveTheSameLoss(DenseProblem problem) {
    ConvexProgram whole = program(problem, 2);
    SampleSpan span = whole.sampleSpan().orElseThrow();
    Variable z = variable(whole.blocks(), 4);

    Variable inSpan = span.coordinates(z);

    double expected = whole.at(z).loss();
    assertThat(span.program().at(inSpan).loss()).isCloseTo(expected, within(1e-9 * expected));
    assertThat(inSpan.nuclearNorm(KERNEL)).isLessThanOrEqualTo(z.nuclearNorm(KERNEL));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void theWayBackKeepsLossAndNorm(DenseProblem problem) {
    ConvexProgram whole = program(problem, 2);
    SampleSpan span = whole.sampleSpan().orElseThrow();
    Variable coordinates = variable(span.program().blocks(), 5);

    Variable z = span.embedded(coordinates);

    double loss = span.program().at(coordinates).loss();
    double norm = coordinates.nuclearNorm(KERNEL);
    assertThat(whole.at(z).loss()).isCloseTo(loss, within(1e-9 * loss));
    assertThat(z.nuclearNorm(KERNEL)).isCloseTo(norm, within(1e-9 * norm));
    assertThat(z.blocks()).allSatisfy(b -> assertThat(b.rank()).isEqualTo(3));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void coordinatesHaveTheSameBitsForAnyNumberOfThreads(DenseProblem problem) {
    Variable z = variable(problem.blocks(), 6);

    double[] one = left(program(problem, 1).sampleSpan().orElseThrow().coordinates(z));
    double[] three = left(program(problem, 3).sampleSpan().orElseThrow().coordinates(z));

    assertThat(three).containsExactly(one);
  }

  /** More rows than features are multiplied with at once. */
  @Test
  void coordinatesOfManySamplesGiveTheSameLoss() {
    coordinatesGiveTheSameLoss(DenseProblems.softmax(DenseLift.single(290, 1, 1, 2), 270, 3));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void coordinatesInSinglePrecisionGiveNearlyTheSame(DenseProblem problem) {
    ConvexProgram whole = program(problem, 2);
    SampleSpan span = whole.withPrecision(Precision.FLOAT32).sampleSpan().orElseThrow();
    Variable z = variable(whole.blocks(), 4);

    Variable inSpan = span.coordinates(z);
    Variable again = span.embedded(inSpan);

    double expected = whole.at(z).loss();
    double norm = inSpan.nuclearNorm(KERNEL);
    assertThat(span.program().at(inSpan).loss()).isCloseTo(expected, within(1e-4 * expected));
    assertThat(norm).isLessThanOrEqualTo(z.nuclearNorm(KERNEL));
    assertThat(whole.at(again).loss()).isCloseTo(expected, within(1e-4 * expected));
    assertThat(again.nuclearNorm(KERNEL)).isCloseTo(norm, within(1e-4 * norm));
  }

  @Test
  void theCoordinatesOfZeroAreZero() {
    ConvexProgram whole = program(DenseProblems.softmax(DenseLift.single(40, 1, 1, 4), 12, 1), 2);
    SampleSpan span = whole.sampleSpan().orElseThrow();

    Variable coordinates = span.coordinates(Variable.zero(whole.blocks()));

    assertThat(coordinates.totalRank()).isZero();
    coordinates.requireShape(span.program().blocks());
    assertThat(span.embedded(coordinates).totalRank()).isZero();
  }

  @Test
  void coordinatesHaveTheInterceptOfTheWhole() {
    DenseProblem problem = DenseProblems.softmax(DenseLift.single(40, 1, 1, 4), 12, 12);
    ConvexProgram whole = problem.program(KERNEL, Workers.of(2)).withIntercept();
    SampleSpan span = whole.sampleSpan().orElseThrow();
    Variable z = variable(whole.blocks(), 13);

    Evaluation there = span.program().at(span.coordinates(z));

    assertThat(there.intercept()).hasSize(4);
    assertThat(there.loss()).isCloseTo(whole.at(z).loss(), within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"FLOAT64, 1e-8", "FLOAT32, 1e-4"})
  void equalAndVanishingSamplesDoNoHarm(Precision precision, double tolerance) {
    DenseProblem problem = DenseProblems.squared(DenseLift.single(50, 1, 1, 3), 20, 7);
    double[] phi = problem.phi().clone();
    System.arraycopy(phi, 0, phi, 50, 50);
    Arrays.fill(phi, 100, 150, 0);
    ConvexProgram whole = program(with(problem, phi), 2);
    SampleSpan span = whole.withPrecision(precision).sampleSpan().orElseThrow();
    Variable z = variable(whole.blocks(), 8);

    Variable again = span.embedded(span.coordinates(z));

    double expected = whole.at(z).loss();
    assertThat(whole.at(again).loss()).isCloseTo(expected, within(tolerance * expected));
    assertThat(again.nuclearNorm(KERNEL)).isLessThanOrEqualTo(z.nuclearNorm(KERNEL));
  }

  @Test
  void isNotOfferedWhereBlocksAreNoLongerThanThereAreRows() {
    DenseProblem problem = DenseProblems.squared(DenseLift.single(40, 1, 2, 3), 20, 9);

    assertThat(program(problem, 1).sampleSpan()).isEmpty();
  }

  @Test
  void isNotOfferedForBlocksOfSeveralVectorsARow() {
    DenseProblem problem = DenseProblems.squared(DenseLift.single(40, 2, 1, 3), 5, 10);

    assertThat(program(problem, 1).sampleSpan()).isEmpty();
  }

  @Test
  void isNotOfferedForFeaturesWhoseSquaresUnderflow() {
    DenseProblem problem = DenseProblems.squared(DenseLift.single(40, 1, 1, 3), 5, 11);
    double[] tiny = Arrays.stream(problem.phi()).map(value -> 1e-150 * value).toArray();

    assertThat(program(with(problem, tiny), 1).sampleSpan()).isEmpty();
  }

  private static DenseProblem with(DenseProblem problem, double[] phi) {
    return new DenseProblem(problem.lift(), phi, problem.targets(), problem.loss(), problem.beta());
  }

  private static ConvexProgram program(DenseProblem problem, int threads) {
    return problem.program(KERNEL, Workers.of(threads));
  }

  private static double[] left(Variable z) {
    return z.blocks().stream().flatMapToDouble(b -> Arrays.stream(b.left())).toArray();
  }

  private static Variable variable(List<Block> blocks, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Variable(
        blocks.stream()
            .map(
                b ->
                    new Factors(
                        b.rows(),
                        b.columns(),
                        3,
                        gaussian(random, 3 * b.rows()),
                        gaussian(random, 3 * b.columns())))
            .toList());
  }

  private static double[] gaussian(SplittableRandom random, int length) {
    return IntStream.range(0, length).mapToDouble(i -> random.nextGaussian()).toArray();
  }
}
