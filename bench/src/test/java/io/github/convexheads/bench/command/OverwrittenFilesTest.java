package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.api.internal.format.Npy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** No verb writes over a file that it reads. */
class OverwrittenFilesTest {
  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void writeFiles() throws IOException {
    files = FitFiles.in(folder);
    files.fitted("head=linear", "beta-fraction=0.3");
    Npy.write(folder.resolve("part0.npy"), new float[48], 4, 4, 3);
    Files.createLink(folder.resolve("link.npy"), files.tokens());
  }

  /** Options behind a verb, and the file that must stay; {@code @} is the folder. */
  static Stream<List<String>> commandLines() {
    String data = "--tokens @tokens.npy --labels @labels.npy ";
    String model = "--model @model.safetensors ";
    return Stream.of(
        List.of("predict " + model + "--tokens @tokens.npy --out @tokens.npy", "tokens.npy"),
        List.of("predict " + model + "--tokens @tokens.npy --out @link.npy", "tokens.npy"),
        List.of("predict " + model + "--tokens @p*0.npy --out @part0.npy", "part0.npy"),
        List.of("predict " + model + "--tokens @tokens.npy --out @o.npy --json @o.npy", "o.npy"),
        List.of("fit " + data + "--model @tokens.npy", "tokens.npy"),
        List.of("fit " + data + "--model @labels.npy", "labels.npy"),
        List.of("fit " + data + model + "--history @labels.npy", "labels.npy"),
        List.of("fit " + data + model + "--checkpoint @tokens.npy", "tokens.npy"),
        List.of("fit " + data + model + "--like @model.safetensors", "model.safetensors"),
        List.of("evaluate " + data + model + "--json @model.safetensors", "model.safetensors"),
        List.of("explain " + data + model + "--out @labels.npy", "labels.npy"),
        List.of("tokens --images @part0.npy --tokens @part0.npy", "part0.npy"),
        List.of("export " + model + "--format onnx --out @model.safetensors", "model.safetensors"),
        List.of("export " + model + "--format torch --out @model.py", "model.safetensors"));
  }

  @ParameterizedTest
  @MethodSource("commandLines")
  void anInputIsNeverReplaced(List<String> given) throws IOException {
    Path kept = folder.resolve(given.get(1));
    byte[] before = Files.exists(kept) ? Files.readAllBytes(kept) : null;

    Run run = Run.of((Object[]) given.get(0).replace("@", folder + "/").split(" "));

    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err()).hasLineCount(1).contains(" would replace the file that --");
    assertThat(Files.exists(kept) ? Files.readAllBytes(kept) : null).isEqualTo(before);
  }

  /** Files that no option names are read, or written, with those that one does. */
  static Stream<String> companions() {
    String model = "--model @model.safetensors ";
    String images = "tokens --images @pictures --patch 4 --tokens @t.npy ";
    String path = "fit --tokens @tokens.npy --labels @labels.npy --path 2 --set head=linear ";
    return Stream.of(
        "predict " + model + "--tokens @tokens.npy --out @tokens.npy.json",
        images + "--labels @t.npy.json",
        images + "--json @t.npy.json",
        images + "--whiten --labels @t.npy.whitening.npz",
        images + "--whiten --whitening @pictures/cat/1.png",
        images + "--labels @pictures/cat/1.png",
        "tokens --images @pictures --patch 4 --tokens @pictures/cat/1.png",
        "tokens --images @pictures --backbone @b.onnx --tokens @weights.bin",
        path + "--model @path.png --path-out @path.csv",
        path + model + "--path-out @path.png");
  }

  @ParameterizedTest
  @MethodSource("companions")
  void nothingThatGoesWithAFileIsReplaced(String line) throws IOException {
    Path picture = Files.createDirectories(folder.resolve("pictures/cat")).resolve("1.png");
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
    byte[] before = Files.readAllBytes(picture);
    Files.write(folder.resolve("weights.bin"), new byte[4]);
    TensorProto weights =
        TensorProto.newBuilder()
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue("weights.bin"))
            .build();
    Files.write(
        folder.resolve("b.onnx"),
        ModelProto.newBuilder()
            .setGraph(GraphProto.newBuilder().addInitializer(weights))
            .build()
            .toByteArray());

    Run run = Run.of((Object[]) line.replace("@", folder + "/").split(" "));

    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err())
        .hasLineCount(1)
        .containsPattern(" would replace (the|a) file that .* write another file");
    assertThat(Files.readAllBytes(picture)).isEqualTo(before);
    assertThat(folder.resolve("t.npy")).doesNotExist();
  }

  /** Written into the folder that one is in, or into one that is called -. */
  @ParameterizedTest
  @CsvSource({
    "compare --config @a.conf --results _, --results: its value is blank; name a folder",
    "compare --config @a.conf --results -, but a folder is needed",
    "fit --tokens @tokens.npy --labels @labels.npy --path 2 --model @m --results -, but a folder is",
    "fit --tokens @tokens.npy --labels @labels.npy --model @m --log-dir _, name a folder",
    "demo --data _, --data: its value is blank; name a folder",
    "fit --tokens @tokens.npy --labels @labels.npy --model _, --model: its value is blank; name a file",
    "predict --model _ --tokens @tokens.npy --out @o, --model: its value is blank; name a file",
    "compare --config @a.conf --results @r --csv @r, --csv: @r is the folder that --results names",
    "fit --tokens @tokens.npy --labels @labels.npy --model -, -: stands for standard output",
    "fit --tokens @tokens.npy --labels @labels.npy --model @m --history -, -: stands for standard",
    "tokens --images @pictures --tokens -, -: stands for standard output"
  })
  void whatNamesNoFileOrFolderIsRefused(String line, String message) {
    Object[] words =
        Stream.of(line.replace("@", folder + "/").split(" "))
            .map(word -> word.equals("_") ? "" : word)
            .toArray();

    Run run = Run.of(words);

    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err()).hasLineCount(1).contains(message.replace("@", folder + "/"));
    assertThat(Path.of("-")).doesNotExist();
  }

  @Test
  void aHeadIsCalibratedInPlace() {
    assertThat(files.onData("calibrate", "--out", files.model()).code()).isZero();
  }

  @Test
  void aHeadOfPartOfTheSamplesIsVerifiedWithAll() {
    FitFiles.succeeded(
        files.fit("--set", "head=linear", "--validation", "0.3", "--path", "2", "--json"));

    Run run = files.onData("verify");
    JsonNode facts = FitFiles.succeeded(files.onData("verify", "--json"));

    assertThat(run.out()).contains("the 28 of 40 samples that fit --validation did not hold out");
    assertThat(facts.get("verified").asBoolean()).isTrue();
    assertThat(facts.get("samples").asInt()).isEqualTo(28);
    assertThat(facts.get("unverified").toString()).doesNotContain("split.");
  }

  @Test
  void aSplitInARecordDecidesOnlyWhichSamplesAreLookedAt() throws IOException {
    FitFiles.succeeded(files.fit("--set", "head=linear", "--validation", "0.3", "--json"));
    new SignedModel(files.model())
        .record(facts -> facts.withObject("/extra").put("split.held-out", "0.5"))
        .sign();

    Run run = files.onData("verify");

    assertThat(run.code()).isEqualTo(ConvexHeadsCommand.NOT_SOLVED);
    assertThat(run.out()).contains("these are not the data that the head was fitted on");
  }
}
