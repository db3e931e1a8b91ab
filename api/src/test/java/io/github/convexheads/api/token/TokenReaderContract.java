package io.github.convexheads.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.settings.ForeignLocale;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.settings.SharedPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every token reader must do: give back what was written, know its own files and no others,
 * and refuse damaged ones. A reader's test inherits all of it:
 *
 * <pre>{@code
 * class MyReaderContractTest extends TokenReaderContract {
 *   @Override
 *   protected TokenReaderProvider provider() {
 *     return new MyReaderProvider();
 *   }
 *
 *   @Override
 *   protected Path write(Path folder, double[] values, int samples, int tokens, int features) { ... }
 * }
 * }</pre>
 */
public abstract class TokenReaderContract {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");

  @TempDir private Path folder;

  /** For tests of readers. */
  protected TokenReaderContract() {}

  /** For tests of this contract, which give the folder. */
  TokenReaderContract(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns the provider under test.
   *
   * @return the provider
   */
  protected abstract TokenReaderProvider provider();

  /**
   * Writes a file of the format.
   *
   * @param to the folder to write to
   * @param values n x s x d values, row-major
   * @param samples n
   * @param tokens s
   * @param features d
   * @return the file
   * @throws IOException if it cannot be written
   */
  protected abstract Path write(Path to, double[] values, int samples, int tokens, int features)
      throws IOException;

  @Test
  void whatWasWrittenIsRead() throws IOException {
    double[] values = new SplittableRandom(6).doubles(5 * 3 * 2).toArray();
    Path file = write(folder, values, 5, 3, 2);

    assertThat(reader().reads(file)).isTrue();
    Tokens read = reader().read(file);

    assertThat(read.samples()).isEqualTo(5);
    assertThat(read.shape()).isEqualTo(new TokenShape(3, 2));
    assertThat(read.batch(0, 5, Precision.FLOAT64).values().doubles()).isEqualTo(values);
  }

  @Test
  void otherFilesAreLeftToOthers() throws IOException {
    Path npy = folder.resolve("tokens.npy");
    Npy.write(npy, new double[] {1, 2}, 1, 1, 2);
    Path empty = Files.createFile(folder.resolve("empty.npy"));

    assertThat(reader().reads(npy)).isFalse();
    assertThat(reader().reads(empty)).isFalse();
  }

  @Test
  void aFileThatIsCutAnywhereOrHoldsNoNumbersIsRefusedByName() throws IOException {
    Path file = write(folder, new double[] {1.25, 2.5, 3.75, 4.125, 5.5, 6.25}, 3, 1, 2);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length * 3 / 4; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> reader().read(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(file.getFileName().toString());
    }
  }

  @Test
  void aValueThatIsNotFiniteIsRefused() throws IOException {
    Path file = write(folder, new double[] {1, Double.NaN, 3, 4}, 2, 1, 2);

    assertThatThrownBy(() -> reader().read(file)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void numbersAreReadAlikeInAnyLocale() throws IOException {
    double[] values = {1.25, -2500, 3e-7};
    Path file = write(folder, values, 1, 1, 3);

    Tokens read = ForeignLocale.call(() -> reader().read(file));

    assertThat(read.batch(0, 1, Precision.FLOAT64).values().doubles()).isEqualTo(values);
  }

  @Test
  void severalThreadsAreAnsweredAsOne() throws IOException {
    TokenReader shared = reader();
    Path file = write(folder, new SplittableRandom(8).doubles(4 * 3 * 2).toArray(), 4, 3, 2);
    SharedPlugin.assertAnswersAlikeToAllThreads(
        i -> shared.read(file).batch(i, i + 1, Precision.FLOAT64).values().doubles(), 4);
  }

  /** Sees what this process has open through the files of Linux, and nothing elsewhere. */
  @Test
  void neitherAQuestionNorARefusalLeavesAFileOpen() throws IOException {
    assumeTrue(Files.isDirectory(OPEN_FILES), "open files are not listed here");
    Path file = write(folder, new double[] {1.25, 2.5, 3.75, 4.125}, 2, 1, 2);
    byte[] whole = Files.readAllBytes(file);

    assertThat(reader().reads(file)).isTrue();
    assertThat(timesOpen(file)).as("times the file is open after reads()").isZero();
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> reader().read(file)).isInstanceOf(InvalidInputException.class);
    assertThat(timesOpen(file)).as("times the file is open after read() refused it").isZero();
  }

  private static long timesOpen(Path file) throws IOException {
    Path real = file.toRealPath();
    try (Stream<Path> open = Files.list(OPEN_FILES)) {
      return open.filter(one -> real.equals(target(one))).count();
    }
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException e) {
      return link;
    }
  }

  private TokenReader reader() {
    return provider().create(Settings.defaults());
  }
}
