package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No file is written under the ending of another format. */
class WrittenFormatsTest {
  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void writeFiles() throws IOException {
    files = FitFiles.in(folder);
    files.fitted("head=linear", "beta-fraction=0.3");
  }

  @ParameterizedTest
  @CsvSource({
    "predict --model @model.safetensors --tokens @tokens.npy --out @o.txt, .csv or .npy",
    "predict --model @model.safetensors --tokens @tokens.npy --out @o.csv.gz, .csv or .npy",
    "predict --model @model.safetensors --tokens @tokens.npy --out @o --json @o.npz, .json or .txt",
    "fit --tokens @tokens.npy --labels @labels.npy --model @o.pt, .safetensors",
    "tokens --images @images --tokens @o.npz, .npy",
    "export --model @model.safetensors --format onnx --out @o.py, .onnx",
    "export --model @model.safetensors --format npz --out @o.npy, .npz",
    "explain --model @model.safetensors --tokens @tokens.npy --out @o.pdf, .html or .htm"
  })
  void anEndingOfAnotherFormatIsRefused(String arguments, String right) {
    Run run = Run.of((Object[]) arguments.replace("@", folder + "/").split(" "));

    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err()).hasLineCount(1).contains("; name it " + right);
    assertThat(folder).isDirectoryNotContaining("glob:**/o*");
  }

  @Test
  void anEndingThatSaysNothingIsLeftAlone() {
    Path written = folder.resolve("o.v2");

    Run run =
        Run.of(
            "predict",
            "--model",
            folder.resolve("model.safetensors"),
            "--tokens",
            files.tokens(),
            "--out",
            written);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.exists(written)).isTrue();
  }
}
