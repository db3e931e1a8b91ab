package io.github.convexheads.bench.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.bench.images.ImageShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Graphs of every kind of input and output, which give the pixels back: their tokens are the rows
 * of the red, green and blue planes.
 */
class OnnxBackboneTest {
  private static final ImageShape SHAPE = new ImageShape(3, 4, 5);
  private static final int COUNT = 7;

  @TempDir private Path folder;

  private static float[] images() {
    float[] images = new float[COUNT * SHAPE.size()];
    Random random = new Random(3);
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextInt(256) / 255f;
    }
    return images;
  }

  private static BackboneUse use(String output, int dropped, Map<String, Double> constants) {
    return new BackboneUse("", output, dropped, "", "", constants);
  }

  private static BackboneUse laidOut(String outputLayout) {
    return new BackboneUse("", "", 0, "", outputLayout, Map.of());
  }

  private OnnxBackbone open(TestGraph graph, BackboneUse use) throws IOException {
    return OnnxBackbone.open(graph.write(folder.resolve("b.onnx")), use, SHAPE);
  }

  private void assertGivesImages(TestGraph graph, double precision) throws IOException {
    try (OnnxBackbone backbone = open(graph, BackboneUse.NONE)) {
      assertThat(backbone.shape()).isEqualTo(new TokenShape(12, 5));
      assertThat(backbone.tokens(images(), COUNT))
          .containsExactly(images(), within((float) precision));
    }
  }

  private void assertRefused(String words, TestGraph graph, BackboneUse use) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> open(graph, use).close())
        .withMessageContaining(words)
        .withMessageContaining("b.onnx")
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  private static TestGraph plain(long batch) {
    return new TestGraph()
        .input("x", DataType.FLOAT, batch, 3, 4, 5)
        .output("tokens", DataType.FLOAT, batch, 12, 5)
        .reshape("tokens", "x", 0, 12, 5);
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
    TestGraph graph =
        new TestGraph()
            .input("x", DataType.FLOAT, -1, 3, 4, 5)
            .output("tokens", DataType.FLOAT, -1, 12, 5)
            .reshape("tokens", "x", 1, 12, 5);

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
    return new TestGraph()
        .input("x", DataType.FLOAT, -1, 3, 4, 5)
        .input("scale", type)
        .output("tokens", DataType.FLOAT, -1, 12, 5)
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
        new TestGraph()
            .input("x", DataType.FLOAT, -1, 3, 4, 5)
            .output("tokens", DataType.FLOAT, -1, 12, 5)
            .node("RandomUniformLike", "noise", "x")
            .node("Add", "noisy", "x", "noise")
            .reshape("tokens", "noisy", 0, 12, 5);

    assertRefused("the same image gets other tokens each time", graph, BackboneUse.NONE);
  }

  /** As batch normalisation in training: the mean of all images is subtracted. */
  private static TestGraph centred(long batch) {
    return new TestGraph()
        .input("x", DataType.FLOAT, batch, 3, 4, 5)
        .output("tokens", DataType.FLOAT, batch, 12, 5)
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
    TestGraph graph =
        new TestGraph()
            .input("x", DataType.FLOAT, -1, 3, 4, 5)
            .output("tokens", DataType.FLOAT, -1, 12, 5)
            .quantised("rough", "x")
            .reshape("tokens", "rough", 0, 12, 5);

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
