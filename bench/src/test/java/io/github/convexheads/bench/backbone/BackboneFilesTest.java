package io.github.convexheads.bench.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.images.ImageShape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hash of a backbone stands for every file that the graph names. */
class BackboneFilesTest {
  @TempDir private Path folder;
  private Path graph;
  private Path data;

  @BeforeEach
  void writeGraph() throws IOException {
    graph = folder.resolve("g.onnx");
    data = Files.write(folder.resolve("weights.bin"), new byte[] {0, 0, 0x40, 0x40}); // 3
    write("weights.bin");
  }

  private void write(String location) throws IOException {
    new TestGraph()
        .input("x", DataType.FLOAT, -1, 1, 2, 2)
        .output("tokens", DataType.FLOAT, -1, 2, 2)
        .weights(TestGraph.external("w", location, 1))
        .node("Mul", "scaled", "x", "w")
        .reshape("tokens", "scaled", 0, 2, 2)
        .write(graph);
  }

  @Test
  void weightsBesideTheGraphAreUsedAndHashed() throws IOException {
    String hash = BackboneFiles.hash(graph);
    assertThat(BackboneFiles.named(graph)).containsExactly(Map.entry("weights.bin", 4L));
    try (OnnxBackbone backbone =
        OnnxBackbone.open(graph, BackboneUse.NONE, new ImageShape(1, 2, 2))) {
      assertThat(backbone.tokens(new float[] {1, 2, 3, 4}, 1)).containsExactly(3, 6, 9, 12);
    }

    Files.write(data, new byte[] {0, 0, 0x40, (byte) 0xc0}); // -3

    assertThat(BackboneFiles.hash(graph)).isNotEqualTo(hash).matches("[0-9a-f]{64}");
  }

  @Test
  void whatIsNotThereYetIsNamed() throws IOException {
    Files.writeString(graph, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n");

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> BackboneFiles.named(graph))
        .withMessage(
            "backbone %s is a pointer of Git LFS, not the file itself; fetch it with git lfs pull",
            graph);

    Files.write(graph, new byte[0]);

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> BackboneFiles.named(graph))
        .withMessage("backbone %s is empty", graph);
  }

  /** A data file may be shared, or be a hole of a terabyte behind what the graph needs. */
  @Test
  void whatTheGraphDoesNotNeedOfAFileIsNotRead() throws IOException {
    String hash = BackboneFiles.hash(graph);
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1}), 1L << 40);
    }

    assertThat(BackboneFiles.hash(graph)).isEqualTo(hash);
    Files.write(data, new byte[] {0, 0});
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> BackboneFiles.hash(graph))
        .withMessageContaining("up to byte 4, but that file has 2 bytes");
  }

  @Test
  void aGraphWithoutOtherFilesHasTheHashOfItsFile() throws IOException {
    Path plain =
        new TestGraph()
            .input("x", DataType.FLOAT, -1, 1, 2, 2)
            .output("tokens", DataType.FLOAT, -1, 2, 2)
            .reshape("tokens", "x", 0, 2, 2)
            .write(folder.resolve("plain.onnx"));

    assertThat(BackboneFiles.hash(plain)).isEqualTo(FileHash.of(plain));
  }

  @Test
  void tensorsInAttributesAreFoundToo() throws IOException {
    new TestGraph().constant("c", TestGraph.external("c", "other.bin", 1)).write(graph);

    assertThat(BackboneFiles.named(graph)).containsOnlyKeys("other.bin");
  }

  @Test
  void filesThatAreMissingOrOutsideAreRefusedInOneLine() throws IOException {
    for (String name : new String[] {"gone.bin", "../weights.bin", "/etc/passwd", "", "a\u0000b"}) {
      write(name);
      assertThatExceptionOfType(InvalidInputException.class)
          .as(name)
          .isThrownBy(() -> BackboneFiles.hash(graph))
          .withMessageContaining("g.onnx")
          .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }
  }

  /** Nobody waits for the hash of a terabyte that no machine could use. */
  @Test
  void moreWeightsThanAnyBackboneHasAreRefusedBeforeTheyAreRead() throws IOException {
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {1}), 1L << 40);
    }
    new TestGraph()
        .constant("c", TestGraph.external("c", "weights.bin", 1L << 30, 1L << 7))
        .write(graph);

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> BackboneFiles.hash(graph))
        .withMessageEndingWith(
            "keeps 549755813888 bytes of weights in weights.bin; at most 68719476736 are read");
  }

  @Test
  void whatIsNoGraphIsRefusedBeforeItIsHashed() throws IOException {
    byte[] sound = Files.readAllBytes(graph);
    for (byte[] content : new byte[][] {{1, 2, 3}, Arrays.copyOf(sound, sound.length - 3)}) {
      Files.write(graph, content);
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> BackboneFiles.hash(graph))
          .withMessageContaining("is no ONNX graph, or is damaged");
    }
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> BackboneFiles.hash(folder))
        .withMessageContaining("does not exist, or is no file");
  }
}
