package io.github.convexheads.bench.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.internal.format.Npz;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.preprocess.Clipping;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportTest {
  private static final int SAMPLES = 30;
  private static final int TOKENS = 6;
  private static final int FEATURES = 4;
  private static final int CLASSES = 3;

  @TempDir private Path folder;

  private static float[] values(long seed) {
    Random random = new Random(seed);
    float[] values = new float[SAMPLES * TOKENS * FEATURES];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static FittedHead fit(String type, String activation, String pooling, float[] values) {
    return fit(type, activation, pooling, values, Map.of());
  }

  private static FittedHead fit(
      String type, String activation, String pooling, float[] values, Map<String, String> more) {
    boolean pooled = !pooling.equals("none");
    int rows = SAMPLES * (pooled ? 1 : TOKENS);
    double[] targets = new double[rows * CLASSES];
    Random random = new Random(3);
    for (int i = 0; i < targets.length; i++) {
      targets[i] = random.nextGaussian();
    }
    ConvexHeads builder =
        ConvexHeads.builder()
            .set("preprocess.recommended", "false")
            .head(type)
            .set("head.pooling", pooling)
            .set("preprocess.standardize", "true")
            .set("preprocess.layer-norm", "true")
            .set("preprocess.bias", "true")
            .betaFraction(0.2)
            .tolerance(1e-4);
    if (!type.equals("linear")) {
      builder = builder.set("head.activation", activation);
    }
    if (type.equals("b-fno")) {
      builder = builder.set("head.blocks", "2");
    }
    for (Map.Entry<String, String> setting : more.entrySet()) {
      builder = builder.set(setting.getKey(), setting.getValue());
    }
    if (activation.equals("relu")) {
      builder =
          builder
              .set("head.gates.limit", "100")
              .set("head.gates.count", "2")
              .set("solver.max-iterations", "1");
    }
    FitResult result =
        builder.fit(
            Tokens.of(values, SAMPLES, TOKENS, FEATURES),
            pooled ? Targets.values(targets, CLASSES) : new RealTargets(targets, TOKENS, CLASSES));
    assertThat(result.head().variable().totalRank()).isPositive();
    return result.head();
  }

  private static double[] run(Path file, float[] values) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = {SAMPLES, TOKENS, FEATURES};
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
        OrtSession.Result result = session.run(Map.of("tokens", tensor))) {
      FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
      double[] outputs = new double[buffer.remaining()];
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = buffer.get(i);
      }
      return outputs;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "attention,linear,mean",
    "attention,gated-relu,mean",
    "attention,relu,mean",
    "attention,linear,none",
    "attention,gated-relu,none",
    "attention,relu,none",
    "mixer,linear,mean",
    "mixer,gated-relu,mean",
    "mixer,relu,mean",
    "mixer,linear,none",
    "mixer,gated-relu,none",
    "mixer,relu,none",
    "fno,linear,mean",
    "fno,gated-relu,mean",
    "fno,relu,mean",
    "fno,linear,none",
    "fno,gated-relu,none",
    "fno,relu,none",
    "b-fno,linear,mean",
    "b-fno,gated-relu,mean",
    "b-fno,relu,mean",
    "b-fno,linear,none",
    "b-fno,gated-relu,none",
    "b-fno,relu,none",
    "mlp,linear,mean",
    "mlp,gated-relu,mean",
    "mlp,relu,mean",
    "mlp,linear,none",
    "mlp,gated-relu,none",
    "mlp,relu,none",
    "linear,linear,mean",
    "linear,linear,none",
    "attention,linear,first",
    "attention,gated-relu,first",
    "attention,relu,first",
    "mixer,linear,first",
    "mixer,gated-relu,first",
    "mixer,relu,first",
    "fno,linear,first",
    "fno,gated-relu,first",
    "fno,relu,first",
    "b-fno,linear,first",
    "b-fno,gated-relu,first",
    "mlp,gated-relu,first",
    "mlp,relu,first",
    "linear,linear,first"
  })
  void onnxRuntimeComputesWhatPredictComputes(String type, String activation, String pooling)
      throws OrtException {
    requireSameOutputs(fit(type, activation, pooling, values(1)));
  }

  @ParameterizedTest
  @CsvSource({
    "fno,linear,none",
    "fno,linear,first",
    "fno,relu,mean",
    "b-fno,gated-relu,mean",
    "b-fno,gated-relu,none"
  })
  void theGraphShiftsTokensAroundAGrid(String type, String activation, String pooling)
      throws OrtException {
    FittedHead circle = fit(type, activation, pooling, values(1));
    FittedHead head = fit(type, activation, pooling, values(1), Map.of("head.grid", "2x3"));

    requireSameOutputs(head);
    boolean shifted = !pooling.equals("first");
    assertThat(
            head.provenance().certificate().primal() != circle.provenance().certificate().primal())
        .isEqualTo(shifted);
  }

  @ParameterizedTest
  @CsvSource({"attention,gated-relu,mean", "mixer,linear,none", "b-fno,gated-relu,mean"})
  void theGraphProjects(String type, String activation, String pooling) throws OrtException {
    int components = FEATURES - 1;
    Map<String, String> steps =
        Map.of(
            "preprocess.components",
            Integer.toString(components),
            "preprocess.mean-token",
            "true",
            "preprocess.bias",
            Boolean.toString(!type.equals("b-fno")));

    FittedHead head = fit(type, activation, pooling, values(1), steps);

    assertThat(head.preprocessing().width()).isEqualTo(components);
    requireSameOutputs(head);
    NpzExport.write(head, folder.resolve("head.npz"));
    assertThat(Npz.read(folder.resolve("head.npz")).array("projection").toDoubles())
        .isEqualTo(head.preprocessing().projection().orElseThrow().matrix());
  }

  @ParameterizedTest
  @CsvSource({"attention,gated-relu,mean", "linear,linear,none"})
  void theGraphClips(String type, String activation, String pooling) throws OrtException {
    FittedHead head = fit(type, activation, pooling, values(1), Map.of("preprocess.clip", "0.5"));

    assertThat(head.preprocessing().clipping()).isPresent();
    requireSameOutputs(head);
    NpzExport.write(head, folder.resolve("head.npz"));
    Npz npz = Npz.read(folder.resolve("head.npz"));
    Clipping bounds = head.preprocessing().clipping().orElseThrow();
    assertThat(npz.array("low").toDoubles()).isEqualTo(bounds.low());
    assertThat(npz.array("high").toDoubles()).isEqualTo(bounds.high());
  }

  @ParameterizedTest
  @CsvSource({
    "attention,linear,none",
    "attention,gated-relu,mean",
    "mixer,gated-relu,mean",
    "fno,linear,none"
  })
  void theGraphAppendsMeanTokenAndPosition(String type, String activation, String pooling)
      throws OrtException {
    Map<String, String> steps =
        Map.of(
            "preprocess.mean-token",
            "true",
            "preprocess.position",
            "sequence",
            "preprocess.position-features",
            "3");

    FittedHead head = fit(type, activation, pooling, values(1), steps);

    assertThat(head.preprocessing().output().features()).isEqualTo(2 * FEATURES + 3 + 1);
    requireSameOutputs(head);
    NpzExport.write(head, folder.resolve("head.npz"));
    Npz npz = Npz.read(folder.resolve("head.npz"));
    assertThat(npz.array("position").shape().sizes()).containsExactly((long) TOKENS, 3L);
    assertThat(npz.array("bias").toDoubles()).containsExactly(1);
    assertThat(npz.array("mean_token").toDoubles()).containsExactly(1);
  }

  /**
   * Tokens of 0 and 1 with gates that are differences of them: pre-activations of gates are whole
   * numbers, of which many are 0, in either precision and in the network by its definition.
   */
  @ParameterizedTest
  @CsvSource({
    "attention,mean",
    "attention,none",
    "mixer,mean",
    "mixer,none",
    "fno,mean",
    "fno,none",
    "b-fno,mean",
    "b-fno,none",
    "mlp,mean",
    "mlp,none"
  })
  void gatesThatAreExactlyZeroAreOpenInTheGraphToo(String type, String pooling)
      throws OrtException {
    float[] bits = bits(4);
    ConvexHeads builder =
        ConvexHeads.builder()
            .set("preprocess.recommended", "false")
            .head(type)
            .set("head.activation", "gated-relu")
            .set("head.pooling", pooling)
            .set("head.gates.distribution", "difference")
            .betaFraction(0.05)
            .tolerance(1e-3);
    boolean pooled = !pooling.equals("none");
    double[] targets = new double[SAMPLES * (pooled ? 1 : TOKENS) * CLASSES];
    Random random = new Random(6);
    Arrays.setAll(targets, i -> random.nextGaussian());
    FittedHead head =
        (type.equals("b-fno") ? builder.set("head.blocks", "2") : builder)
            .fit(
                Tokens.of(bits, SAMPLES, TOKENS, FEATURES),
                pooled
                    ? Targets.values(targets, CLASSES)
                    : new RealTargets(targets, TOKENS, CLASSES))
            .head();

    assertThat(head.provenance().gateMargin()).isNull();
    float[] unseen = bits(5);
    double[] expected = head.predict(Tokens.of(unseen, SAMPLES, TOKENS, FEATURES));
    for (Precision precision : Precision.values()) {
      Path file = folder.resolve("head.onnx");
      OnnxExport.write(head, precision, file);
      double[] found = run(file, unseen);
      for (int i = 0; i < expected.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i], within(1e-4));
      }
    }
  }

  private static float[] bits(long seed) {
    Random random = new Random(seed);
    float[] bits = new float[SAMPLES * TOKENS * FEATURES];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = random.nextInt(2);
    }
    return bits;
  }

  private void requireSameOutputs(FittedHead head) throws OrtException {
    Path file = folder.resolve("head.onnx");

    OnnxExport.write(head, Precision.FLOAT64, file);

    float[] unseen = values(2);
    double[] expected = head.predict(Tokens.of(unseen, SAMPLES, TOKENS, FEATURES));
    double[] found = run(file, unseen);
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-4));
    }
  }

  /** Squares of these tokens are beyond float32. */
  @Test
  void layerNormOfLargeTokensIsThatOfTheHead() throws OrtException {
    float[] large = values(1);
    for (int i = 0; i < large.length; i++) {
      large[i] *= 1e25f;
    }
    FittedHead head = fit("attention", "gated-relu", "mean", large);
    double[] expected = head.predict(Tokens.of(large, SAMPLES, TOKENS, FEATURES));
    Path file = folder.resolve("large.onnx");

    OnnxExport.write(head, Precision.FLOAT32, file);

    double[] found = run(file, large);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-4));
    }
  }

  @Test
  void theZeroHeadIsExported() throws OrtException {
    float[] values = values(1);
    FittedHead zero =
        ConvexHeads.builder()
            .set("preprocess.recommended", "false")
            .head("mixer")
            .betaFraction(2)
            .fit(
                Tokens.of(values, SAMPLES, TOKENS, FEATURES),
                Targets.values(new double[SAMPLES], 1))
            .head();
    Path file = folder.resolve("zero.onnx");

    OnnxExport.write(zero, Precision.FLOAT32, file);

    assertThat(run(file, values)).hasSize(SAMPLES).containsOnly(0.0);
  }

  @Test
  void npzHoldsTheNetworksWeightsByDecreasingWeight() {
    FittedHead head = fit("attention", "gated-relu", "mean", values(1));
    Path file = folder.resolve("head.npz");

    NpzExport.write(head, file);

    Npz read = Npz.read(file);
    double[] first = read.array("group0_W1").toDoubles();
    double[] second = read.array("group0_W2").toDoubles();
    long[] gates = read.array("group0_gate").toLongs();
    int m = head.networkWeights().size();
    assertThat(gates).hasSize(m);
    for (int j = 0; j < m; j++) {
      NetworkHead expected = head.networkWeights().get(j);
      int size = expected.first().length;
      assertThat(Arrays.copyOfRange(first, j * size, (j + 1) * size)).isEqualTo(expected.first());
      int width = expected.second().length;
      assertThat(Arrays.copyOfRange(second, j * width, (j + 1) * width))
          .isEqualTo(expected.second());
      assertThat(gates[j]).isEqualTo(expected.gate());
    }
  }
}
