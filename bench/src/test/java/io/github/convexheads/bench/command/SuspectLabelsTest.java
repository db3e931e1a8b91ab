package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.ElementType;
import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Labels that may mean something else than they say: warned of, or asked about in one line. */
class SuspectLabelsTest extends LabelFilesSetup {
  @Test
  void classesWithoutASampleAreNamed() {
    labels(ElementType.INT64, 1, 2, 3);
    assertThat(files.fit(linear()).err())
        .contains("1 of 4 classes have no sample: 0;")
        .contains("Labels seem to begin at 1: subtract 1, or say --labels-as names");

    labels(ElementType.INT64, 0, 1, 2);
    assertThat(files.fit(FitFiles.concatenated(linear(), "--ignore-label", 0)).err())
        .contains("1 of 3 classes have no sample: 0;", "Number classes 0 to c-1")
        .doesNotContain("begin at 1");

    labels(ElementType.UINT8, 0, 1, 255);
    assertThat(files.fit(linear()).err())
        .contains("253 of 256 classes have no sample: 2 to 254;")
        .contains("If 255 marks what is to be ignored, say --ignore-label 255");

    labels(ElementType.INT64, 3, 41, 90);
    assertThat(files.fit(linear()).err())
        .contains("88 of 91 classes have no sample: 0 to 2, 4 to 40, 42 to 89;");
    JsonNode facts = fitted("--labels-as", "names");
    assertThat(facts.path("classNames")).hasToString("[\"3\",\"41\",\"90\"]");
  }

  @Test
  void classesOfSamplesWithoutWeightAreNamed() {
    labels(ElementType.INT64, 0, 1, 3);
    double[] weights = IntStream.range(0, SAMPLES).mapToDouble(i -> i % 3 == 1 ? 0 : 1).toArray();
    Path file = folder.resolve("weights.npy");
    Npy.write(file, weights, SAMPLES);

    Run run = files.fit(linear("--weights", file));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("1 of 4 classes have no sample: 2;")
        .contains(
            "; 1 of 4 classes have only samples of weight 0: 1; an output is fitted for each");
  }

  @Test
  void aLargeLabelIsRefusedBeforeMemoryIsAskedFor() {
    labels(ElementType.INT64, 0, 1, 5_000_000);

    assertRefused(
        files.fit(linear()),
        "labels up to 5000000, but only 3 different ones",
        "--labels-as names",
        "--classes 5000001");
  }

  @Test
  void aRareClassIsWarnedOfAndFoldsWithoutMeasureAreRefused() {
    long[] values = IntStream.range(0, SAMPLES).mapToLong(i -> i == 7 ? 2 : i % 2).toArray();
    Npy.write(files.labels(), values, SAMPLES);
    Run run = files.fit(linear("--folds", "5", "--path", "2"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("1 classes have fewer samples than the 5 folds (2 has 1)");

    assertThat(run.err()).doesNotContain("names of samples");

    Npy.write(files.labels(), IntStream.range(0, SAMPLES).asLongStream().toArray(), SAMPLES);
    assertThat(files.fit(linear()).err())
        .contains("40 labels are 40 different classes, and 40 of these have one label alone");
    assertThat(files.fit(linear("--folds", "5")).err())
        .contains("40 samples of 40 classes, none of which has two, cannot be cross-validated");
  }

  @ParameterizedTest
  @CsvSource({
    "label, 0, 1, 'label' at [0] stands alone among numbers",
    "$0, $1, $2, '$0' at [0] seems to be a number",
    "1%, 2%, 3%, '1%' at [0] seems to be a number",
  })
  void titlesAndOtherNotationsMakeNoClassesUnasked(
      String first, String second, String third, String said) throws IOException {
    Path file = folder.resolve("labels.txt");
    Files.write(
        file,
        IntStream.range(0, SAMPLES)
            .mapToObj(i -> i == 0 ? first : i % 2 == 1 ? second : third)
            .toList());

    assertRefused(Run.of(fitting(file)), said, "--labels-as names");
    assertThat(Run.of(fitting(file, "--labels-as", "names")).code()).isZero();
  }

  @Test
  void twoSignsAreToldHowToBeClasses() {
    labels(ElementType.INT64, -1, 1, 1);

    assertRefused(files.fit(linear()), "for two classes -1 and 1 say --labels-as names");
    assertThat(fitted("--labels-as", "names").path("outputs").asInt()).isEqualTo(2);
  }

  @Test
  void aLabelToIgnoreThatDoesNotOccurIsWarnedOf() {
    labels(ElementType.INT64, 0, 1, 2);

    assertThat(files.fit(linear("--ignore-label", "255")).err())
        .contains("no label is 255, so that --ignore-label 255 ignores nothing");
    assertThat(files.fit(linear("--ignore-label", "2")).err()).doesNotContain("ignores nothing");
  }

  /**
   * One a line: nan among numbers marks a missing target, unless somebody says that it is a class.
   */
  @ParameterizedTest
  @ValueSource(strings = {"nan", "NA", "None", "null", "?", "inf"})
  void missingNumbersMakeNoClassesUnasked(String missing) throws IOException {
    for (List<String> words : List.of(List.of("1.5", missing, "2"), List.of("0", missing, "1"))) {
      Path text = folder.resolve("labels.txt");
      Files.write(text, IntStream.range(0, SAMPLES).mapToObj(i -> words.get(i % 3)).toList());

      Run run = Run.of(fitting(text));

      assertRefused(run, "'" + missing + "' at [1] stands among numbers", "--labels-as names");
      assertThat(Run.of(fitting(text, "--labels-as", "names")).code()).isZero();
      Files.delete(files.model());
    }
  }

  @Test
  void aClassThatIsCalledAsMissingLabelsAreIsWarnedOf() throws IOException {
    Path text = folder.resolve("labels.txt");
    String[] words = {"cat", "NaN", "none"};
    Files.write(text, IntStream.range(0, SAMPLES).mapToObj(i -> words[i % 3]).toList());

    assertThat(Run.of(fitting(text)).err()).contains("a class is called 'NaN'");
    words[1] = "dog";
    Files.write(text, IntStream.range(0, SAMPLES).mapToObj(i -> words[i % 3]).toList());
    assertThat(Run.of(fitting(text)).err()).doesNotContain("a class is called");
  }
}
