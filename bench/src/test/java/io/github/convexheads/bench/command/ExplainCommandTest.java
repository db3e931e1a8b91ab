package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.format.Npy;
import io.github.convexheads.bench.shapes.Patches;
import io.github.convexheads.bench.shapes.ShapeImages;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private Path tokens;
  private Path labels;
  private Path model;
  private Path history;
  private Path page;

  @BeforeEach
  void writeData() {
    tokens = folder.resolve("tokens.npy");
    labels = folder.resolve("labels.npy");
    model = folder.resolve("model.safetensors");
    history = folder.resolve("history.csv");
    page = folder.resolve("page.html");
    ShapeImages images = ShapeImages.draw(SAMPLES, 4);
    Npy.write(tokens, Patches.cut(images.pixels(), ShapeImages.SIDE, 8), SAMPLES, 16, 64);
    Npy.write(labels, images.labels(), SAMPLES);
  }

  private void fit(String head) {
    Run run =
        Run.of(
            "fit",
            "--tokens",
            tokens,
            "--labels",
            labels,
            "--model",
            model,
            "--classes",
            10,
            "--history",
            history,
            "--set",
            "head.type=" + head,
            "--set",
            "beta-fraction=0.3",
            "--set",
            "solver.tolerance=1e-2");
    assertThat(run.code()).as(run.err()).isZero();
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

    Run run = Run.of("explain", "--model", model, "--history", history, "--shapes", "--out", page);

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

    Run run = Run.of("explain", "--model", model, "--shapes", "--out", page, "--json", json);

    assertThat(run.code()).as(run.err()).isZero();
    JsonNode agreement = new ObjectMapper().readTree(json.toFile()).get("clusterAgreement");
    assertThat(agreement).hasSize(4);
    agreement.forEach(one -> assertThat(one.get("rand").asDouble()).isBetween(-0.5, 1.0));
    assertThat(agreement.get(2).get("method").asText()).isEqualTo("raw tokens");
    assertThat(agreement.get(2).get("rand").asDouble()).isCloseTo(0.75, within(0.15));
  }

  @Test
  void namesOfClassesAreEscaped() throws Exception {
    fit("linear");
    Path names = folder.resolve("names.txt");
    Files.writeString(names, "<b>&\n".repeat(10));

    Run run =
        Run.of(
            "explain",
            "--model",
            model,
            "--tokens",
            tokens,
            "--labels",
            labels,
            "--names",
            names,
            "--out",
            page);

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
    assertRefused("leave out", "--shapes", "1", "--tokens", tokens);
    assertRefused("need --tokens", "--labels", labels);
    assertThat(page).doesNotExist();
  }

  private void assertRefused(String words, Object... more) {
    Object[] all = new Object[5 + more.length];
    System.arraycopy(new Object[] {"explain", "--model", model, "--out", page}, 0, all, 0, 5);
    System.arraycopy(more, 0, all, 5, more.length);
    Run run = Run.of(all);
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains(words);
  }
}
