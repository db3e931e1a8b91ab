package io.github.convexheads.bench.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.Safetensors;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.export.torch.TorchExport;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks in float32 whose preprocessing has no bound for a feature, or numbers beyond floats. */
class SinglePrecisionTest {
  private static final int SAMPLES = 20;

  @TempDir private Path folder;

  /** Three features, of which the second is always 1, times a scale. */
  private static double[] values(double scale) {
    double[] values = new double[SAMPLES * 3];
    Arrays.setAll(values, i -> scale * (i % 3 == 1 ? 1 : Math.sin(1 + i * i)));
    return values;
  }

  private static FittedHead fit(double scale) {
    int[] labels = new int[SAMPLES];
    Arrays.setAll(labels, i -> values(1)[3 * i] > 0 ? 1 : 0);
    return ConvexHeads.builder()
        .head("linear")
        .betaFraction(0.1)
        .fit(Tokens.of(values(scale), SAMPLES, 1, 3), Targets.labels(labels, 2))
        .head();
  }

  @Test
  void aConstantFeatureHasNoBoundsInFloat32Either() throws OrtException {
    FittedHead head = fit(1);
    Path onnx = folder.resolve("head.onnx");
    Path python = folder.resolve("head.py");
    assertThat(head.preprocessing().clipping().orElseThrow().high()[1]).isEqualTo(Double.MAX_VALUE);

    OnnxExport.write(head, Precision.FLOAT32, onnx);
    TorchExport.write(head, Precision.FLOAT32, python);

    double[] expected = head.predict(Tokens.of(values(1), SAMPLES, 1, 3));
    double[] found = run(onnx);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-5));
    }
    StoredArray[] arrays =
        Safetensors.read(TorchExport.weights(python))
            .tensors()
            .values()
            .toArray(StoredArray[]::new);
    assertThat(arrays)
        .allSatisfy(array -> assertThat(array.toDoubles()).doesNotContain(Double.POSITIVE_INFINITY))
        .anySatisfy(array -> assertThat(array.toDoubles()).contains(-(double) Float.MAX_VALUE));
  }

  private static double[] run(Path file) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    float[] tokens = new float[SAMPLES * 3];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = (float) values(1)[i];
    }
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor tensor =
            OnnxTensor.createTensor(
                environment, FloatBuffer.wrap(tokens), new long[] {SAMPLES, 1, 3});
        OrtSession.Result result = session.run(Map.of("tokens", tensor))) {
      FloatBuffer outputs = ((OnnxTensor) result.get(0)).getFloatBuffer();
      double[] found = new double[outputs.remaining()];
      Arrays.setAll(found, outputs::get);
      return found;
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-60, 1e60})
  void numbersThatNoFloatHoldsAreRefusedBeforeAnythingIsWritten(double scale) {
    FittedHead head = fit(scale);

    assertThatThrownBy(() -> OnnxExport.write(head, Precision.FLOAT32, folder.resolve("head.onnx")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("which float32 does not hold; export it with --precision float64");
    assertThatThrownBy(() -> TorchExport.write(head, Precision.FLOAT32, folder.resolve("head.py")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("which float32 does not hold; export it with --precision float64");
    assertThat(folder.resolve("head.onnx")).doesNotExist();
    assertThat(folder.resolve("head.py")).doesNotExist();
    assertThat(Files.exists(folder.resolve("head.safetensors"))).isFalse();
  }
}
