package io.github.convexheads.bench.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.github.convexheads.api.token.TokenShape;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Graphs of every kind of input, and what their tokens depend on besides the image. */
class OnnxBackboneTest extends PixelBackbones {

  private void assertGivesImages(TestGraph graph, double precision) throws IOException {
    try (OnnxBackbone backbone = open(graph, BackboneUse.NONE)) {
      assertThat(backbone.shape()).isEqualTo(new TokenShape(12, 5));
      assertThat(backbone.tokens(images(), COUNT))
          .containsExactly(images(), within((float) precision));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "FLOAT16", "DOUBLE"})
  void floatingPointInputsAndOutputsOfAnyPrecisionAreFed(DataType type) throws IOException {
    TestGraph graph =
        new TestGraph()
            .input("x", type, -1, 3, 4, 5)
            .output("tokens", type, -1, 12, 5)
            .reshape("tokens", "x", 0, 12, 5);

    assertGivesImages(graph, type == DataType.FLOAT16 ? 1e-3 : 0);
  }

  @Test
  void bytesGetEveryBrightness() throws IOException {
    TestGraph graph =
        new TestGraph()
            .input("x", DataType.UINT8, -1, 3, 4, 5)
            .output("tokens", DataType.FLOAT, -1, 12, 5)
            .cast("real", "x", DataType.FLOAT)
            .reshape("tokens", "real", 0, 12, 5);
    float[] expected = images();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.round(255 * expected[i]);
    }

    try (OnnxBackbone backbone = open(graph, BackboneUse.NONE)) {
      assertThat(backbone.takesBytes()).isTrue();
      assertThat(backbone.tokens(images(), COUNT)).isEqualTo(expected);
    }
  }

  @Test
  void aFixedBatchIsFilledUp() throws IOException {
    for (long batch : new long[] {1, 3, 7, 16}) {
      assertGivesImages(plain(batch), 0);
    }
  }

  /** The shape of the batch is open, but 1 inside. */
  @Test
  void aBatchThatIsFixedInsideIsNoticed() throws IOException {
    TestGraph graph = graph(-1).reshape("tokens", "x", 1, 12, 5);

    assertGivesImages(graph, 0);
  }

  @Test
  void channelsMayComeLast() throws IOException {
    TestGraph graph =
        new TestGraph()
            .input("x", DataType.FLOAT, -1, 4, 5, 3)
            .output("tokens", DataType.FLOAT, -1, 12, 5)
            .transpose("first", "x", 0, 3, 1, 2)
            .reshape("tokens", "first", 0, 12, 5);

    assertGivesImages(graph, 0);
  }

  @Test
  void aLayoutThatNoSizeShowsIsTheFirstUnlessSaid() throws IOException {
    TestGraph graph =
        new TestGraph()
            .input("x", DataType.FLOAT, -1, -1, -1, -1)
            .output("tokens", DataType.FLOAT, -1, 12, 5)
            .reshape("tokens", "x", 0, 12, 5);

    assertGivesImages(graph, 0);
    try (OnnxBackbone last = open(graph, new BackboneUse("", "", 0, "nhwc", "", Map.of()))) {
      float[] tokens = last.tokens(images(), COUNT);
      assertThat(tokens[1]).isEqualTo(images()[20]);
      assertThat(tokens[3]).isEqualTo(images()[1]);
    }
  }

  @Test
  void imagesThatDoNotFitAreRefusedWithTheSizeThatDoes() {
    TestGraph square =
        new TestGraph()
            .input("x", DataType.FLOAT, -1, 224, 224, 3)
            .output("tokens", DataType.FLOAT, -1, 1, 3)
            .node("ReduceMean", "tokens", "x");
    TestGraph grey =
        new TestGraph()
            .input("x", DataType.FLOAT, -1, 1, 4, 5)
            .output("tokens", DataType.FLOAT, -1, 4, 5)
            .reshape("tokens", "x", 0, 4, 5);
    TestGraph whole =
        new TestGraph()
            .input("x", DataType.INT32, -1, 3, 4, 5)
            .output("tokens", DataType.INT32, -1, 12, 5)
            .reshape("tokens", "x", 0, 12, 5);

    assertRefused("N x H x W x C, so it takes images of 3 x 224 x 224", square, BackboneUse.NONE);
    assertRefused("--size 224", square, BackboneUse.NONE);
    assertRefused("as many channels", grey, BackboneUse.NONE);
    assertRefused("takes INT32", whole, BackboneUse.NONE);
  }

  private static TestGraph switched(DataType type) {
    return graph(-1)
        .input("scale", type)
        .cast("real", "scale", DataType.FLOAT)
        .node("Mul", "scaled", "x", "real")
        .reshape("tokens", "scaled", 0, 12, 5);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "FLOAT16", "DOUBLE", "BOOL", "INT64", "INT32", "UINT8"})
  void furtherInputsAreFilledWithWhatIsSaid(DataType type) throws IOException {
    try (OnnxBackbone on = open(switched(type), use("", 0, Map.of("scale", 1.0)));
        OnnxBackbone off = open(switched(type), use("", 0, Map.of("scale", 0.0)))) {
      assertThat(on.tokens(images(), COUNT)).isEqualTo(images());
      assertThat(off.tokens(images(), COUNT)).containsOnly(0);
    }
  }

  @Test
  void furtherInputsThatNothingIsSaidOfAreRefusedWithTheWayOut() {
    assertRefused("--constant scale=VALUE", switched(DataType.BOOL), BackboneUse.NONE);
    assertRefused(
        "no input 'scales'",
        switched(DataType.BOOL),
        use("", 0, Map.of("scale", 1.0, "scales", 1.0)));
  }

  @ParameterizedTest
  @CsvSource({"INT64, 0.5", "INT64, NaN", "UINT8, 300", "UINT8, -1", "BOOL, 2", "FLOAT16, 1e6"})
  void aConstantThatTheInputCannotHoldIsRefused(DataType type, double value) {
    assertRefused(
        "--constant scale=" + value + " is not allowed: the input takes " + type,
        switched(type),
        use("", 0, Map.of("scale", value)));
  }

  @Test
  void textThatNoNumberFillsIsNotAskedFor() {
    assertRefused(
        "a second input 'name', STRING [-1], which no number fills",
        plain(-1).input("name", DataType.STRING, -1),
        BackboneUse.NONE);
  }

  /** As dropout that was left in the graph. */
  @Test
  void aGraphWhoseTokensDependOnChanceIsRefused() {
    TestGraph graph =
        graph(-1)
            .node("RandomUniformLike", "noise", "x")
            .node("Add", "noisy", "x", "noise")
            .reshape("tokens", "noisy", 0, 12, 5);

    assertRefused("the same image gets other tokens each time", graph, BackboneUse.NONE);
  }

  /** As batch normalisation in training: the mean of all images is subtracted. */
  private static TestGraph centred(long batch) {
    return graph(batch)
        .node("ReduceMean", "mean", "x")
        .node("Sub", "centred", "x", "mean")
        .reshape("tokens", "centred", 0, 12, 5);
  }

  @Test
  void tokensThatDependOnTheOtherImagesAreMadeOneByOne() throws IOException {
    float[] expected = images();
    for (int from = 0; from < expected.length; from += SHAPE.size()) {
      double sum = 0;
      for (int k = 0; k < SHAPE.size(); k++) {
        sum += expected[from + k];
      }
      for (int k = 0; k < SHAPE.size(); k++) {
        expected[from + k] -= (float) (sum / SHAPE.size());
      }
    }

    try (OnnxBackbone backbone = open(centred(-1), BackboneUse.NONE)) {
      assertThat(backbone.tokens(images(), COUNT)).containsExactly(expected, within(1e-6f));
      assertThat(backbone.notes()).anyMatch(note -> note.contains("images are fed one at a time"));
    }
    try (OnnxBackbone backbone = open(plain(-1), BackboneUse.NONE)) {
      assertThat(backbone.notes().toString()).doesNotContain("one at a time");
    }
    assertRefused(
        "it takes 3 images at once, and the tokens of one depend on the others",
        centred(3),
        BackboneUse.NONE);
  }

  /** Quantised by the range of all images that are fed, the darkest with the fewest digits. */
  @Test
  void dynamicQuantisationIsNoticed() throws IOException {
    TestGraph graph = graph(-1).quantised("rough", "x").reshape("tokens", "rough", 0, 12, 5);

    try (OnnxBackbone backbone = open(graph, BackboneUse.NONE)) {
      float[] all = backbone.tokens(images(), COUNT);
      float[] first = backbone.tokens(Arrays.copyOf(images(), SHAPE.size()), 1);
      assertThat(Arrays.copyOf(all, first.length)).isEqualTo(first);
      assertThat(backbone.notes()).anyMatch(note -> note.contains("as with dynamic quantisation"));
    }
  }

  @Test
  void anOutputWithoutValuesIsNamed() {
    assertRefused(
        "has shape [1, 0, 5], which holds no value",
        new TestGraph()
            .input("x", DataType.FLOAT, -1, 3, 4, 5)
            .output("tokens", DataType.FLOAT, -1, 0, 5)
            .constant("tokens", TestGraph.zeros(1, 0, 5)),
        BackboneUse.NONE);
  }

  /** Sizes that are all open do not show where channels are. */
  @Test
  void aLayoutThatIsGuessedIsSaid() throws IOException {
    TestGraph graph =
        new TestGraph()
            .input("x", DataType.FLOAT, -1, -2, -3, -4)
            .output("tokens", DataType.FLOAT, -1, 12, 5)
            .reshape("tokens", "x", 0, 12, 5);
    try (OnnxBackbone backbone = open(graph, BackboneUse.NONE)) {
      assertThat(backbone.notes().get(0)).contains("do not show where channels are");
    }
    TestGraph other =
        new TestGraph()
            .input("x", DataType.FLOAT, -1, -2, -3, -4)
            .output("tokens", DataType.FLOAT, -1, 12, 5)
            .reshape("tokens", "x", 0, 4, 5, 7);
    assertRefused("--layout nhwc is the other", other, BackboneUse.NONE);
    try (OnnxBackbone backbone = open(plain(-1), BackboneUse.NONE)) {
      assertThat(backbone.notes().toString()).doesNotContain("channels");
    }
  }
}
