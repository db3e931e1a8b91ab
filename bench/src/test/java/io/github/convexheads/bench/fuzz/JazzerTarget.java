package io.github.convexheads.bench.fuzz;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The entry point of Jazzer, which makes inputs that reach new code: {@code bench/fuzz PARSER} runs
 * it. The parser is the system property {@code fuzz.parser}.
 */
public final class JazzerTarget {
  private static final Parser PARSER = Parser.valueOf(System.getProperty("fuzz.parser", "NPY"));
  private static final Path FOLDER = folder();

  private JazzerTarget() {}

  private static Path folder() {
    try {
      return Files.createTempDirectory("jazzer");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads the sound files before the first input, as Jazzer takes longer over classes that are new
   * to it than an input may take.
   *
   * @throws IOException if they cannot be written where their parser reads
   */
  public static void fuzzerInitialize() throws IOException {
    for (byte[] sound : new SoundFiles(FOLDER).of(PARSER)) {
      PARSER.read(sound, FOLDER);
    }
  }

  /**
   * Reads one input; anything but an InvalidInputException is a finding.
   *
   * @param input any bytes
   * @throws IOException if the input cannot be written where its parser reads
   */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    try {
      PARSER.read(input, FOLDER);
    } catch (InvalidInputException e) {
      // Refused, as it should be.
    }
  }

  /**
   * Writes sound files for Jazzer to begin with.
   *
   * @param arguments the folder that gets them
   * @throws IOException if they cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Path corpus = Files.createDirectories(Path.of(arguments[0]));
    int number = 0;
    for (byte[] sound : new SoundFiles(FOLDER).of(PARSER)) {
      Files.write(corpus.resolve("sound-" + number++), sound);
    }
  }
}
