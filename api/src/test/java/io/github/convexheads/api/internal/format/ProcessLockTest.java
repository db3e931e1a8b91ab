package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do something with a file. */
class ProcessLockTest {
  private final List<Path> done = new ArrayList<>();
  private Path file;

  @BeforeEach
  void create(@TempDir Path folder) throws IOException {
    file = Files.writeString(folder.resolve("file"), "who has it");
  }

  @Test
  void nothingIsDoneWithAFileThatBelongsToAProcess() throws IOException {
    try (FileChannel owner = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(ProcessLock.take(owner)).isTrue();

      ProcessLock.ifAbandoned(file, done::add);

      assertThat(done).isEmpty();
      assertThat(file).hasContent("who has it");
    }
  }

  @Test
  void aFileIsAbandonedWhenItsOwnerClosesIt() throws IOException {
    try (FileChannel owner = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ProcessLock.take(owner);
    }

    ProcessLock.ifAbandoned(file, done::add);

    assertThat(done).containsExactly(file);
  }

  @Test
  void nobodyElseTakesAFileWhileSomethingIsDoneWithIt() throws IOException {
    ProcessLock.ifAbandoned(
        file,
        held -> {
          try (FileChannel other = FileChannel.open(held, StandardOpenOption.WRITE)) {
            assertThat(ProcessLock.take(other)).isFalse();
            done.add(held);
          }
        });

    assertThat(done).containsExactly(file);
  }
}
