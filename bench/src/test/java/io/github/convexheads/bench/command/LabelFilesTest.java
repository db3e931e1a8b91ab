package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.ElementType;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.Npz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels as people have them, through the command: taken, or asked about in one line. */
class LabelFilesTest extends LabelFilesSetup {
  @ParameterizedTest
  @ValueSource(strings = {"INT8", "UINT8", "UINT16", "UINT32", "UINT64"})
  void wholeNumbersOfAnyTypeAreClasses(String type) {
    labels(ElementType.valueOf(type), 0, 1, 2);

    JsonNode facts = fitted();
    assertThat(facts.path("outputs").asInt()).isEqualTo(3);
    assertThat(facts.path("reasons").path("loss").asText())
        .isEqualTo("the default for class labels");
    assertThat(facts.path("reasons").path("pooling").asText())
        .isEqualTo("the default for one target a sample");
  }

  @Test
  void wholeNumbersAsFloatsAreAskedAboutWithTwoWaysOut() {
    labels(ElementType.FLOAT32, 0, 1, 2);

    assertRefused(
        files.fit(linear()),
        "whole numbers as float32",
        "--labels-as classes or a cast, astype('int64')",
        "loss.type = squared");
    assertThat(fitted("--labels-as", "classes").path("loss").asText()).isEqualTo("softmax");
    JsonNode values = fitted("--set", "loss.type=squared");
    assertThat(values.path("outputs").asInt()).isOne();
    assertThat(values.path("reasons").path("loss").asText()).isEqualTo("as configured");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, FitFiles.TOKENS})
  void oneHotRowsAreNamedAndPoolingIsNeverSwitched(int columns) {
    for (ElementType type : new ElementType[] {ElementType.INT64, ElementType.FLOAT32}) {
      rows(type, columns, 0, 1, 2);

      assertRefused(files.fit(linear()), "rows with a single 1", "--labels-as one-hot");
    }
    JsonNode facts = fitted("--labels-as", "one-hot");
    assertThat(facts.path("outputs").asInt()).isEqualTo(columns);
    assertThat(facts.path("pooling").asText()).isEqualTo("mean");
  }

  @Test
  void oneHotRowsOfWhichSomeHaveNo1AreAskedAbout() {
    long[] values = new long[SAMPLES * 3];
    for (int i = 0; i < SAMPLES; i++) {
      values[i * 3 + i % 3] = i % 10 == 7 ? 0 : 1;
    }
    Npy.write(files.labels(), values, SAMPLES, 3);

    assertRefused(
        files.fit(linear()),
        "rows with a single 1 and some with none",
        "--labels-as one-hot, once every row has its 1",
        "--labels-as multi-label");
    assertRefused(
        files.fit(FitFiles.concatenated(linear(), "--set", "loss.type=softmax")),
        "0 ones in row 7");
    assertThat(fitted("--labels-as", "multi-label").path("loss").asText()).isEqualTo("logistic");
  }

  @Test
  void namesThatCouldBeOverlookedAreQuoted() throws IOException {
    Path text = files.folder().resolve("names.txt");
    Files.writeString(text, "x\n x\ny, z\nw\n".repeat(SAMPLES / 4));

    Run run =
        Run.of(
            FitFiles.concatenated(
                new Object[] {
                  "fit", "--tokens", files.tokens(), "--labels", text, "--model", files.model()
                },
                linear()));

    // Blanks around a line are no part of its name.
    assertThat(run.out()).contains("w, x, 'y, z'\n");
  }

  @Test
  void oneLabelATokenSaysWhyNothingIsPooled() {
    long[] values = IntStream.range(0, SAMPLES * FitFiles.TOKENS).mapToLong(i -> i % 3).toArray();
    Npy.write(files.labels(), values, SAMPLES, FitFiles.TOKENS);

    Run run = files.fit(linear());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("class labels, one a token (4 a sample), 3 outputs")
        .contains("pooling none, the default for one target a token");
  }

  @Test
  void setsOfLabelsAreFittedWithTheLogisticLoss() {
    boolean[] member = new boolean[SAMPLES * 3];
    long[] values = new long[member.length];
    for (int i = 0; i < SAMPLES; i++) {
      values[i * 3 + i % 3] = 1;
      values[i * 3] = 1;
    }
    Npy.write(files.labels(), values, SAMPLES, 3);

    JsonNode facts = fitted();
    assertThat(facts.path("loss").asText()).isEqualTo("logistic");
    assertThat(files.onData("evaluate").out()).contains("average-precision");
  }

  @Test
  void anIgnoredLabelCountsForNothingInAnyVerb() {
    long[] values = new long[SAMPLES * FitFiles.TOKENS];
    Arrays.setAll(values, i -> i % 5 == 0 ? 255 : i / FitFiles.TOKENS % 3);
    Npy.write(files.labels(), values, SAMPLES, FitFiles.TOKENS);

    JsonNode facts = fitted("--ignore-label", "255");
    assertThat(facts.path("outputs").asInt()).isEqualTo(3);
    assertThat(facts.path("targets").asText()).contains("32 ignored");
    assertThat(files.onData("verify", "--ignore-label", "255").code()).isZero();
    assertThat(files.onData("evaluate", "--ignore-label", "255").code()).isZero();
    assertThat(files.onData("evaluate").err()).contains("label 255 at [0, 0] is outside 0..2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"low-rank", "projected-gradient", "interior-point", "admm"})
  void everySolverProvesAFitWithIgnoredTokens(String solver) {
    long[] values = new long[SAMPLES * FitFiles.TOKENS];
    Arrays.setAll(values, i -> i % 3 == 0 || i < 4 ? -100 : i / FitFiles.TOKENS % 3);
    Npy.write(files.labels(), values, SAMPLES, FitFiles.TOKENS);

    JsonNode facts = fitted("--ignore-label", "-100", "--set", "solver.type=" + solver);
    assertThat(facts.path("relativeGap").asDouble()).isLessThanOrEqualTo(1e-3);
  }

  @Test
  void namesAreKeptByTheModelAndComparedWhereverLabelsMeetIt() throws IOException {
    Path names = text("names.txt", "dog", "cat", "eel");
    Run fit =
        Run.of(
            FitFiles.concatenated(
                new Object[] {"fit", "-t", files.tokens(), "-l", names, "-m", files.model()},
                linear()));
    assertThat(fit.code()).as(fit.err()).isZero();
    assertThat(fit.out()).contains("classes           cat, dog, eel");

    Run same = Run.of("evaluate", "-t", files.tokens(), "-l", names, "-m", files.model());
    assertThat(same.code()).as(same.err()).isZero();
    assertThat(same.out()).contains("dog", "eel");
    Run others =
        Run.of(
            "evaluate",
            "-t",
            files.tokens(),
            "-l",
            text("o.txt", "cat", "cow"),
            "-m",
            files.model());
    assertThat(others.code()).isEqualTo(3);
    assertThat(others.err()).contains("'cow' at [1] is none of the 3 classes: cat, dog, eel");
    Run numbers = files.onData("evaluate");
    assertThat(numbers.code()).isZero();
    assertThat(numbers.err())
        .contains("the labels have no names of classes, the model has 0 cat, 1 dog, 2 eel");
    assertThat(Run.of("verify", "-t", files.tokens(), "-l", names, "-m", files.model()).code())
        .isZero();
  }

  @Test
  void namesGoIntoEveryExportAndResult() throws IOException {
    Path names = text("names.txt", "dog", "cat", "eel");
    Object[] data = {"-t", files.tokens(), "-l", names, "-m", files.model(), "--json"};
    String expected = "[\"cat\",\"dog\",\"eel\"]";
    for (String verb : new String[] {"fit", "verify"}) {
      Object[] words = FitFiles.concatenated(new Object[] {verb}, data);
      Run run = Run.of(verb.equals("fit") ? FitFiles.concatenated(words, linear()) : words);
      assertThat(FitFiles.succeeded(run).path("classNames")).hasToString(expected);
    }

    Path onnx = folder.resolve("head.onnx");
    assertThat(files.onModel("export", "--format", "onnx", "--out", onnx).code()).isZero();
    assertThat(Files.readString(onnx, StandardCharsets.ISO_8859_1)).contains(expected);
    Path npz = folder.resolve("head.npz");
    assertThat(files.onModel("export", "--format", "npz", "--out", npz).code()).isZero();
    StringBuilder json = new StringBuilder();
    for (long letter : Npz.read(npz).array("classes").toLongs()) {
      json.append((char) letter);
    }
    assertThat(json).hasToString(expected);
    Path page = folder.resolve("page.html");
    assertThat(files.onModel("explain", "-t", files.tokens(), "-l", names, "-o", page).code())
        .isZero();
    assertThat(page).content().contains("eel");
  }

  @Test
  void namesForAModelWithoutNamesAreRefused() throws IOException {
    assertThat(files.fit(linear()).code()).isZero();

    Run run =
        Run.of(
            "evaluate", "-t", files.tokens(), "-l", text("n.txt", "a", "b"), "-m", files.model());
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("holds names of classes, but the model has none");
  }

  @Test
  void aColumnOfATableIsTakenByItsName() throws IOException {
    Stream<String> lines =
        IntStream.range(0, SAMPLES).mapToObj(i -> i + "," + "abc".charAt(i % 3) + "," + i % 3);
    Path table = folder.resolve("labels.csv");
    Files.write(table, Stream.concat(Stream.of("id,kind,number"), lines).toList());

    for (String column : new String[] {"kind", "number"}) {
      Run run =
          Run.of(
              FitFiles.concatenated(
                  new Object[] {
                    "fit", "-t", files.tokens(), "-l", table + ":" + column, "-m", files.model()
                  },
                  linear()));
      assertThat(run.code()).as(run.err()).isZero();
    }
  }
}
