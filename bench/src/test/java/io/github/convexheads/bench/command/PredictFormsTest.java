package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.StoredArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictFormsTest {
  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void fit() {
    files = FitFiles.in(folder);
    files.fitted("head.type=linear", "beta-fraction=0.05");
  }

  private Run predict(Object... more) {
    Object[] data = {"--tokens", files.tokens()};
    return files.onModel("predict", FitFiles.concatenated(data, more));
  }

  private StoredArray array(String form) {
    Path out = folder.resolve(form + ".npy");
    Run run = predict("--as", form, "--out", out);
    assertThat(run.code()).as(run.err()).isZero();
    return Npy.read(out);
  }

  @Test
  void probabilitiesAreTheSoftmaxOfLogitsAndClassesTheirLargest() {
    double[] logits = array("logits").toDoubles();
    double[] p = array("probabilities").toDoubles();
    StoredArray classes = array("classes");

    assertThat(classes.shape().sizes()).containsExactly((long) FitFiles.SAMPLES);
    for (int i = 0; i < FitFiles.SAMPLES; i++) {
      double[] row = Arrays.copyOfRange(logits, 3 * i, 3 * i + 3);
      double sum = Arrays.stream(row).map(Math::exp).sum();
      int best = 0;
      for (int k = 0; k < 3; k++) {
        assertThat(p[3 * i + k]).isCloseTo(Math.exp(row[k]) / sum, within(1e-12));
        best = row[k] > row[best] ? k : best;
      }
      assertThat(classes.toLongs()[i]).isEqualTo(best);
    }
  }

  @Test
  void aFileOfThatNameIsCsvWithIdsAndNames() throws IOException {
    Path out = folder.resolve("p.csv");
    Path answers = folder.resolve("a.csv");
    assertThat(predict("--as", "probabilities", "--out", out).code()).isZero();
    assertThat(predict("--as", "classes", "--out", answers).code()).isZero();

    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(FitFiles.SAMPLES + 1);
    assertThat(lines.get(0)).isEqualTo("id,0,1,2");
    assertThat(lines.get(7)).matches("6,0\\.\\d+,0\\.\\d+,0\\.\\d+");
    assertThat(Files.readAllLines(answers).get(0)).isEqualTo("id,class,name,probability");
    assertThat(Files.readAllLines(answers).get(1)).matches("0,([012]),\\1,0\\.\\d+");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 12, '; a sample has as many values: save them as n x 4 x 3, or for Parquet files say --engine-set tokens=4'",
    "3, 4, '; if features come first, say --layout nds'",
    "2, 6, but this model needs 4 x 3"
  })
  void tokensOfTheSameValuesInAnotherShapeAreToldHowToBeGiven(int s, int d, String said) {
    Path other = folder.resolve("other.npy");
    Npy.write(other, new double[24], 2, s, d);

    Run run = files.onModel("predict", "--tokens", other, "--out", folder.resolve("o.npy"));

    assertThat(run.code()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err().strip()).endsWith(said);
  }

  /** Attention multiplies three tokens; a class of outputs that are none would be the first. */
  @Test
  void outputsThatOverflowAreRefusedWithTheirSample() {
    files.fitted("head.type=attention", "beta-fraction=0.2", "preprocess.standardize=true");
    double[] values = Npy.read(files.tokens()).toDoubles();
    Arrays.fill(values, 3 * 12, 4 * 12, 1e150);
    Npy.write(files.tokens(), values, FitFiles.SAMPLES, FitFiles.TOKENS, FitFiles.FEATURES);

    for (Run run :
        List.of(predict("--as", "classes", "--out", folder.resolve("a.npy")), evaluate())) {
      assertThat(run.code()).as(run.err()).isEqualTo(3);
      assertThat(run.err()).contains("an output of sample 3 is ").hasLineCount(1);
    }
  }

  private Run evaluate() {
    return files.onData("evaluate");
  }

  @Test
  void aDashIsStandardOutputWhichHoldsNothingElse() {
    Run run = predict("--as", "classes", "--out", "-");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(FitFiles.SAMPLES + 1);
    assertThat(run.out()).startsWith("id,class,name,probability\n0,");
    assertThat(predict("--out", "-", "--json").code()).isEqualTo(3);
  }

  @Test
  void whatStandardOutputPointsToIsNotReplaced() {
    for (String device : new String[] {"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}) {
      Run run = predict("--out", device);

      assertThat(run.code()).as(device).isEqualTo(3);
      assertThat(run.err()).contains("name a file, or - where an option takes it");
    }
  }

  @Test
  void aHeadOfRealValuesHasNeitherProbabilitiesNorClasses() {
    double[] values = new double[FitFiles.SAMPLES];
    Arrays.setAll(values, i -> i % 3);
    Npy.write(files.labels(), values, FitFiles.SAMPLES, 1);
    files.fitted("head.type=linear", "loss.type=squared");

    Run probabilities = predict("--as", "probabilities", "--out", folder.resolve("p.csv"));
    Run classes = predict("--as", "classes", "--out", folder.resolve("c.csv"));

    assertThat(probabilities.code()).isEqualTo(3);
    assertThat(probabilities.err()).contains("loss 'squared' gives none; use --as logits");
    assertThat(classes.err()).contains("loss 'squared' answers no classes");
    assertThat(folder.resolve("p.csv")).doesNotExist();
  }

  @Test
  void severalLabelsAreEachZeroOrOne() throws IOException {
    int[] member = new int[FitFiles.SAMPLES * 2];
    Arrays.setAll(member, i -> i * 7 % 11 < 5 ? 1 : 0);
    Npy.write(files.labels(), member, FitFiles.SAMPLES, 2);
    for (String loss : List.of("logistic", "squared-hinge")) {
      files.fitted("head.type=linear", "loss.type=" + loss);
      Path out = folder.resolve(loss + ".csv");

      assertThat(predict("--as", "classes", "--out", out).code()).isZero();

      assertThat(Files.readAllLines(out).get(0)).isEqualTo("id,0,1");
      assertThat(Files.readAllLines(out).get(1)).matches("0,[01],[01]");
    }
  }
}
