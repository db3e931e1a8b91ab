package io.github.convexheads.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed process left is removed by the next one; what is in use or not ours stays. */
class ProcessFolderTest {
  @TempDir private Path temporary;

  @Test
  void theFolderOfAKilledProcessIsRemovedWithAllThatIsInIt() throws IOException {
    Path left = folder("convex-heads-process1", Duration.ofMinutes(5));
    Files.writeString(Files.createDirectory(left.resolve("inner")).resolve("lib.so"), "code");

    ProcessFolder.removeAbandoned(temporary);

    assertThat(left).doesNotExist();
  }

  @Test
  void aFolderThatAProcessHasJustMadeStays() throws IOException {
    Path young = folder("convex-heads-process2", Duration.ZERO);

    ProcessFolder.removeAbandoned(temporary);

    assertThat(young).exists();
  }

  @Test
  void aFolderWhoseProcessIsAliveStays() throws IOException {
    Path used = folder("convex-heads-process3", Duration.ofMinutes(5));
    try (FileChannel channel = FileChannel.open(used.resolve("lock"), StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      ProcessFolder.removeAbandoned(temporary);

      assertThat(lock.isValid()).isTrue();
      assertThat(used).exists();
    }
  }

  @Test
  void whatOthersCanWriteAndOtherNamesAndLinksAreLeftAlone() throws IOException {
    Path open = folder("convex-heads-process4", Duration.ofMinutes(5));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path other = folder("convex-heads", Duration.ofMinutes(5));
    Path link =
        Files.createSymbolicLink(temporary.resolve("convex-heads-process5"), other.getFileName());

    ProcessFolder.removeAbandoned(temporary);

    assertThat(open).exists();
    assertThat(other.resolve("lock")).exists();
    assertThat(link).exists();
  }

  private Path folder(String name, Duration age) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve(name));
    Path lock = Files.createFile(folder.resolve("lock"));
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(age)));
    return folder;
  }
}
