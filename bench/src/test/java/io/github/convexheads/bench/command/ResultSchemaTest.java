package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.bench.schema.ResultSchema;
import io.github.convexheads.bench.schema.SchemaCheck;
import io.github.convexheads.bench.schema.SchemaDocuments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What verbs write is what is documented, and the documents are up to date. */
class ResultSchemaTest {
  private static final Path PAGES = Path.of("..", ".github");

  @TempDir private Path folder;

  private static void requireDocumented(String verb, Run run) {
    JsonNode facts = FitFiles.facts(run);
    assertThat(SchemaCheck.problems(verb, facts)).as(run.err()).isEmpty();
    assertThat(facts.get("verb").asText()).isEqualTo(verb);
    assertThat(facts.get("schema").asInt()).isEqualTo(ResultSchema.VERSION);
  }

  private static Object[] settings(String... more) {
    return FitFiles.concatenated(
        FitFiles.set("head.activation=gated-relu", "head.gates.count=2", "solver.tolerance=1e-2"),
        FitFiles.concatenated(FitFiles.set(more), "--json"));
  }

  @Test
  void verbsOfOneHeadWriteWhatIsDocumented() throws IOException {
    FitFiles files = FitFiles.in(folder);
    Object[] mixer = settings("head.type=mixer", "beta-fraction=0.1");
    requireDocumented("fit", files.fit(mixer));
    requireDocumented("fit", files.fit(FitFiles.concatenated(mixer, "--folds", 2, "--path", 2)));
    requireDocumented(
        "fit", files.fit(FitFiles.concatenated(mixer, "--validation", 0.2, "--path", 2)));
    Path first = Files.copy(files.model(), folder.resolve("first.safetensors"));
    requireDocumented("fit", files.fit("--like", first, "--json"));
    requireDocumented("evaluate", files.onData("evaluate", "--json"));
    requireDocumented("verify", files.onData("verify", "--json"));
    Path calibrated = folder.resolve("c.safetensors");
    requireDocumented("calibrate", files.onData("calibrate", "--out", calibrated, "--json"));
    Object[] predict = {"--tokens", files.tokens(), "--out", folder.resolve("p.npy"), "--json"};
    requireDocumented("predict", files.onModel("predict", predict));
    Object[] export = {"--format", "npz", "--out", folder.resolve("e.npz"), "--json"};
    requireDocumented("export", files.onModel("export", export));
    requireDocumented(
        "explain", files.onData("explain", "--out", folder.resolve("x.html"), "--json"));
  }

  @Test
  void fitsOfOtherTargetsWriteWhatIsDocumented() {
    FitFiles files = FitFiles.in(folder);
    double[] constant = new double[FitFiles.SAMPLES];
    Arrays.fill(constant, 1);
    Npy.write(files.labels(), constant, FitFiles.SAMPLES, 1);
    requireDocumented("fit", files.fit(settings("head.type=attention", "loss.type=squared")));
    requireDocumented("evaluate", files.onData("evaluate", "--json"));
    int[] member = new int[2 * FitFiles.SAMPLES];
    Arrays.setAll(member, i -> i * 7 % 11 < 5 ? 1 : 0);
    Npy.write(files.labels(), member, FitFiles.SAMPLES, 2);
    requireDocumented("fit", files.fit(settings("head.type=fno", "loss.type=logistic")));
    requireDocumented("evaluate", files.onData("evaluate", "--json"));
  }

  @Test
  void comparisonsWriteWhatIsDocumented() throws IOException {
    FitFiles files = FitFiles.in(folder);
    String data = "tokens = \"%s\", labels = \"%s\"".formatted(files.tokens(), files.labels());
    String rest =
        """
        split { validation = 0.25, test = 12 }
        seeds = [1, 2]
        beta-fractions = [0.5, 0.2]
        solver { tolerance = 1e-2 }
        heads = [ { type = linear }, { type = mixer } ]
        """;
    for (String sets : new String[] {data, "one { %s }, two { %s }".formatted(data, data)}) {
      Path file = folder.resolve("compare.conf");
      Files.writeString(file, "data { " + sets + " }\n" + rest);
      Path results = folder.resolve("results" + sets.length());
      requireDocumented(
          "compare", Run.of("compare", "--config", file, "--results", results, "--json"));
    }
  }

  @Test
  void pluginsWriteWhatIsDocumented() {
    requireDocumented("plugins", Run.of("plugins", "--json"));
    requireDocumented("plugins", Run.of("plugins", "low-rank", "--json"));
  }

  @Test
  void imagesBecomeTokensAndAResultThatIsDocumented() throws IOException {
    byte[] records = new byte[4 * 3074];
    Arrays.fill(records, (byte) 3);
    Path images = folder.resolve("images.bin");
    Files.write(images, records);
    requireDocumented(
        "tokens",
        Run.of(
            "tokens",
            "--images",
            images,
            "--tokens",
            folder.resolve("t.npy"),
            "--labels",
            folder.resolve("l.npy"),
            "--json"));
  }

  @Test
  void pageAndSchemaAreWhatTheFieldsSay() throws IOException {
    String page = String.join("\n", SchemaDocuments.page()) + "\n";
    String schema = SchemaDocuments.jsonSchema() + "\n";
    assertThat(Files.readString(PAGES.resolve("JSON.md"), StandardCharsets.UTF_8))
        .as("write it again with bench/convex-heads schema --markdown > .github/JSON.md")
        .isEqualTo(page);
    assertThat(Files.readString(PAGES.resolve("results.schema.json"), StandardCharsets.UTF_8))
        .as("write it again with bench/convex-heads schema > .github/results.schema.json")
        .isEqualTo(schema);
    assertThat(new ObjectMapper().readTree(schema).get("oneOf"))
        .hasSize(ResultSchema.verbs().size());
  }
}
