package io.github.convexheads.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.program.ChunkedProgram;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.GeneratedProgram;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that are not of this library, fitted, saved and verified like ours. */
class AnyProgramTest {
  private static final int SAMPLES = 60;
  private static final int FEATURES = 5;
  private static final int CLASSES = 3;
  private static final double TOLERANCE = 1e-5;

  /** What tells samples generated from seed 11 from others. */
  private static final String DIGEST = "%064x".formatted(11);

  private static final IntFunction<GeneratedProgram.Sample> SOURCE =
      GeneratedProgram.labelled(FEATURES, CLASSES, 11);

  @TempDir Path folder;

  static Stream<Arguments> everyIterativeSolverAndHead() {
    return Stream.of("low-rank", "projected-gradient", "admm")
        .flatMap(
            solver ->
                Stream.of(
                    Arguments.of(solver, "linear", ""),
                    Arguments.of(solver, "attention", "linear"),
                    Arguments.of(solver, "mlp", "gated-relu")));
  }

  @ParameterizedTest(name = "{0}, {1} {2}")
  @MethodSource("everyIterativeSolverAndHead")
  void aProgramInTwoChunksIsFittedSavedAndVerified(String solver, String head, String activation) {
    ConvexHeads heads = heads(solver, head);
    heads = activation.isEmpty() ? heads : heads.set("head.activation", activation);
    Fitter fitter = heads.fitter(labels());
    Problem ours = fitter.problem(tokens(), labels());
    ConvexProgram chunks = new ChunkedProgram(ours.program().shards(2));
    Problem problem =
        Problem.of(ours.preprocessing(), ours.gates(), ours.lift(), chunks, ours.data());

    FitResult found = fit(fitter, problem);

    FitResult expected = fit(fitter, ours);
    double primal = expected.certificate().primal();
    assertThat(found.betaMax()).isCloseTo(expected.betaMax(), within(1e-6 * expected.betaMax()));
    assertThat(found.certificate().primal()).isCloseTo(primal, within(2 * TOLERANCE * primal));
    FittedHead loaded = saved(heads, found);
    requireProven(loaded, loaded.certify(found.problem().program()));
    requireProven(loaded, loaded.certify(tokens(), labels()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("everyIterativeSolver")
  void aProgramThatMakesItsSamplesWhenItLooksAtThemIsFittedSavedAndVerified(String solver) {
    ConvexHeads heads = heads(solver, "linear");
    Fitter fitter = heads.fitter(labels());
    Problem few = fitter.problem(tokens().slice(0, 2), labels().select(0, 1));
    GeneratedProgram generated =
        new GeneratedProgram(
            SOURCE, SAMPLES, FEATURES, CLASSES, new SoftmaxLoss(), 0, Kernels.best());
    Problem problem =
        Problem.of(
            few.preprocessing(),
            few.gates(),
            few.lift(),
            generated,
            new Problem.TrainingData(() -> DIGEST, 0, List.of()));

    FitResult found = fit(fitter, problem);

    FittedHead loaded = saved(heads, found);
    assertThat(loaded.provenance().samples()).isEqualTo(SAMPLES);
    assertThat(loaded.provenance().dataDigest()).isEqualTo(DIGEST);
    requireProven(loaded, loaded.certify(found.problem().program()));
    requireProven(loaded, loaded.certify(tokens(), labels()));
  }

  static Stream<String> everyIterativeSolver() {
    return Stream.of("low-rank", "projected-gradient", "admm");
  }

  private static FitResult fit(Fitter fitter, Problem problem) {
    double beta = 0.1 * problem.betaMax(Certifier::betaMax);
    FitResult result =
        fitter.fit(problem.withBeta(beta), Optional.empty(), ProgressListener.SILENT);
    assertThat(result.solution().status()).isEqualTo(Solution.Status.SOLVED);
    assertThat(result.certificate().relativeGap()).isLessThanOrEqualTo(TOLERANCE);
    return result;
  }

  private FittedHead saved(ConvexHeads heads, FitResult result) {
    Path file = folder.resolve("head.safetensors");
    result.head().save(file);
    FittedHead loaded = heads.load(file);
    assertThat(loaded.predict(tokens())).isEqualTo(result.head().predict(tokens()));
    return loaded;
  }

  private static void requireProven(FittedHead head, Certificate found) {
    double primal = head.provenance().certificate().primal();
    assertThat(found.primal()).isCloseTo(primal, within(1e-10 * primal));
    assertThat(found.dual())
        .isCloseTo(head.provenance().certificate().dual(), within(1e-7 * primal));
    assertThat(found.contradiction()).isEmpty();
  }

  private static ConvexHeads heads(String solver, String head) {
    return ConvexHeads.builder()
        .head(head)
        .solver(solver)
        .tolerance(TOLERANCE)
        .set("preprocess.recommended", "false");
  }

  private static Tokens tokens() {
    double[] x = new double[SAMPLES * FEATURES];
    for (int i = 0; i < SAMPLES; i++) {
      System.arraycopy(SOURCE.apply(i).x(), 0, x, i * FEATURES, FEATURES);
    }
    return Tokens.of(x, SAMPLES, 1, FEATURES);
  }

  private static Targets labels() {
    int[] labels = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      labels[i] = ((ClassLabels) SOURCE.apply(i).y()).label(0);
    }
    return Targets.labels(labels, CLASSES);
  }
}
