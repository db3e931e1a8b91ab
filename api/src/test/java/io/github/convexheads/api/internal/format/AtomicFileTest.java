package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir private Path folder;

  private static Content text(String text) {
    return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileIsWrittenAndReplaced() throws IOException {
    Path path = folder.resolve("a.txt");

    AtomicFile.write(path, text("one, longer"));
    AtomicFile.write(path, text("two"));

    assertThat(path).hasContent("two");
    assertThat(names()).containsExactly("a.txt");
  }

  /** From the first byte on, not only when it is in place. */
  @Test
  void aPrivateFileStaysPrivateWhenItIsReplaced() throws IOException {
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
    Path path = Files.writeString(folder.resolve("a.txt"), "one");
    Set<PosixFilePermission> own = PosixFilePermissions.fromString("rw-------");
    Files.setPosixFilePermissions(path, own);

    try (AtomicFile file = AtomicFile.open(path)) {
      Path part = folder.resolve(names().get(0));
      assertThat(part.toString()).endsWith(".part");
      assertThat(Files.getPosixFilePermissions(part)).isEqualTo(own);
      text("two").writeTo(file.stream());
      file.commit();
    }

    assertThat(path).hasContent("two");
    assertThat(Files.getPosixFilePermissions(path)).isEqualTo(own);
  }

  /** Other programs write to standard output then. */
  @Test
  void aDashIsNoFileButOneInAFolderIs() {
    assertThatThrownBy(() -> AtomicFile.open(Path.of("-")))
        .isInstanceOf(FileException.class)
        .hasMessage(
            "-: stands for standard output, which is not written to here; name a file, or ./- for one of"
                + " this name");

    AtomicFile.write(folder.resolve("-"), text("one"));

    assertThat(folder.resolve("-")).hasContent("one");
  }

  @Test
  void nothingIsSeenBeforeTheCommit() throws IOException {
    Path path = folder.resolve("a.txt");
    try (AtomicFile file = AtomicFile.open(path)) {
      text("half").writeTo(file.stream());
      file.stream().flush();
      assertThat(path).doesNotExist();
      assertThat(names()).singleElement().asString().startsWith(".a.txt.").endsWith(".part");
      file.commit();
      assertThat(path).hasContent("half");
      assertThatThrownBy(file::commit).isInstanceOf(IllegalStateException.class);
    }
    assertThat(path).hasContent("half");
  }

  @Test
  void aFullDiskLeavesTheOldFileAndNoOther() throws IOException {
    Path path = folder.resolve("a.txt");
    AtomicFile.write(path, text("old"));

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    path,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new FileSystemException("x", null, "No space left on device");
                    }))
        .isInstanceOf(FileException.class)
        .hasMessageStartingWith(path + ": cannot be written: No space left on device (")
        .hasMessageContaining(" free in " + folder);
    assertThat(path).hasContent("old");
    assertThat(names()).containsExactly("a.txt");
  }

  @Test
  void aFailingWriterLeavesNothing() throws IOException {
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    folder.resolve("a.txt"),
                    out -> {
                      throw new IllegalStateException("broken");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
    assertThat(names()).isEmpty();
  }

  @Test
  void aMissingFolderIsNamed() {
    Path path = folder.resolve("none").resolve("a.txt");

    assertThatThrownBy(() -> AtomicFile.write(path, text("x")))
        .isInstanceOf(FileException.class)
        .hasMessage(
            path + ": cannot be written: the folder " + path.getParent() + " does not exist");
  }

  @Test
  void aFolderIsNotOverwritten() {
    assertThatThrownBy(() -> AtomicFile.write(folder, text("x")))
        .isInstanceOf(FileException.class)
        .hasMessage(folder + ": is a folder; name a file");
  }

  @Test
  void aReadOnlyFolderIsNamed() {
    assertThat(folder.toFile().setWritable(false)).isTrue();
    try {
      assumeFalse(Files.isWritable(folder), "this user may write everywhere");
      Path path = folder.resolve("a.txt");

      assertThatThrownBy(() -> AtomicFile.write(path, text("x")))
          .isInstanceOf(FileException.class)
          .hasMessageStartingWith(path + ": cannot be written: no permission");
    } finally {
      assertThat(folder.toFile().setWritable(true)).isTrue();
    }
  }

  @Test
  void whatALinkPointsToIsReplacedAndTheLinkStays() throws IOException {
    Path path = folder.resolve("a.txt");
    Path link = folder.resolve("link");
    Files.writeString(path, "old");
    Files.createSymbolicLink(link, path);

    AtomicFile.write(link, text("new"));

    assertThat(link).isSymbolicLink();
    assertThat(path).hasContent("new");
  }

  @Test
  void aLinkToNothingIsRefused() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("none"));

    assertThatThrownBy(() -> AtomicFile.write(link, text("x")))
        .isInstanceOf(FileException.class)
        .hasMessage(link + ": is a link that leads nowhere");
  }

  @Test
  void anInterruptedThreadStillWritesAndStaysInterrupted() {
    Path path = folder.resolve("a.txt");
    Thread.currentThread().interrupt();
    try {
      AtomicFile.write(path, text("saved"));
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(path).hasContent("saved");
  }

  @Test
  void theNextWriteRemovesWhatACrashLeft() throws IOException {
    Files.writeString(folder.resolve(".a.txt.crashed.part"), "half");
    Files.writeString(folder.resolve(".b.txt.other.part"), "not ours");

    AtomicFile.write(folder.resolve("a.txt"), text("whole"));

    assertThat(names()).containsExactly(".b.txt.other.part", "a.txt");
  }

  @Test
  void whatAnotherProcessIsWritingIsRemovedOnlyWhenThatProcessIsGone() throws IOException {
    Path path = folder.resolve("a.txt");
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                UnfinishedWriter.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.getInputStream().read()).isEqualTo('!');
      AtomicFile.write(path, text("ours"));
      assertThat(names()).hasSize(2).last().isEqualTo("a.txt");
    } finally {
      other.destroyForcibly().onExit().join();
    }
    assertThat(names()).hasSize(2);

    AtomicFile.write(path, text("ours again"));

    assertThat(names()).containsExactly("a.txt");
  }

  @Test
  void twoWritersOfOneFileDoNotDisturbOneAnother() {
    Path path = folder.resolve("a.txt");
    try (AtomicFile first = AtomicFile.open(path)) {
      AtomicFile.write(path, text("second"));
      assertThat(path).hasContent("second");
      first.commit();
    }
    assertThat(path).isEmptyFile();
  }

  @Test
  void manyThreadsWritingOneFileLeaveOneWholeFile() throws IOException {
    Path path = folder.resolve("a.txt");
    List<String> texts = IntStream.range(0, 32).mapToObj(i -> ("" + i % 10).repeat(5000)).toList();

    texts.parallelStream().forEach(t -> AtomicFile.write(path, text(t)));

    assertThat(Files.readString(path)).isIn(texts);
    assertThat(names()).containsExactly("a.txt");
  }

  @Test
  void aLongNameIsWritten() {
    Path path = folder.resolve("n".repeat(250) + ".npy");

    AtomicFile.write(path, text("x"));

    assertThat(path).hasContent("x");
  }
}
