package io.github.convexheads.api.token;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract of token readers finds. */
class WrongTokenReaderTest {
  private final List<InputStream> left = new ArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void closeWhatTheReadersLeft() throws IOException {
    for (InputStream stream : left) {
      stream.close();
    }
  }

  @Test
  void aReaderThatLeavesARefusedFileOpenIsFound() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "open files are not listed here");
    TokenReaderContract wrong = contract(false);

    assertThatThrownBy(wrong::neitherAQuestionNorARefusalLeavesAFileOpen)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("times the file is open after read() refused it");
  }

  @Test
  void aReaderThatLeavesAFileOpenThatItWasAskedAboutIsFound() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "open files are not listed here");
    TokenReaderContract wrong = contract(true);

    assertThatThrownBy(wrong::neitherAQuestionNorARefusalLeavesAFileOpen)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("times the file is open after reads()");
  }

  @Test
  void numbersWithTheDecimalSignOfTheMachineAreFound() {
    TokenReaderContract wrong = contract(false);

    assertThatThrownBy(wrong::numbersAreReadAlikeInAnyLocale)
        .isInstanceOf(InvalidInputException.class);
  }

  /** The number of features of one sample, and they, by a scanner that nobody closes. */
  private final class OpenScanner implements TokenReader {
    private final boolean opensToSee;

    OpenScanner(boolean opensToSee) {
      this.opensToSee = opensToSee;
    }

    @Override
    public boolean reads(Path file) {
      return !opensToSee || opened(file).hasNext();
    }

    @Override
    public Tokens read(Path file) {
      Scanner numbers = opened(file);
      double[] values = new double[numbers.nextInt()];
      for (int i = 0; i < values.length; i++) {
        if (!numbers.hasNextDouble()) {
          throw new InvalidInputException(file + " holds no number " + i);
        }
        values[i] = numbers.nextDouble();
      }
      return Tokens.of(values, 1, 1, values.length);
    }

    private Scanner opened(Path file) {
      try {
        InputStream stream = Files.newInputStream(file);
        left.add(stream);
        return new Scanner(stream, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new InvalidInputException("cannot read " + file, e);
      }
    }
  }

  private TokenReaderContract contract(boolean opensToSee) {
    return new TokenReaderContract(folder) {
      @Override
      protected TokenReaderProvider provider() {
        return new TokenReaderProvider() {
          @Override
          public int spiVersion() {
            return SPI_VERSION;
          }

          @Override
          public String id() {
            return "scanned";
          }

          @Override
          public String description() {
            return "numbers";
          }

          @Override
          public TokenReader create(Settings settings) {
            return new OpenScanner(opensToSee);
          }
        };
      }

      @Override
      protected Path write(Path to, double[] values, int samples, int tokens, int features)
          throws IOException {
        StringBuilder text = new StringBuilder(values.length + " ");
        for (double value : values) {
          text.append(value).append(' ');
        }
        return Files.writeString(to.resolve("numbers.txt"), text);
      }
    };
  }
}
