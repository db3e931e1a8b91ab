package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.internal.format.Npz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every verb has a machine-readable result, on standard output or beside the text in a file. */
class JsonOptionTest {
  @TempDir private Path folder;

  @Test
  void everyVerbHasTheOption() {
    CommandLine line = ConvexHeadsCommand.line();

    assertThat(line.getSubcommands()).hasSizeGreaterThan(10);
    line.getSubcommands()
        .forEach(
            (verb, command) ->
                assertThat(
                        List.of("help", "schema").contains(verb)
                            || command.getCommandSpec().findOption("--json") != null)
                    .as(verb)
                    .isTrue());
  }

  /** JSON has no NaN and no infinity; they were written as text once. */
  @Test
  void whatIsNoNumberIsNull() throws IOException {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("defined", 0.25);
    result.put("undefined", Double.NaN);
    result.put("inside", List.of(Map.of("gap", Double.POSITIVE_INFINITY), 1.5, Float.NaN));

    JsonNode written = new ObjectMapper().readTree(JsonOption.json(result));

    assertThat(written.toString())
        .isEqualTo("{\"defined\":0.25,\"undefined\":null,\"inside\":[{\"gap\":null},1.5,null]}");
  }

  @Test
  void predictSaysWhatItWrote() throws IOException {
    FitFiles files = FitFiles.in(folder);
    files.fitted("head.type=mixer", "head.pooling=mean");
    Path out = folder.resolve("out.npy");
    Object[] words = {"--tokens", files.tokens(), "--out", out, "--json"};

    JsonNode facts = FitFiles.succeeded(files.onModel("predict", words));

    assertThat(facts.get("samples").asInt()).isEqualTo(FitFiles.SAMPLES);
    assertThat(facts.get("shape").toString()).isEqualTo("[40,3]");
    assertThat(facts.get("out").asText()).isEqualTo(out.toString());

    Path file = folder.resolve("facts.json");
    Run beside = files.onModel("predict", FitFiles.concatenated(words, file));
    assertThat(beside.out()).contains("40 samples to");
    assertThat(new ObjectMapper().readTree(file.toFile())).isEqualTo(facts);
  }

  @Test
  void exportSaysWhatItWrote() {
    FitFiles files = FitFiles.in(folder);
    JsonNode fit =
        files.fitted("head.type=attention", "beta-fraction=0.05", "preprocess.recommended=false");
    for (String format : new String[] {"onnx", "npz"}) {
      Path out = folder.resolve("head." + format);
      Object[] words = {"--format", format, "--out", out, "--json"};

      JsonNode facts = FitFiles.succeeded(files.onModel("export", words));

      assertThat(facts.get("format").asText()).isEqualTo(format);
      assertThat(facts.get("heads").asInt()).isEqualTo(fit.get("rank").asInt()).isPositive();
      assertThat(facts.get("outputs").asInt()).isEqualTo(FitFiles.CLASSES);
      assertThat(facts.get("out").asText()).isEqualTo(out.toString());
      assertThat(out).isNotEmptyFile();
    }
    Npz npz = Npz.read(folder.resolve("head.npz"));
    assertThat(npz.array("group0_W1").shape().sizes())
        .containsExactly(fit.get("rank").asLong(), 3L, 3L);
  }
}
