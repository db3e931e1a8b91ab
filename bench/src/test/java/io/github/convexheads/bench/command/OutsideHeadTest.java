package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every verb that opens a model or a configuration knows the heads of a plugin folder. */
class OutsideHeadTest {
  private static final int SAMPLES = 24;

  @TempDir private Path folder;

  @BeforeEach
  void writeDataAndPlugin() throws IOException {
    Random random = new Random(5);
    int[] classes = new int[SAMPLES];
    double[] values = new double[SAMPLES * 4 * 3];
    for (int i = 0; i < values.length; i++) {
      classes[i / 12] = i / 12 % 3;
      values[i] = random.nextGaussian() + (i % 3 == classes[i / 12] ? 1 : 0);
    }
    Npy.write(path("tokens.npy"), values, SAMPLES, 4, 3);
    Npy.write(path("labels.npy"), classes, SAMPLES);
    writePlugin();
  }

  /** A folder of classes: the MLP baseline under another id. */
  private void writePlugin() throws IOException {
    Path plugin = Files.createDirectories(path("plugins/outside"));
    Path source = path("OutsideProvider.java");
    Files.writeString(
        source,
        """
        package outside;
        import io.github.convexheads.api.head.Head;
        import io.github.convexheads.api.settings.Settings;
        public final class OutsideProvider implements io.github.convexheads.api.head.HeadProvider {
          private final io.github.convexheads.bench.baseline.MlpHeadProvider mlp =
              new io.github.convexheads.bench.baseline.MlpHeadProvider();
          public int spiVersion() { return SPI_VERSION; }
          public String id() { return "outside"; }
          public String description() { return "A head of a test."; }
          public java.util.List<io.github.convexheads.api.settings.Setting<?>> settings() {
            return mlp.settings();
          }
          public Head create(Settings settings) { return mlp.create(settings); }
        }
        """);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                plugin.toString(),
                source.toString());
    assertThat(compiled).isZero();
    Path services = Files.createDirectories(plugin.resolve("META-INF/services"));
    Files.writeString(services.resolve(HeadProvider.class.getName()), "outside.OutsideProvider");
  }

  private Path path(String name) {
    return folder.resolve(name);
  }

  /** Words of a command line; a name that starts with @ is a file of this test. */
  private Run run(String line, Object... more) {
    Stream<Object> words =
        Arrays.stream(line.split(" "))
            .map(word -> word.startsWith("@") ? path(word.substring(1)) : word);
    return Run.of(Stream.concat(words, Stream.of(more)).toArray());
  }

  private Run fit() {
    return run(
        "fit --tokens @tokens.npy --labels @labels.npy --model @model.safetensors"
            + " --set head.type=outside --set beta-fraction=0.3 --set solver.tolerance=1e-9 --json @fit.json",
        "--plugins",
        path("plugins"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "predict --model @model.safetensors --tokens @tokens.npy --out @out.npy",
        "evaluate --model @model.safetensors --tokens @tokens.npy --labels @labels.npy",
        "verify --model @model.safetensors --tokens @tokens.npy --labels @labels.npy",
        "export --model @model.safetensors --format onnx --out @out.onnx",
        "explain --model @model.safetensors --tokens @tokens.npy --out @page.html",
        "fit --like @model.safetensors --tokens @tokens.npy --labels @labels.npy --model @b.st"
      })
  void aModelOfAnOutsideHeadOpensWithItsPluginOnly(String line) {
    Run fitted = fit();
    assertThat(fitted.code()).as(fitted.err()).isZero();

    Run without = run(line);
    Run with = run(line, "--plugins", path("plugins"));

    assertThat(without.code()).isEqualTo(3);
    assertThat(without.err()).contains("there is no head 'outside'", "--plugins DIR");
    assertThat(with.code()).as(with.err()).isZero();
  }

  @Test
  void aComparisonTakesAnOutsideHead() throws IOException {
    Files.writeString(
        path("small.conf"),
        """
        data { tokens = "%s", labels = "%s" }
        split { validation = 0.25, test = 6 }
        beta-fractions = [0.5]
        heads = [ { type = outside }, { type = linear } ]
        """
            .formatted(path("tokens.npy"), path("labels.npy")));
    String line = "compare --config @small.conf --results @results";

    assertThat(run(line).err()).contains("there is no head 'outside'");
    Run with = run(line, "--plugins", path("plugins"));
    assertThat(with.code()).as(with.err()).isZero();
    assertThat(with.out()).contains("| outside");
  }

  @Test
  void aReferenceProblemOfAnOutsideHeadIsSolved() throws IOException {
    assertThat(fit().code()).isZero();
    var facts = new ObjectMapper().readTree(path("fit.json").toFile());
    Path solved = Files.createDirectories(path("cases/outside"));
    Files.copy(path("tokens.npy"), solved.resolve("tokens.npy"));
    Files.copy(path("labels.npy"), solved.resolve("labels.npy"));
    Files.writeString(
        solved.resolve("case.json"),
        """
        {"head": "outside", "activation": "linear", "loss": "softmax", "pooling": "mean",
         "beta": %s, "primal": %s, "dual": %s, "outputs": 3}
        """
            .formatted(facts.get("beta"), facts.get("primal"), facts.get("dual")));

    Run without = run("conformance --cases @cases --solver projected-gradient");
    Run with =
        run("conformance --cases @cases --solver projected-gradient", "--plugins", path("plugins"));

    assertThat(without.out()).contains("there is no head 'outside'");
    assertThat(with.code()).as(with.out()).isZero();
    assertThat(with.out()).contains("1 of 1 within tolerance");
  }

  @Test
  void theDemoFitsAnOutsideHead() {
    Run without = run("demo --head outside");

    assertThat(without.code()).isEqualTo(3);
    assertThat(without.err()).contains("there is no head 'outside'");
    Run with = run("demo --head outside", "--plugins", path("plugins"));
    assertThat(with.code()).as(with.err()).isZero();
  }
}
