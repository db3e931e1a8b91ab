package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.bench.shapes.Patches;
import io.github.convexheads.bench.shapes.ShapeImages;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The report on heads that were fitted on drawn images. */
class ExplainCommandTest {
  private static final int SAMPLES = 60;

  @TempDir private Path folder;
  private FitFiles files;
  private Path history;
  private Path page;

  @BeforeEach
  void writeData() {
    files = new FitFiles(folder);
    history = folder.resolve("history.csv");
    page = folder.resolve("page.html");
    ShapeImages images = ShapeImages.draw(SAMPLES, 4);
    float[] patches = Patches.cut(images.pixels(), ShapeImages.SIDE, 8);
    Npy.write(files.tokens(), patches, SAMPLES, 16, 64);
    Npy.write(files.labels(), images.labels(), SAMPLES);
  }

  private void fit(String head) {
    fit(head, 0.3);
  }

  private void fit(String head, double betaFraction) {
    String[] settings = {
      "head.type=" + head, "beta-fraction=" + betaFraction, "solver.tolerance=1e-2"
    };
    Run run =
        files.fit(
            FitFiles.concatenated(FitFiles.set(settings), "--classes", 10, "--history", history));
    assertThat(run.code()).as(run.err()).isZero();
  }

  private Run explain(Object... more) {
    return files.onModel("explain", FitFiles.concatenated(new Object[] {"--out", page}, more));
  }

  private Document parsed() throws Exception {
    String html = Files.readString(page);
    String body = html.substring(html.indexOf("<html"));
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(body)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"attention", "mixer", "fno", "linear"})
  void thePageIsWellFormedAndNeedsNothingElse(String head) throws Exception {
    fit(head);

    Run run = explain("--history", history, "--shapes");

    assertThat(run.code()).as(run.err()).isZero();
    Document document = parsed();
    assertThat(Files.readString(page).replaceAll("base64,[^\"]*|Number.isNaN", ""))
        .doesNotContainIgnoringCase("http:", "https:", "<script src", "url(", "@import", "NaN");
    assertThat(document.getElementsByTagName("polyline").getLength()).isGreaterThanOrEqualTo(3);
    for (int i = 0; i < document.getElementsByTagName("img").getLength(); i++) {
      assertThat(
              document
                  .getElementsByTagName("img")
                  .item(i)
                  .getAttributes()
                  .getNamedItem("src")
                  .getNodeValue())
          .startsWith("data:image/png;base64,");
    }
    assertThat(document.getElementsByTagName("h2").getLength())
        .isEqualTo(document.getElementsByTagName("section").getLength());
  }

  @Test
  void theMapsOfEveryDrawnHeadCanBePicked() throws Exception {
    fit("attention", 0.05);

    Run run = explain("--shapes", "--samples", 2);

    assertThat(run.code()).as(run.err()).isZero();
    String html = Files.readString(page);
    int heads = parsed().getElementsByTagName("input").getLength();
    assertThat(heads).isBetween(2, 4);
    int samples = html.split("class=\"sample\"", -1).length - 1;
    assertThat(samples).isEqualTo(6);
    for (int h = 1; h <= heads; h++) {
      assertThat(html.split("class=\"of of" + h + "\"", -1)).hasSize(1 + samples);
      assertThat(html).contains("#pick" + h + ":checked ~ .sample .of" + h);
    }
    assertThat(html.split("checked=\"checked\"", -1)).hasSize(2);
    assertThat(html.split("<image id=\"image", -1)).hasSize(1 + samples);
    assertInOrder(
        html, "The errors that the head is most certain of", "Other errors", "Right answers");
  }

  /** AssertJ's containsSubsequence copies the rest of the page at every step. */
  private static void assertInOrder(String html, String... words) {
    int from = 0;
    for (String word : words) {
      int at = html.indexOf(word, from);
      assertThat(at).as(word).isNotNegative();
      from = at + word.length();
    }
  }

  @Test
  void aMixersWeightsAreLaidOutAsTheImageIsWhereThereIsOne() throws Exception {
    fit("mixer");

    assertThat(explain("--shapes", "--samples", 1).code()).isZero();
    assertThat(Files.readString(page))
        .contains("<h2>Token-mixing matrix</h2>", "<h2>Where each head looks</h2>")
        .contains("All rows are equal, because only their mean counts.");

    assertThat(explain().code()).isZero();
    assertThat(Files.readString(page))
        .contains("<h2>Token-mixing matrix</h2>")
        .doesNotContain("<h2>Where each head looks</h2>");
  }

  @Test
  void howTheTokensWereMadeIsOnThePage() throws Exception {
    Path images = folder.resolve("images.bin");
    byte[] records = new byte[12 * 3073];
    for (int i = 0; i < records.length; i++) {
      records[i] = (byte) (i % 3073 == 0 ? i / 3073 % 2 : Math.floorMod(i * 7919L * i, 251));
    }
    Files.write(images, records);
    Object[] made = {
      "--images", images, "--tokens", files.tokens(), "--labels", files.labels(), "--whiten"
    };
    Run tokens = Run.of(FitFiles.concatenated(new Object[] {"tokens"}, made));
    assertThat(tokens.code()).as(tokens.err()).isZero();
    fit("mixer");

    assertThat(explain().code()).isZero();

    assertThat(Files.readString(page))
        .contains("images, in patches of 8 x 8 pixels, whitened")
        .contains("<h2>Where each head looks</h2>");
  }

  @Test
  void theHeadIsSetAmongThoseOfAComparison() throws Exception {
    Path results = folder.resolve("results");
    Path experiment = folder.resolve("small.conf");
    Files.writeString(
        experiment,
        """
        data { tokens = "%s", labels = "%s" }
        split { validation = 0.25, test = 12 }
        seeds = [1, 2]
        beta-fractions = [0.5]
        heads = [ { type = linear }, { type = mixer } ]
        """
            .formatted(files.tokens(), files.labels()));
    Run compared = Run.of("compare", "--config", experiment, "--results", results);
    assertThat(compared.code()).as(compared.err()).isZero();
    Path mixer;
    try (Stream<Path> inside = Files.list(results)) {
      mixer =
          inside
              .filter(f -> f.toString().matches(".*mixer-seed2.*safetensors"))
              .findFirst()
              .orElseThrow();
    }

    Run run = Run.of("explain", "--model", mixer, "--results", results, "--out", page);

    assertThat(run.code()).as(run.err()).isZero();
    String html = Files.readString(page);
    assertThat(html)
        .contains(
            "Among other heads", "<td class=\"n self\">mixer</td>", "<td class=\"n\">linear</td>")
        .doesNotContain("<tr><td class=\"n self\">linear</td>");
    String test = compared.out().lines().filter(l -> l.contains("| mixer")).findFirst().get();
    assertThat(html).contains("<td class=\"n self\">" + test.split("\\|", -1)[8].strip() + "</td>");
    assertThat(html).contains("<td class=\"n self\">" + test.split("\\|", -1)[9].strip() + "</td>");
  }

  @Test
  void namesOfClassesAreEscaped() throws Exception {
    fit("linear");
    Path names = folder.resolve("names.txt");
    Files.write(names, IntStream.range(0, 10).mapToObj(k -> "<b>&\ufffe" + k).toList());

    Run run = explain("--tokens", files.tokens(), "--labels", files.labels(), "--names", names);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(parsed().getElementsByTagName("b").getLength()).isZero();
    assertThat(Files.readString(page)).contains("&lt;b&gt;&amp; 1");
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    fit("linear");
    Path other = folder.resolve("other.npy");
    Npy.write(other, new double[24], 2, 4, 3);
    Files.writeString(history, "nonsense\n");

    assertRefused("4 x 3", "--tokens", other);
    assertRefused("no history", "--history", history);
    assertRefused("no path", "--path", history);
    assertRefused("leave out", "--shapes", "1", "--tokens", files.tokens());
    assertRefused("need --tokens", "--labels", files.labels());
    assertRefused("--groups needs --tokens", "--groups", 5);
    assertRefused("--groups -1", "--groups", -1, "--tokens", files.tokens());
    assertRefused("is no folder", "--results", folder.resolve("none"));
    assertRefused("no result of a comparison", "--results", folder);
    assertThat(page).doesNotExist();
  }

  @Test
  void theHeadlineSaysOnWhichSamplesTheHeadWasMeasured() throws Exception {
    fit("linear");
    Path json = folder.resolve("explain.json");

    assertThat(explain().code()).isZero();
    assertThat(Files.readString(page)).contains("<strong>not measured here</strong>");

    Object[] seen = {"--tokens", files.tokens(), "--labels", files.labels(), "--json", json};
    assertThat(explain(seen).code()).isZero();
    assertThat(Files.readString(page))
        .containsPattern(
            "<strong>[0-9.]+ %</strong><span class=\"of\">top-1, 95 % interval [0-9.]+ %")
        .contains("on the 60 samples of tokens.npy, which are those of the fit")
        .contains("<th>loss</th><td>softmax</td>", "asked for 1e-2", "<th>solver.tolerance</th>");
    JsonNode facts = new ObjectMapper().readTree(json.toFile());
    assertThat(facts.get("seenByTheFit").asBoolean()).isTrue();
    assertThat(facts.get("measures").get("samples").asInt()).isEqualTo(60);

    assertThat(explain("--shapes", "7").code()).isZero();
    assertThat(Files.readString(page))
        .contains("on 500 samples of drawn images (seed -8), which are not the data of the fit");
  }

  @Test
  void thePathIsDrawnAsItWasChosen() throws Exception {
    Path path = folder.resolve("path.csv");
    Object[] more = {"--classes", 10, "--path", 3, "--folds", 2, "--path-out", path};
    Object[] settings = FitFiles.set("head.type=linear", "solver.tolerance=1e-2");
    assertThat(files.fit(FitFiles.concatenated(settings, more)).code()).isZero();

    Run run = explain("--path", path);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(page))
        .contains("here it was chosen by top-1 on folds of the training samples", ">chosen</text>")
        .contains("Bars are one standard error over folds");
  }

  @Test
  void theLossIsTheObjectiveWithoutItsPenalty() throws Exception {
    fit("attention", 0.1);

    List<String> lines = Files.readAllLines(history);

    assertThat(lines.get(0)).isEqualTo("iteration,seconds,primal,dual,gap,rank,loss");
    String[] last = lines.get(lines.size() - 1).split(",", -1);
    assertThat(Double.parseDouble(last[6])).isBetween(0.0, Double.parseDouble(last[2]));
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      if (!cells[6].isEmpty()) {
        assertThat(Double.parseDouble(cells[6])).isLessThanOrEqualTo(Double.parseDouble(cells[2]));
      }
    }
    assertThat(lines.get(1).split(",", -1)[6]).isNotEmpty();
  }

  @Test
  void captionsSayNothingOfImagesThatAreNotThere() throws Exception {
    fit("attention");

    assertThat(explain("--tokens", files.tokens(), "--labels", files.labels()).code()).isZero();
    assertThat(Files.readString(page))
        .contains("tokens that are treated alike have one colour.")
        .doesNotContain("the image, ", "parts looked at", "bright");

    fit("linear");
    assertThat(explain("--tokens", files.tokens()).code()).isZero();
    assertThat(Files.readString(page))
        .contains("For single samples: what is right and what the head answers.")
        .doesNotContain("attention map");
  }

  @Test
  void realTargetsAreExplainedByTheirLoss() throws Exception {
    double[] values = new double[2 * SAMPLES];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.sin(i);
    }
    Npy.write(files.labels(), values, SAMPLES, 2);
    Object[] settings =
        FitFiles.set("head.type=linear", "beta-fraction=0.3", "solver.tolerance=1e-2");
    Run fitted = files.fit(settings);
    assertThat(fitted.code()).as(fitted.err()).isZero();

    Run run = explain("--tokens", files.tokens(), "--labels", files.labels(), "--samples", 2);

    assertThat(run.code()).as(run.err()).isZero();
    parsed();
    assertInOrder(
        Files.readString(page),
        "The largest losses",
        "Losses in the middle",
        "The smallest losses");
    assertThat(Files.readString(page))
        .containsPattern("Sample \\d+: expected [-0-9.e]+, [-0-9.e]+; answered ")
        .doesNotContain("What is taken for what");
  }

  private void assertRefused(String words, Object... more) {
    Run run = explain(more);
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains(words);
  }
}
