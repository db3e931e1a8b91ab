package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.bench.shapes.Patches;
import io.github.convexheads.bench.shapes.ShapeImages;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
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
    assertThat(Files.readString(page).replaceAll("base64,[^\"]*", ""))
        .doesNotContainIgnoringCase("http:", "https:", "<script", "url(", "@import", "NaN");
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
  void theAgreementWithTheMasksIsMeasuredForAttention() throws IOException {
    fit("attention");
    Path json = folder.resolve("explain.json");

    Run run = explain("--shapes", "--json", json);

    assertThat(run.code()).as(run.err()).isZero();
    JsonNode agreement = new ObjectMapper().readTree(json.toFile()).get("clusterAgreement");
    assertThat(agreement).hasSize(4);
    agreement.forEach(one -> assertThat(one.get("rand").asDouble()).isBetween(-0.5, 1.0));
    assertThat(agreement.get(2).get("method").asText()).isEqualTo("raw tokens");
    assertThat(agreement.get(2).get("rand").asDouble()).isCloseTo(0.75, within(0.15));
  }

  @Test
  void theMapsOfEveryDrawnHeadCanBePicked() throws Exception {
    fit("attention", 0.05);

    Run run = explain("--shapes", "--samples", 2);

    assertThat(run.code()).as(run.err()).isZero();
    String html = Files.readString(page);
    int heads = parsed().getElementsByTagName("input").getLength();
    assertThat(heads).isBetween(2, 4);
    for (int h = 1; h <= heads; h++) {
      assertThat(html.split("class=\"of of" + h + "\"", -1)).hasSize(3);
      assertThat(html).contains("#pick" + h + ":checked ~ .sample .of" + h);
    }
    assertThat(html.split("checked=\"checked\"", -1)).hasSize(2);
    assertThat(html).contains("id=\"image0\"", "href=\"#image1\"").doesNotContain("#image2");
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
    Files.writeString(names, "<b>&\n".repeat(10));

    Run run = explain("--tokens", files.tokens(), "--labels", files.labels(), "--names", names);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(parsed().getElementsByTagName("b").getLength()).isZero();
    assertThat(Files.readString(page)).contains("&lt;b&gt;&amp;");
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    fit("linear");
    Path other = folder.resolve("other.npy");
    Npy.write(other, new double[24], 2, 4, 3);
    Files.writeString(history, "nonsense\n");

    assertRefused("4 x 3", "--tokens", other);
    assertRefused("no history", "--history", history);
    assertRefused("leave out", "--shapes", "1", "--tokens", files.tokens());
    assertRefused("need --tokens", "--labels", files.labels());
    assertRefused("is no folder", "--results", folder.resolve("none"));
    assertRefused("no result of a comparison", "--results", folder);
    assertThat(page).doesNotExist();
  }

  private void assertRefused(String words, Object... more) {
    Run run = explain(more);
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains(words);
  }
}
