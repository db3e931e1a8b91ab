package io.github.convexheads.bench.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command where numbers have a decimal comma or digits of their own. */
class LocaleTest {
  private static final String FOREIGN_DIGIT = "[\\p{Nd}&&[^0-9]]";

  @TempDir private Path folder;

  @AfterEach
  void endChildren() {
    Child.endAll();
  }

  @Test
  void everyNumberIsWrittenAsTheCommandReadsIt() throws IOException, InterruptedException {
    double[] values = new double[60 * 2 * 4];
    Arrays.setAll(values, i -> Math.sin(0.7 * i * (i % 11)));
    int[] labels = new int[60];
    Arrays.setAll(labels, i -> i % 3);
    Path tokens = folder.resolve("tokens.npy");
    Path classes = folder.resolve("labels.npy");
    Npy.write(tokens, values, 60, 2, 4);
    Npy.write(classes, labels, 60);
    Path json = folder.resolve("fit.json");

    Run persian =
        Child.start(
                folder,
                "-Duser.language=fa",
                "fit",
                "--tokens",
                tokens,
                "--labels",
                classes,
                "--model",
                folder.resolve("head.safetensors"),
                "--set",
                "head.type=linear",
                "--path",
                3,
                "--json=" + json)
            .end();

    assertThat(persian.code()).as(persian.err()).isZero();
    assertThat(persian.err()).doesNotContainPattern(FOREIGN_DIGIT);
    assertThat(Files.readString(json, UTF_8)).doesNotContainPattern(FOREIGN_DIGIT);
  }
}
