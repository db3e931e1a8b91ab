package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One experiment on two token sets of different shapes, written in the file as wide, narrow. */
class CompareSetsTest {
  private static final int SAMPLES = 40;

  @TempDir private Path folder;
  private Path results;
  private Path file;

  @BeforeEach
  void writeData() throws IOException {
    results = folder.resolve("results");
    file = folder.resolve("sets.conf");
    write("wide", 3, 5);
    write("narrow", 4, 2);
    experiment("split.test = 10", "wide " + set("wide"), "narrow " + set("narrow"));
  }

  private void write(String name, int tokens, int features) {
    Random random = new Random(features);
    int[] classes = new int[SAMPLES];
    double[] values = new double[SAMPLES * tokens * features];
    for (int i = 0; i < values.length; i++) {
      int sample = i / (tokens * features);
      classes[sample] = sample % 3;
      values[i] = random.nextGaussian() + (i % features == classes[sample] ? 1 : 0);
    }
    Npy.write(tokensOf(name), values, SAMPLES, tokens, features);
    Npy.write(labelsOf(name), classes, SAMPLES);
  }

  private Path tokensOf(String name) {
    return folder.resolve(name + ".npy");
  }

  private Path labelsOf(String name) {
    return folder.resolve(name + "-labels.npy");
  }

  private String inner(String name) {
    return "tokens = \"%s\", labels = \"%s\"".formatted(tokensOf(name), labelsOf(name));
  }

  private String set(String name) {
    return "{ " + inner(name) + " }";
  }

  private void experiment(String split, String... data) throws IOException {
    Files.writeString(
        file,
        """
        data {
          %s
        }
        split.validation = 0.25
        preprocess.recommended = false
        %s
        seeds = [1, 2]
        beta-fractions = [0.5]
        heads = [ { type = mixer }, { type = linear } ]
        """
            .formatted(String.join("\n  ", data), split));
  }

  private Run compare(Object... more) {
    Object[] fixed = {"compare", "--config", file, "--results", results};
    return Run.of(Stream.of(fixed, more).flatMap(Stream::of).toArray());
  }

  private List<Path> models(Path of) throws IOException {
    try (Stream<Path> inside = Files.list(of)) {
      return inside.filter(f -> f.toString().endsWith(".safetensors")).sorted().toList();
    }
  }

  @Test
  void everySetHasATableUnderItsNameInTheOrderOfNames() {
    Run run = compare();

    assertThat(run.code()).as(run.err()).isZero();
    List<String> lines =
        run.out().lines().map(l -> l.replaceAll("(?<=\\| [a-z]+ ).*", "")).toList();
    assertThat(lines)
        .hasSize(25)
        .startsWith("narrow: 4 tokens x 2 features, 20 to fit, 10 to validate, 10 to test", "")
        .containsSubsequence("| mixer ", "| linear ", "")
        .contains("| against ");
    assertThat(lines.get(13))
        .isEqualTo("wide: 3 tokens x 5 features, 20 to fit, 10 to validate, 10 to test");
    assertThat(lines.get(12)).isEmpty();
    assertThat(lines.get(14)).isEmpty();
    assertThat(lines).contains("preprocessing     none, for every head");
  }

  @Test
  void whichStepsEveryHeadTookIsSaid() throws IOException {
    String text = Files.readString(file);
    Files.writeString(
        file,
        text.replace("preprocess.recommended = false", "")
            .replace("{ type = linear }", "{ type = linear, preprocess.standardize = true }"));
    Path json = folder.resolve("table.json");

    Run run = compare("--sets", "narrow", "--seeds", "1", "--json", json);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("preprocessing     clip 10, standardize, bias, for mixer\n")
        .contains("preprocessing     standardize, for linear\n");
    assertThat(run.err()).contains("narrow: linear seed 1: standardize; beta-fraction 0.5");
    assertThat(new ObjectMapper().readTree(json.toFile()).findValue("preprocessing"))
        .isEqualTo(
            new ObjectMapper()
                .createObjectNode()
                .put("mixer", "clip 10, standardize, bias")
                .put("linear", "standardize"));
  }

  @Test
  void trialsAreNamedAndCountedOverAllSets() {
    assertThat(compare().err().lines().filter(l -> l.startsWith("[")))
        .containsExactly(
            "[1/8] narrow: mixer seed 1",
            "[2/8] narrow: linear seed 1",
            "[3/8] narrow: mixer seed 2",
            "[4/8] narrow: linear seed 2",
            "[5/8] wide: mixer seed 1",
            "[6/8] wide: linear seed 1",
            "[7/8] wide: mixer seed 2",
            "[8/8] wide: linear seed 2");
  }

  @Test
  void csvHasAColumnForTheSetAndJsonAListOfSets() throws IOException {
    Path csv = folder.resolve("table.csv");
    Path json = folder.resolve("table.json");

    assertThat(compare("--csv", csv, "--json", json).code()).isZero();

    List<String> rows = Files.readAllLines(csv);
    assertThat(rows.get(0)).startsWith("data,head,type,").endsWith(",seeds,proven");
    assertThat(rows.stream().skip(1).map(r -> r.split(",", -1)).map(r -> r[0] + " " + r[1]))
        .containsExactly("narrow mixer", "narrow linear", "wide mixer", "wide linear");
    assertThat(rows).allMatch(r -> r.split(",", -1).length == rows.get(0).split(",").length);
    JsonNode all = new ObjectMapper().readTree(json.toFile());
    assertThat(all.fieldNames()).toIterable().containsExactly("schema", "verb", "version", "sets");
    JsonNode sets = all.get("sets");
    assertThat(sets.findValuesAsText("data")).containsExactly("narrow", "wide");
    for (JsonNode set : sets) {
      assertThat(set.fieldNames())
          .toIterable()
          .containsExactly("data", "proven", "rows", "preprocessing", "pairs", "trials");
      assertThat(set.get("trials")).hasSize(4);
    }
    assertThat(sets.get(0).get("rows").get(0).get("parameters").asLong()).isEqualTo(4 * 2 * 3);
    assertThat(sets.get(1).get("rows").get(0).get("parameters").asLong()).isEqualTo(3 * 5 * 3);
  }

  @Test
  void aSetWithoutANameKeepsItsPlacesAndColumns() throws IOException {
    experiment("split.test = 10", inner("wide"));
    Path csv = folder.resolve("table.csv");
    Path json = folder.resolve("table.json");

    Run run = compare("--csv", csv, "--json", json);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(models(results)).hasSize(4);
    assertThat(Files.readAllLines(csv).get(0)).startsWith("head,type,");
    assertThat(Files.readAllLines(csv).get(1)).startsWith("mixer,");
    assertThat(new ObjectMapper().readTree(json.toFile()).fieldNames())
        .toIterable()
        .containsExactly(
            "schema", "verb", "version", "proven", "rows", "preprocessing", "pairs", "trials");
    assertThat(run.out().lines())
        .hasSize(10)
        .allMatch(l -> l.isEmpty() || l.startsWith("|") || l.startsWith("preprocessing "));
    assertThat(run.err()).contains("[1/4] mixer seed 1");
  }

  @Test
  void resultsOfASetAreInAFolderOfItsNameThatExplainTakes() throws IOException {
    assertThat(compare().code()).isZero();

    assertThat(models(results)).isEmpty();
    assertThat(models(results.resolve("narrow"))).hasSize(4);
    List<Path> wide = models(results.resolve("wide"));
    assertThat(wide).hasSize(4);
    Path page = folder.resolve("page.html");
    Run run =
        Run.of(
            "explain", "--model", wide.get(0), "--results", results.resolve("wide"), "--out", page);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readString(page)).contains("<td class=\"n self\">linear</td>");
  }

  @Test
  void chosenSetsRunAloneAndAreSkippedLater() throws IOException {
    Files.delete(tokensOf("narrow"));
    Run first = compare("--sets", "wide");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).startsWith("wide: ").doesNotContain("narrow");
    assertThat(results.resolve("narrow")).doesNotExist();
    write("narrow", 4, 2);

    Run all = compare("--sets", "wide,narrow");

    assertThat(all.code()).as(all.err()).isZero();
    assertThat(all.out()).startsWith("narrow: ");
    assertThat(all.err())
        .contains("[4/8] narrow: linear seed 2")
        .doesNotContain("] wide:")
        .contains("(kept in " + results.resolve("wide") + ")")
        .doesNotContain("(kept in " + results.resolve("narrow") + ")");
    assertThat(compare().err()).doesNotContain("[");
  }

  @Test
  void filesOfSetsMayBeSetInTheCommand() throws IOException {
    experiment("split.test = 10", "classes = 4", "narrow {}", "wide " + set("wide"));
    Path json = folder.resolve("table.json");

    Run run =
        compare(
            "--set",
            "data.narrow.tokens=" + tokensOf("narrow"),
            "--set",
            "data.narrow.labels=" + labelsOf("narrow"),
            "--set",
            "data.wide.classes=5",
            "--json",
            json);

    assertThat(run.code()).as(run.err()).isZero();
    JsonNode sets = new ObjectMapper().readTree(json.toFile()).get("sets");
    assertThat(sets.get(0).get("rows").get(0).get("parameters").asLong()).isEqualTo(4 * 2 * 4);
    assertThat(sets.get(1).get("rows").get(0).get("parameters").asLong()).isEqualTo(3 * 5 * 5);
  }

  @Test
  void aSetMayHaveTestSamplesOfItsOwnAndDotsInItsName() throws IOException {
    String own = "{ %s, test %s }".formatted(inner("wide"), set("wide"));
    experiment("", "\"net-0.25\" " + own);

    Run run = compare();

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .startsWith("net-0.25: 3 tokens x 5 features, 30 to fit, 10 to validate, 40 to test");
    assertThat(models(results.resolve("net-0.25"))).hasSize(4);
  }

  @Test
  void oneRowThatIsNotProvenMakesTheWholeComparisonNotSolved() throws IOException {
    assertThat(compare().code()).isZero();
    String easy = Files.readString(file);
    String hard = "{ type = mixer, solver { max-iterations = 1, tolerance = 1e-12 } }";
    assertThat(easy).contains("{ type = mixer }");
    Files.writeString(file, easy.replace("{ type = mixer }", hard));

    Run run = compare();

    assertThat(run.code()).as(run.err()).isEqualTo(4);
    assertThat(run.out().lines().filter(line -> line.contains("(!)")))
        .hasSize(2)
        .allMatch(line -> line.startsWith("| mixer"));
  }

  @Test
  void nothingIsFittedBeforeAllSetsAreReadAndAllowed() throws IOException {
    Npy.write(labelsOf("wide"), new int[SAMPLES - 1], SAMPLES - 1);
    assertRefused("token set wide: there are 40 samples of tokens, but targets for 39");

    write("wide", 3, 5);
    String count = "solver.max-iterations";
    assertRefused(count, "--sets", "wide,narrow", "--set", count + "=0");
    assertRefused(
        "token set narrow, head mixer: preprocess.components = 4, but tokens have 2 features; allowed: 1 to 2",
        "--set",
        "preprocess.components=4");
    double[] fractions = new double[SAMPLES * 3];
    Arrays.fill(fractions, 0.5);
    Npy.write(labelsOf("wide"), fractions, SAMPLES, 3);
    assertRefused("token set wide, head mixer: ", "--set", "loss.type=softmax");

    assertThat(models(results.resolve("narrow"))).isEmpty();
  }

  @Test
  void badSetsAreRefusedInOneLine() throws IOException {
    String wide = "wide " + set("wide");
    String test = "split.test = 10";
    experiment(test, wide, "labels = a.npy");
    assertRefused("data has labels and also the section wide; write data { tokens, labels, test }");
    experiment(test, inner("wide"), "tst { tokens = a.npy }");
    assertRefused("data has tokens, labels and also the section tst; did you mean test?");
    experiment(test, "\"a/b\" " + set("wide"));
    assertRefused("token set name 'a/b' is not allowed; it names files: letters, digits");
    experiment(test, "\"..\" " + set("wide"));
    assertRefused("token set name '..' is not allowed");
    experiment(test, "wide { tokns = a.npy }");
    assertRefused("token set wide: tokns is not a setting of data.wide; did you mean tokens?");
    experiment(test, "wide { %s, test { labls = a.npy } }".formatted(inner("wide")));
    assertRefused("labls is not a setting of data.wide.test; did you mean labels?");
    experiment(test, "wide { tokens = \"%s\" }".formatted(tokensOf("wide")));
    assertRefused("data.wide.labels is not given");
    experiment(test, "tokns = a.npy");
    assertRefused("tokns is not a setting of data; did you mean tokens?");
    experiment(test, wide, "clases = 3");
    assertRefused("clases is not a setting of data, whose sections are token sets; did you mean");
    experiment(test, "classes = 3");
    assertRefused(
        "data.tokens is not given; write it in the file or as --set data.tokens=FILE, or");
    experiment("", wide);
    assertRefused("give data.wide.test.tokens and data.wide.test.labels, or split.test");
    experiment(test, "wide { %s, test %s }".formatted(inner("wide"), set("wide")));
    assertRefused("both data.wide.test and split.test are given");
  }

  @Test
  void setsThatAreNotThereCannotBeChosen() throws IOException {
    assertRefused("there is no token set wid; there are narrow, wide", "--sets", "narrow,wid");
    experiment("split.test = 10", inner("wide"));
    assertRefused("data has one set without a name; leave out --sets", "--sets", "wide");
  }

  private void assertRefused(String words, Object... more) {
    Run run = compare(more);
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err()).contains(words);
    assertThat(run.err().lines()).hasSize(1);
  }
}
