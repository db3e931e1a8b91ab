package io.github.convexheads.bench.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights of samples and the unpenalised intercept, against what they mean. */
class WeightsAndInterceptTest {
  private static final int N = 24;
  private static final int S = 3;
  private static final int D = 4;
  private static final int C = 3;

  @ParameterizedTest
  @ValueSource(strings = {"low-rank", "projected-gradient", "admm", "interior-point"})
  void wholeWeightsAreCopiesOfSamples(String solver) {
    double[] weights = {2, 0, 1, 3};
    Targets labels = labels(IntStream.range(0, 4).toArray());
    int[] copies = {0, 0, 2, 3, 3, 3};
    // Weights are scaled to sum 4, of 6 copies: the means of the losses are the same.
    double beta = 0.02;

    FitResult weighted = fit(solver, beta, 0, 1, 2, 3).with(labels.withWeights(weights));
    FitResult copied = fit(solver, beta, copies).with(labels(copies));

    assertThat(weighted.certificate().primal())
        .isCloseTo(copied.certificate().primal(), within(1e-6 * copied.certificate().primal()));
    assertThat(weighted.certificate().relativeGap()).isLessThan(1e-7);
  }

  @ParameterizedTest
  @CsvSource({
    "softmax,low-rank",
    "softmax,projected-gradient",
    "squared-hinge,low-rank",
    "squared,projected-gradient",
    "squared,low-rank",
    "squared,interior-point",
    "softmax,interior-point",
    "squared-hinge,interior-point",
    "squared,admm",
    "softmax,admm",
    "squared-hinge,admm"
  })
  void anInterceptIsOptimalWhereTheGradientSumsToZero(String loss, String solver) {
    Targets targets = loss.equals("squared") ? values() : labels(all());
    FitResult result =
        heads(solver, 0.02).set("head.intercept", "true").loss(loss).fit(tokens(all()), targets);

    double[] outputs = result.head().predict(tokens(all()));
    double[] sums = new double[C];
    double[] gradient = new double[C * N];
    for (int i = 0; i < N; i++) {
      result.head().loss().gradient(outputs, i * C, targets, i, gradient);
    }
    for (int i = 0; i < gradient.length; i++) {
      sums[i % C] += gradient[i];
    }
    assertThat(sums).containsExactly(new double[C], within(1e-12));
    assertThat(result.certificate().relativeGap()).isLessThan(1e-7);
    assertThat(result.head().intercept()).hasSize(C);
  }

  @Test
  void anotherInterceptRaisesTheObjectiveThatIsCertified(@TempDir Path folder) {
    FitResult result =
        heads("low-rank", 0.02).set("head.intercept", "true").fit(tokens(all()), labels(all()));
    Path file = folder.resolve("head.safetensors");
    result.head().save(file);
    FittedHead read = ConvexHeads.builder().load(file);

    assertThat(read.intercept()).isEqualTo(result.head().intercept());
    assertThat(read.predict(tokens(all()))).isEqualTo(result.head().predict(tokens(all())));
    assertThat(read.certify(tokens(all()), labels(all())).primal())
        .isCloseTo(result.certificate().primal(), within(1e-12));

    FittedHead moved =
        new FittedHead(
            read.model(),
            read.variable(),
            new double[] {5, 0, 0},
            read.provenance(),
            Kernels.best(),
            Workers.of(1));
    Certificate found = moved.certify(tokens(all()), labels(all()));
    assertThat(found.primal()).isGreaterThan(result.certificate().primal() + 0.1);
    assertThat(found.proves(1e-2)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "interior-point,squared",
    "interior-point,softmax",
    "admm,squared",
    "admm,softmax",
    "projected-gradient,softmax"
  })
  void solversAgreeOnWeightedProgramsWithAnIntercept(String solver, String loss) {
    double[] weights = new double[N];
    Arrays.setAll(weights, i -> i % 4);
    Targets targets = (loss.equals("squared") ? values() : labels(all())).withWeights(weights);
    FitResult one = withIntercept("low-rank", loss).fit(tokens(all()), targets);
    FitResult other = withIntercept(solver, loss).fit(tokens(all()), targets);

    assertThat(other.certificate().relativeGap()).isLessThan(1e-7);
    assertThat(other.certificate().primal())
        .isCloseTo(one.certificate().primal(), within(2e-7 * one.certificate().primal()));
  }

  /**
   * Relu with one output is a cone program, which interior-point and admm solve; others bound it.
   */
  @ParameterizedTest
  @CsvSource({"interior-point", "admm", "cone-descent"})
  void reluTakesAnIntercept(String solver) {
    int n = 5;
    double[] x = {-1.2, 0.3, 0.8, -0.4, 1.9};
    double[] y = {3, 2.5, 4, 2, 5};
    Tokens tokens = Tokens.of(x, n, 1, 1);
    Targets targets = Targets.values(y, 1);
    ConvexHeads asked =
        withIntercept(solver, "squared")
            .head("mlp")
            .set("head.activation", "relu")
            .beta(0.05)
            .tolerance(1e-6);

    FitResult result = asked.fit(tokens, targets);
    FitResult other = asked.solver("interior-point").fit(tokens, targets);

    assertThat(result.certificate().relativeGap()).isLessThanOrEqualTo(1e-6);
    assertThat(result.certificate().primal()).isCloseTo(other.certificate().primal(), within(2e-6));
    assertThat(result.head().intercept()[0]).isBetween(1.0, 4.0);
  }

  private static ConvexHeads withIntercept(String solver, String loss) {
    return heads(solver, 0.02).set("head.intercept", "true").loss(loss);
  }

  @Test
  void balancedClassesCountTheSame() {
    int[] few = IntStream.range(0, N).filter(i -> label(i) != 0 || i == 0).toArray();
    ClassLabels labels = labels(few);
    FitResult balanced =
        heads("low-rank", 0.02)
            .loss("softmax")
            .set("loss.class-weights", "balanced")
            .fit(tokens(few), labels);
    double[] weights = new double[few.length];
    Arrays.setAll(weights, i -> few.length / (3.0 * labels.counts()[labels.label(i)]));
    FitResult weighted = heads("low-rank", 0.02).fit(tokens(few), labels.withWeights(weights));

    assertThat(balanced.certificate().primal())
        .isCloseTo(weighted.certificate().primal(), within(1e-9));
  }

  @Test
  void weightsThatCannotBeAreRefused() {
    Targets labels = labels(all());
    assertThatThrownBy(() -> labels.withWeights(1, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2 weights for 24 samples");
    double[] negative = new double[N];
    negative[3] = -1;
    assertThatThrownBy(() -> labels.withWeights(negative)).hasMessageContaining("sample 3");
    assertThatThrownBy(() -> labels.withWeights(new double[N])).hasMessageContaining("sum 0.0");
    double[] tiny = new double[N];
    Arrays.fill(tiny, 1e-320);
    assertThatThrownBy(() -> labels.withWeights(tiny)).hasMessageContaining("multiply them");
  }

  /** A fit whose samples are chosen, and whose targets follow. */
  private interface WithTargets {
    FitResult with(Targets targets);
  }

  private static WithTargets fit(String solver, double beta, int... samples) {
    return targets -> heads(solver, beta).fit(tokens(samples), targets);
  }

  private static ConvexHeads heads(String solver, double beta) {
    return ConvexHeads.builder()
        .head("mixer")
        .solver(solver)
        .beta(beta)
        .tolerance(1e-7)
        .set("preprocess.recommended", "false")
        .set("solver.max-iterations", "100000");
  }

  private static int[] all() {
    return IntStream.range(0, N).toArray();
  }

  private static int label(int sample) {
    return sample * 7 % 5 % C;
  }

  private static ClassLabels labels(int... samples) {
    return Targets.labels(IntStream.of(samples).map(i -> label(i)).toArray(), C);
  }

  private static Targets values() {
    Random random = new Random(5);
    return Targets.values(random.doubles((long) N * C, 1, 3).toArray(), C);
  }

  private static Tokens tokens(int... samples) {
    Random random = new Random(3);
    double[] drawn = random.doubles((long) N * S * D, -1, 1).toArray();
    int size = S * D;
    double[] selected = new double[samples.length * size];
    for (int i = 0; i < samples.length; i++) {
      System.arraycopy(drawn, samples[i] * size, selected, i * size, size);
    }
    return Tokens.of(selected, samples.length, S, D);
  }
}
