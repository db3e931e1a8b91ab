package io.github.convexheads.bench.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.images.ImageShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;

/**
 * What tests of backbones begin with: small images, and graphs that give their pixels back, so that
 * tokens are the rows of the red, green and blue planes.
 */
abstract class PixelBackbones {
  static final ImageShape SHAPE = new ImageShape(3, 4, 5);
  static final int COUNT = 7;

  @TempDir private Path folder;

  static float[] images() {
    float[] images = new float[COUNT * SHAPE.size()];
    Random random = new Random(3);
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextInt(256) / 255f;
    }
    return images;
  }

  static BackboneUse use(String output, int dropped, Map<String, Double> constants) {
    return new BackboneUse("", output, dropped, "", "", constants);
  }

  OnnxBackbone open(TestGraph graph, BackboneUse use) throws IOException {
    return OnnxBackbone.open(graph.write(folder.resolve("b.onnx")), use, SHAPE);
  }

  void assertRefused(String words, TestGraph graph, BackboneUse use) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> open(graph, use).close())
        .withMessageContaining(words)
        .withMessageContaining("b.onnx")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  /** Images that come in as x, and the tokens that go out. */
  static TestGraph graph(long batch) {
    return new TestGraph()
        .input("x", DataType.FLOAT, batch, 3, 4, 5)
        .output("tokens", DataType.FLOAT, batch, 12, 5);
  }

  static TestGraph plain(long batch) {
    return graph(batch).reshape("tokens", "x", 0, 12, 5);
  }
}
