package io.github.convexheads.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.robustness.ProcessorClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every input is read or refused by an {@link InvalidInputException}: no other exception, no error,
 * nothing that takes seconds. Few inputs in the build; {@code -Dfuzz.inputs=10000000} divides as
 * many among the parsers, {@code -Dfuzz.seed=2} makes others.
 */
class FuzzTest {
  private static final long INPUTS = Long.getLong("fuzz.inputs", 30_000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final double SLOWEST_SECONDS = 10;
  private static final int MOST_FINDINGS = 20;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void everyInputIsReadOrRefused(Parser parser) throws IOException {
    Mutation mutation =
        new Mutation(
            new SoundFiles(folder).of(parser),
            new SplittableRandom(SEED * 1000 + parser.name().hashCode()));
    long count = Math.max(100, INPUTS * parser.share() / 100);
    Tally tally = new Tally();
    for (long i = 0; i < count && tally.findings < MOST_FINDINGS; i++) {
      byte[] input = mutation.next();
      try {
        tally.count(outcome(parser, input));
      } catch (RuntimeException | IOException | Error e) {
        tally.findings++;
        Path kept =
            Path.of("target", "fuzz-" + parser + "-" + i + "-" + e.getClass().getSimpleName());
        Files.write(kept, input);
        e.printStackTrace();
      }
    }
    if (System.getProperty("fuzz.inputs") != null) {
      System.out.printf("| %s | %d | %d | %d |%n", parser, count, tally.read, tally.refused);
    }
    assertThat(tally.findings).as("inputs kept as target/fuzz-*").isZero();
    assertThat(tally.refused).as("refused").isPositive();
  }

  private boolean outcome(Parser parser, byte[] input) throws IOException {
    long began = ProcessorClock.nanos();
    boolean read = readOrRefused(parser, input);
    double seconds = (ProcessorClock.nanos() - began) * 1e-9;
    if (seconds > SLOWEST_SECONDS) {
      throw new AssertionError("took " + seconds + " s on processors");
    }
    return read;
  }

  private boolean readOrRefused(Parser parser, byte[] input) throws IOException {
    try {
      parser.read(input, folder);
      return true;
    } catch (InvalidInputException e) {
      if (e.getMessage() == null || e.getMessage().isBlank()) {
        throw new AssertionError("refused without a reason", e);
      }
      return false;
    }
  }

  private static final class Tally {
    private long read;
    private long refused;
    private int findings;

    void count(boolean sound) {
      if (sound) {
        read++;
      } else {
        refused++;
      }
    }
  }
}
