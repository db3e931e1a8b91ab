package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.internal.format.Npy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which samples a report shows: options that do not go together, their images and lengths. */
class ExplainedSamplesTest {
  private static final int N = 12;
  private static final int S = 4;
  private static final int D = 2;

  @TempDir private Path folder;
  private FitFiles files;
  private Path page;
  private Path lengths;

  @BeforeEach
  void writeData() {
    files = new FitFiles(folder);
    page = folder.resolve("page.html");
    lengths = folder.resolve("lengths.npy");
    double[] tokens = new double[N * S * D];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = Math.sin(1 + i * i) + (i / (S * D) % 3 == i / D % S ? 2 : 0);
    }
    Npy.write(files.tokens(), tokens, N, S, D);
    int[] labels = new int[N];
    int[] own = new int[N];
    for (int i = 0; i < N; i++) {
      labels[i] = i % 3;
      own[i] = 1 + i % S;
    }
    Npy.write(files.labels(), labels, N);
    Npy.write(lengths, own, N);
  }

  private void fit(Object... more) {
    Object[] settings = FitFiles.set("head.type=attention", "beta-fraction=0.1");
    Run run = files.fit(FitFiles.concatenated(settings, more));
    assertThat(run.code()).as(run.err()).isZero();
  }

  private Run explain(Object... more) {
    return files.onModel("explain", FitFiles.concatenated(new Object[] {"--out", page}, more));
  }

  private Run onData(Object... more) {
    Object[] data = {"--tokens", files.tokens(), "--labels", files.labels()};
    return explain(FitFiles.concatenated(data, more));
  }

  /** A folder for every class, which holds so many images each. */
  private Path images(String name, String... classes) throws IOException {
    Path images = folder.resolve(name);
    for (String one : classes) {
      Path own = Files.createDirectories(images.resolve(one));
      for (int i = 0; i < N / classes.length; i++) {
        ImageIO.write(new BufferedImage(8, 8, 1), "png", own.resolve(i + ".png").toFile());
      }
    }
    return images;
  }

  private void sortedByClass() {
    int[] labels = new int[N];
    for (int i = 0; i < N; i++) {
      labels[i] = i / (N / 3);
    }
    Npy.write(files.labels(), labels, N);
  }

  @ParameterizedTest
  @CsvSource({
    "--weights, x.npy, '--weights: needs --labels'",
    "--ignore-label, 0, '--ignore-label: needs --labels'",
    "--from, 1, '--from: needs --images'",
    "--samples, -1, '--samples -1; give the number'",
  })
  void whatWouldCountForNothingIsRefused(String option, String value, String words) {
    fit();

    Run run = explain("--tokens", files.tokens(), option, value);

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains(words);
    assertThat(page).doesNotExist();
  }

  @Test
  void optionsOfSamplesNeedTokensAndShapesTakeNone() {
    fit();

    assertThat(explain("--lengths", lengths, "--from", 2).err())
        .contains("--from, --lengths need --tokens of the same samples");
    assertThat(explain("--shapes", "--names", lengths, "--weights", lengths).err())
        .contains("draws its own tokens, labels and images; leave out --weights, --names");
  }

  @Test
  void aHeadOfOtherClassesIsNotMeasuredOnDrawnImages() {
    double[] tokens = new double[N * 16 * 64];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = Math.sin(i);
    }
    Npy.write(files.tokens(), tokens, N, 16, 64);
    Run fitted = files.fit(FitFiles.set("head.type=linear", "beta-fraction=0.5"));
    assertThat(fitted.code()).as(fitted.err()).isZero();

    Run run = explain("--shapes");

    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("--shapes draws images of 10 classes", "this model gives 1 x 3");
  }

  @Test
  void everyClassHasANameOfItsOwn() throws IOException {
    fit();
    Path names = folder.resolve("names.txt");

    Files.writeString(names, "a\n \nb\n");
    assertThat(onData("--names", names).err()).contains("names.txt, line 2: is blank");
    Files.writeString(names, "a\nb\na\n");
    assertThat(onData("--names", names).err())
        .contains("names.txt, line 3: 'a' is the name of line 1 too");
  }

  @Test
  void namesOfFoldersAreThoseOfClassesOnlyWhereTheyCanBe() throws IOException {
    fit();
    assertThat(onData("--images", images("two", "ant", "bee")).err())
        .contains("the images are of 2 classes, the model has 3 outputs");
    assertThat(Files.readString(page)).doesNotContain("answered ant", "answered bee");

    Path three = images("three", "ant", "bee", "cat");
    assertThat(onData("--images", three).err())
        .contains(" of 12 images are of another class than the label of their sample")
        .contains("the first is ant/1.png");
    assertThat(Files.readString(page)).doesNotContain("answered ant", "answered bee");

    sortedByClass();
    Run run = onData("--images", three);
    assertThat(run.err()).doesNotContain("another class");
    assertThat(Files.readString(page)).contains("ant; answered ");
  }

  @Test
  void imagesAreCountedFromZero() throws IOException {
    fit();

    assertThat(onData("--images", images("one", "ant", "bee", "cat"), "--from", -1).err())
        .contains("--from -1; images are counted from 0");
  }

  /** What stands behind a sample's own tokens changes nothing that is said of it. */
  @Test
  void paddingIsNoTokenOfASample() throws IOException {
    fit("--lengths", lengths);
    Path json = folder.resolve("explain.json");
    List<String> pages = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (double padding : new double[] {0, 1e3}) {
      double[] tokens = new double[N * S * D];
      for (int i = 0; i < tokens.length; i++) {
        boolean own = i / D % S < 1 + i / (S * D) % S;
        tokens[i] = own ? Math.sin(1 + i * i) : padding * Math.cos(i);
      }
      Npy.write(files.tokens(), tokens, N, S, D);
      Run run = onData("--lengths", lengths, "--groups", N, "--json", json);
      assertThat(run.code()).as(run.err()).isZero();
      assertThat(run.out()).doesNotContain("NaN");
      pages.add(Files.readString(page));
      lines.add(run.out());
    }

    assertThat(pages.get(1)).isEqualTo(pages.get(0));
    assertThat(lines.get(1)).isEqualTo(lines.get(0));
    JsonNode first = new ObjectMapper().readTree(json.toFile()).get("clusterAgreement").get(0);
    assertThat(first.get("reference").asText()).isEqualTo("raw tokens");
    assertThat(first.get("images").asInt()).as("of more than one token").isEqualTo(N - N / S);
    assertThat(pages.get(0)).contains("; 2 of 4 tokens are its own").doesNotContain("NaN (");
  }

  @Test
  void aSampleOfOneTokenHasNoGroups() {
    Npy.write(files.tokens(), new double[] {1, 2, -1, 3, 2, -2, 1, 1, -3, 0, 2, 2}, 6, 2);
    Npy.write(files.labels(), new int[] {0, 1, 0, 1, 0, 1}, 6);
    fit();

    Run run = onData("--groups", 6);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).doesNotContain("NaN");
  }

  @Test
  void aHeadOfSetsOfLabelsAnswersWithThemWhereTargetsAreNotKnown() throws IOException {
    int[] sets = new int[N * 3];
    for (int i = 0; i < sets.length; i++) {
      sets[i] = i * i % 5 < 3 ? 1 : 0;
    }
    Npy.write(files.labels(), sets, N, 3);
    fit("--labels-as", "multi-label");

    assertThat(explain("--tokens", files.tokens()).code()).isZero();
    assertThat(Files.readString(page))
        .containsPattern("Sample 0: answered [0-2n]")
        .doesNotContain("3 values");
  }

  @Test
  void aHistoryWithoutPointsIsRefused() throws IOException {
    fit();
    Path history =
        Files.writeString(folder.resolve("h.csv"), "iteration,seconds,primal,dual,gap,rank\n");

    assertThat(explain("--history", history).err()).contains("is a history without points");
  }
}
