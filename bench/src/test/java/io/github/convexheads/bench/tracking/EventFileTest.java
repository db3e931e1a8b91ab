package io.github.convexheads.bench.tracking;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event files against a reader that was written from the format's own description. */
class EventFileTest {
  @TempDir private Path folder;

  @Test
  void theReaderKnowsTheChecksumOfTheStandard() {
    int crc = 0xe3069283; // of "123456789", RFC 3720, appendix B.4
    assertThat(EventReader.masked("123456789".getBytes(US_ASCII)))
        .isEqualTo(Integer.rotateRight(crc, 15) + 0xa282ead8);
  }

  @Test
  void whatIsWrittenIsReadAtOnce() throws IOException {
    Path run = folder.resolve("a/b");
    try (EventFile events = EventFile.in(run, 1.7e9)) {
      events.scalar("fit/gap", 3, 0.25, 1.7e9 + 0.5);
      events.scalar("fit/gap", 1L << 40, -1e30, 1.7e9 + 1);

      assertThat(EventReader.read(run))
          .containsExactly(
              new EventReader.Scalar("fit/gap", 3, 0.25f),
              new EventReader.Scalar("fit/gap", 1L << 40, -1e30f));
    }
  }

  @Test
  void twoRunsInOneSecondAreTwoFiles() throws IOException {
    EventFile.in(folder, 1.7e9).close();
    EventFile.in(folder, 1.7e9).close();

    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> EventFile.in(file, 1.7e9))
        .withMessageContaining(file.toString());
  }
}
