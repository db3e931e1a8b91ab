package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.bench.shapes.Patches;
import io.github.convexheads.bench.shapes.ShapeImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The report as a browser shows it. Pictures of its parts are left in {@code
 * target/report-screenshots}.
 */
class ReportInChromiumTest {
  private static final int SAMPLES = 80;
  private static final int CLASSES = 100;
  private static final int DESKTOP = 1280;
  private static final int PHONE = 390;
  private static final Path PICTURES = Path.of("target", "report-screenshots");

  @TempDir private static Path folder;
  private static Chromium browser;
  private static Path shapes;
  private static Path classes;

  @BeforeAll
  static void makeReports() throws Exception {
    Optional<Path> program = Chromium.program();
    assumeTrue(program.isPresent(), "there is no chromium, chromium-browser or google-chrome");
    shapes = reportOnShapes();
    classes = reportOnManyClasses();
    Files.createDirectories(PICTURES);
    browser = Chromium.start(program.get(), folder.resolve("profile"));
  }

  @AfterAll
  static void end() {
    if (browser != null) {
      browser.close();
    }
  }

  private static Path reportOnShapes() throws IOException {
    FitFiles files = new FitFiles(Files.createDirectory(folder.resolve("shapes")));
    ShapeImages images = ShapeImages.draw(SAMPLES, 4);
    float[] patches = Patches.cut(images.pixels(), ShapeImages.SIDE, 8);
    Npy.write(files.tokens(), patches, SAMPLES, 16, 64);
    Npy.write(files.labels(), images.labels(), SAMPLES);
    Path history = files.folder().resolve("history.csv");
    Path path = files.folder().resolve("path.csv");
    Object[] settings = FitFiles.set("head.type=attention", "solver.tolerance=1e-2");
    Object[] more = {
      "--classes", 10, "--history", history, "--path", 3, "--folds", 2, "--path-out", path
    };
    require(files.fit(FitFiles.concatenated(settings, more)));
    Path page = files.folder().resolve("page.html");
    require(
        files.onModel("explain", "--out", page, "--shapes", "--history", history, "--path", path));
    return page;
  }

  private static Path reportOnManyClasses() throws IOException {
    FitFiles files = new FitFiles(Files.createDirectory(folder.resolve("classes")));
    Random random = new Random(3);
    int n = 4 * CLASSES;
    int[] labels = new int[n];
    double[] values = new double[n * 12];
    for (int i = 0; i < n; i++) {
      labels[i] = i % CLASSES;
      Random own = new Random(labels[i]);
      for (int k = 0; k < 12; k++) {
        values[i * 12 + k] = 1.5 * own.nextGaussian() + random.nextGaussian();
      }
    }
    Npy.write(files.tokens(), values, n, 1, 12);
    Npy.write(files.labels(), labels, n);
    List<String> names = new ArrayList<>();
    for (int k = 0; k < CLASSES; k++) {
      names.add("a class with <b>a long name</b> of number " + k);
    }
    Path named = Files.write(files.folder().resolve("names.txt"), names);
    require(
        files.fit(FitFiles.set("head.type=linear", "beta-fraction=0.05", "solver.tolerance=1e-2")));
    Path page = files.folder().resolve("page.html");
    require(files.onData("explain", "--out", page, "--names", named));
    return page;
  }

  private static void require(Run run) {
    assertThat(run.code()).as(run.err()).isZero();
  }

  private static void open(Path page, int width, boolean dark) {
    browser.screen(width, width < 600, dark, "screen");
    browser.open(page);
  }

  @Test
  void itComplainsOfNothingAndAsksForNothingButItself() {
    for (Path page : List.of(shapes, classes)) {
      open(page, DESKTOP, false);

      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.asked().stream().filter(url -> !url.startsWith("data:")))
          .containsExactly(page.toUri().toString());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {320, PHONE, 768, DESKTOP})
  void itIsNoWiderThanTheScreen(int width) {
    for (Path page : List.of(shapes, classes)) {
      open(page, width, false);

      assertThat(browser.evaluate("document.scrollingElement.scrollWidth").asInt())
          .isLessThanOrEqualTo(width);
    }
  }

  @Test
  void everyPartIsDrawnForDesktopPhoneAndDarkScreens() throws IOException {
    for (Path page : List.of(shapes, classes)) {
      String report = page.getParent().getFileName().toString();
      pictures(page, DESKTOP, false, report + "-desktop");
      pictures(page, PHONE, false, report + "-phone");
      pictures(page, DESKTOP, true, report + "-dark");
    }
  }

  private static void pictures(Path page, int width, boolean dark, String name) throws IOException {
    open(page, width, dark);
    int sections = browser.evaluate("document.querySelectorAll('section').length").asInt();
    assertThat(sections).isGreaterThanOrEqualTo(5);
    for (int i = 0; i < sections; i++) {
      String section = "document.querySelectorAll('section')[" + i + "]";
      Path file =
          PICTURES.resolve(name + "-" + browser.evaluate(section + ".id").asText() + ".png");
      browser.picture(section, file);
      assertThat(colours(file)).as(file.toString()).isGreaterThan(10);
    }
  }

  private static int colours(Path file) throws IOException {
    BufferedImage picture = ImageIO.read(file.toFile());
    assertThat(picture.getWidth()).isGreaterThan(300);
    Set<Integer> colours = new HashSet<>();
    for (int i = 0; i < picture.getWidth() * picture.getHeight(); i++) {
      colours.add(picture.getRGB(i % picture.getWidth(), i / picture.getWidth()));
    }
    return colours.size();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void textCanBeToldFromItsGround(boolean dark) {
    open(shapes, DESKTOP, dark);

    JsonNode worst =
        browser.evaluate(
            """
            (() => {
              const light = (c) => {
                const p = c.match(/[\\d.]+/g).slice(0, 3).map((v) => v / 255)
                  .map((v) => v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4));
                return 0.2126 * p[0] + 0.7152 * p[1] + 0.0722 * p[2];
              };
              const ground = (e) => {
                for (; e; e = e.parentElement) {
                  const c = getComputedStyle(e).backgroundColor;
                  if (!/rgba\\(.*, 0(\\.\\d+)?\\)/.test(c)) return c;
                }
                return 'rgb(255, 255, 255)';
              };
              let worst = {ratio: 99};
              for (const e of document.querySelectorAll('p, td, th, span, a, figcaption, h1, h2, text')) {
                if (!e.textContent.trim() || e.closest('.pick') || e.querySelector('span')) continue;
                if (e.textContent.trim() === '\\u25cf') continue;
                const a = light(getComputedStyle(e).color), b = light(ground(e));
                const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                if (ratio < worst.ratio) worst = {ratio, text: e.textContent};
              }
              return worst;
            })()
            """);

    assertThat(worst.get("ratio").asDouble()).as(worst.toString()).isGreaterThanOrEqualTo(4.5);
    assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor").asText())
        .isEqualTo(dark ? "rgb(13, 17, 23)" : "rgb(255, 255, 255)");
  }

  @ParameterizedTest
  @ValueSource(ints = {PHONE, DESKTOP})
  void noTextOfAFigureIsCutOffAndEveryAxisHasTicks(int width) {
    open(shapes, width, false);

    JsonNode outside =
        browser.evaluate(
            """
            [...document.querySelectorAll('svg text')].filter((text) => {
              const t = text.getBoundingClientRect();
              const s = text.ownerSVGElement.getBoundingClientRect();
              return t.width > 0 && (t.left < s.left - 1 || t.right > s.right + 1
                || t.top < s.top - 1 || t.bottom > s.bottom + 1);
            }).map((text) => text.textContent)
            """);
    JsonNode bare =
        browser.evaluate(
            """
            [...document.querySelectorAll('figure.large svg, figure.matrix svg')].filter((svg) =>
              [...svg.querySelectorAll('text')]
                .filter((text) => /^[-\\d.e+]+$/.test(text.textContent)).length < 2).length
            """);

    assertThat(outside).isEmpty();
    assertThat(bare.asInt()).isZero();
    assertThat(browser.evaluate("document.querySelectorAll('figure.matrix').length").asInt())
        .isGreaterThan(4);
  }

  @Test
  void theStripOfGroupsIsAlignedWithTheRowsOfItsMap() {
    open(shapes, DESKTOP, false);

    JsonNode strips =
        browser.evaluate(
            """
            [...document.querySelectorAll('.of1 figure.matrix svg')].map((svg) => {
              const [map, strip] = [...svg.querySelectorAll('image')]
                .map((image) => image.getBoundingClientRect());
              return [strip.top - map.top, strip.bottom - map.bottom, map.left - strip.right,
                strip.width, map.height];
            })
            """);

    assertThat(strips).isNotEmpty();
    for (JsonNode strip : strips) {
      assertThat(Math.abs(strip.get(0).asDouble())).isLessThan(0.5);
      assertThat(Math.abs(strip.get(1).asDouble())).isLessThan(0.5);
      assertThat(strip.get(2).asDouble()).isBetween(0.0, 6.0);
      assertThat(strip.get(3).asDouble()).isGreaterThan(4);
      assertThat(strip.get(4).asDouble()).isGreaterThan(100);
    }
  }

  @Test
  void theHeadThatIsPickedIsShownAlone() {
    open(shapes, DESKTOP, false);
    String shown =
        "[1, 2].map((h) => [...document.querySelectorAll('.of' + h)]"
            + ".filter((e) => getComputedStyle(e).display !== 'none').length > 0).join()";

    assertThat(browser.evaluate(shown).asText()).isEqualTo("true,false");
    browser.point("document.querySelector('label[for=pick2]')", true);
    assertThat(browser.evaluate(shown).asText()).isEqualTo("false,true");
  }

  @Test
  void aSquareOfTheConfusionMatrixSaysWhatItIs() {
    open(classes, DESKTOP, false);
    String cell = "document.querySelectorAll('.confusion rect.cell')[40]";
    String readout = "document.querySelector('.readout').textContent";
    String says = browser.evaluate(cell + ".querySelector('title').textContent").asText();

    assertThat(browser.evaluate(readout).asText()).contains("Point at a square");
    browser.point(cell, false);

    assertThat(browser.evaluate(readout).asText()).isEqualTo(says).contains("<b>a long name</b>");
    assertThat(browser.evaluate("document.querySelectorAll('.confusion text.on').length").asInt())
        .isEqualTo(2);
  }

  @Test
  void theConfusionMatrixHasOrders() {
    open(classes, DESKTOP, false);
    String places =
        "[...document.querySelectorAll('.confusion text[data-row]')].map((t) =>"
            + " [t.getBoundingClientRect().top, Number(t.dataset.row)]).sort((a, b) => a[0] - b[0])"
            + ".map((pair) => pair[1])";
    String onDiagonal =
        "[...document.querySelectorAll('rect.cell')].filter((cell) => cell.dataset.row =="
            + " cell.dataset.column).every((cell) => cell.getAttribute('x') =="
            + " cell.getAttribute('y'))";
    JsonNode confused = browser.evaluate(places);

    browser.point("document.querySelectorAll('.orders button')[1]", true);
    JsonNode byNumber = browser.evaluate(places);

    assertThat(byNumber).hasSize(CLASSES).isNotEqualTo(confused);
    for (int k = 0; k < CLASSES; k++) {
      assertThat(byNumber.get(k).asInt()).isEqualTo(k);
    }
    assertThat(browser.evaluate(onDiagonal).asBoolean()).isTrue();
    browser.point("document.querySelectorAll('.orders button')[0]", true);
    assertThat(browser.evaluate(places)).isEqualTo(confused);
  }

  @Test
  void aTableSortsByTheColumnThatIsClicked() {
    open(classes, DESKTOP, false);
    String first = "document.querySelector('table.sortable tbody tr').cells[0].textContent";
    String title = "document.querySelector('table.sortable th')";

    browser.point(title, true);
    assertThat(browser.evaluate(first).asText()).isEqualTo("0");
    browser.point(title, true);
    assertThat(browser.evaluate(first).asText()).isEqualTo(Integer.toString(CLASSES - 1));
  }

  @Test
  void itSaysTheSameWithoutScripts() {
    open(classes, DESKTOP, false);
    String text = "[...document.querySelectorAll('section')].map((s) => s.id).join()";
    String with = browser.evaluate(text).asText();
    browser.call("Emulation.setScriptExecutionDisabled", "value", true);
    try {
      browser.open(classes);

      assertThat(browser.evaluate(text).asText()).isEqualTo(with);
      assertThat(browser.evaluate("getComputedStyle(document.querySelector('.orders')).display"))
          .hasToString("\"none\"");
    } finally {
      browser.call("Emulation.setScriptExecutionDisabled", "value", false);
    }
  }

  @Test
  void paperHasDarkInkAndNoButtons() throws IOException {
    browser.screen(DESKTOP, false, true, "print");
    browser.open(shapes);

    assertThat(browser.evaluate("getComputedStyle(document.body).color").asText())
        .isEqualTo("rgb(0, 0, 0)");
    assertThat(
            browser.evaluate(
                "['nav', '.pick label'].every((s) =>"
                    + " getComputedStyle(document.querySelector(s)).display === 'none')"))
        .hasToString("true");
    byte[] pdf = Base64.getDecoder().decode(browser.call("Page.printToPDF").get("data").asText());
    Files.write(PICTURES.resolve("shapes.pdf"), pdf);
    assertThat(new String(pdf, StandardCharsets.ISO_8859_1)).startsWith("%PDF-");
    assertThat(pdf.length).isGreaterThan(20_000);
  }
}
