package io.github.convexheads.bench.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.TokenShape;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Graphs of every kind of output: tokens, one vector, maps, and tokens that are left out. */
class BackboneOutputTest extends PixelBackbones {

  private static BackboneUse laidOut(String outputLayout) {
    return new BackboneUse("", "", 0, "", outputLayout, Map.of());
  }

  private static TestGraph several() {
    return new TestGraph()
        .input("x", DataType.FLOAT, -1, 3, 4, 5)
        .output("pooled", DataType.FLOAT, -1, 60)
        .output("hidden", DataType.FLOAT, -1, 4, 15)
        .reshape("pooled", "x", 0, 60)
        .reshape("hidden", "x", 0, 4, 15);
  }

  @Test
  void tokensComeBeforePooledOutputsUnlessSaid() throws IOException {
    try (OnnxBackbone hidden = open(several(), BackboneUse.NONE);
        OnnxBackbone pooled = open(several(), use("pooled", 0, Map.of()))) {
      assertThat(hidden.shape()).isEqualTo(new TokenShape(4, 15));
      assertThat(hidden.notes().get(0)).contains("output hidden, N x 4 x 15");
      assertThat(pooled.shape()).isEqualTo(new TokenShape(1, 60));
      assertThat(pooled.tokens(images(), COUNT)).isEqualTo(images());
    }
    assertRefused("no output 'last'", several(), use("last", 0, Map.of()));
  }

  @Test
  void anOutputOfOneVectorAnImageIsOneToken() throws IOException {
    TestGraph graph =
        new TestGraph()
            .input("x", DataType.FLOAT, -1, 3, 4, 5)
            .output("embedding", DataType.FLOAT, -1, 60)
            .reshape("embedding", "x", 0, 60);

    try (OnnxBackbone backbone = open(graph, BackboneUse.NONE)) {
      assertThat(backbone.shape()).isEqualTo(new TokenShape(1, 60));
      assertThat(backbone.notes().get(0)).contains("one token of 60 features");
    }
  }

  private static TestGraph map(long... sizes) {
    return new TestGraph()
        .input("x", DataType.FLOAT, -1, 3, 4, 5)
        .output("map", DataType.FLOAT, -1, sizes[0], sizes[1], sizes[2])
        .reshape("map", "x", 0, sizes[0], sizes[1], sizes[2]);
  }

  @Test
  void mapsAreReadByTheSidesOfTheImages() throws IOException {
    try (OnnxBackbone first = open(map(15, 2, 2), BackboneUse.NONE);
        OnnxBackbone last = open(map(2, 2, 15), BackboneUse.NONE)) {
      assertThat(first.shape()).isEqualTo(new TokenShape(4, 15));
      assertThat(first.tokens(images(), COUNT)[1]).isEqualTo(images()[4]);
      assertThat(last.shape()).isEqualTo(new TokenShape(4, 15));
      assertThat(last.tokens(images(), COUNT)).isEqualTo(images());
    }
  }

  @Test
  void aMapWhoseSizesShowNothingIsReadAsIsSaid() throws IOException {
    assertRefused("output 'map' is N x 3 x 4 x 5, which does not show", map(3, 4, 5), laidOut(""));
    assertRefused("say --output-layout nsd", map(2, 1, 30), laidOut(""));

    try (OnnxBackbone first = open(map(3, 4, 5), laidOut("nds"));
        OnnxBackbone last = open(map(3, 4, 5), laidOut("nsd"))) {
      assertThat(first.shape()).isEqualTo(new TokenShape(20, 3));
      assertThat(first.tokens(images(), COUNT)[1]).isEqualTo(images()[20]);
      assertThat(last.shape()).isEqualTo(new TokenShape(12, 5));
      assertThat(last.tokens(images(), COUNT)).isEqualTo(images());
    }
  }

  private static TestGraph hidden(long s, long d) {
    return new TestGraph()
        .input("x", DataType.FLOAT, -1, 3, 4, 5)
        .output("hidden", DataType.FLOAT, -1, s, d)
        .reshape("hidden", "x", 0, s, d);
  }

  /** 20 is a grid of 4 x 5, and 5 one of 2 x 2 with a class token, as images of 4 x 5 are cut. */
  @Test
  void featuresThatCouldBeTokensAreAskedFor() throws IOException {
    assertRefused("output 'hidden' is N x 3 x 20, which does not", hidden(3, 20), laidOut(""));
    assertRefused("say --output-layout nsd (last)", hidden(12, 5), laidOut(""));

    try (OnnxBackbone last = open(hidden(3, 20), laidOut("nsd"));
        OnnxBackbone first = open(hidden(3, 20), laidOut("nds"))) {
      assertThat(last.shape()).isEqualTo(new TokenShape(3, 20));
      assertThat(last.tokens(images(), COUNT)).isEqualTo(images());
      assertThat(first.shape()).isEqualTo(new TokenShape(20, 3));
      assertThat(first.tokens(images(), COUNT)[1]).isEqualTo(images()[20]);
      assertThat(first.notes().get(0)).contains("N x 3 x 20 (d x s), read as 20 tokens of 3");
    }
  }

  @Test
  void aLayoutOfOneVectorAnImageIsRefused() {
    assertRefused(
        "leave out --output-layout nds",
        several(),
        new BackboneUse("", "pooled", 0, "", "nds", Map.of()));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> laidOut("sdn"))
        .withMessage("--output-layout sdn is not allowed; allowed: nsd, nds");
  }

  @Test
  void leadingTokensAreDropped() throws IOException {
    try (OnnxBackbone backbone = open(plain(-1), use("", 3, Map.of()))) {
      float[] tokens = backbone.tokens(images(), COUNT);
      assertThat(backbone.shape()).isEqualTo(new TokenShape(9, 5));
      for (int i = 0; i < COUNT; i++) {
        for (int k = 0; k < 45; k++) {
          assertThat(tokens[i * 45 + k]).isEqualTo(images()[i * 60 + 15 + k]);
        }
      }
    }
    try (OnnxBackbone whole = open(plain(-1), BackboneUse.NONE)) {
      assertThat(whole.notes().get(1)).contains("--drop-tokens 3");
    }
    assertRefused("at least one must be left", plain(-1), use("", 12, Map.of()));
  }
}
