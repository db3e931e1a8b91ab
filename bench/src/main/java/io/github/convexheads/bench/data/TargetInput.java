package io.github.convexheads.bench.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.data.StoredTargets;
import io.github.convexheads.api.internal.data.TargetEncoding;
import io.github.convexheads.api.internal.data.TargetReading;
import io.github.convexheads.api.internal.format.ArrayUse;
import io.github.convexheads.api.internal.format.FileArray;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Files of targets.
 *
 * @param sources the arrays, whose samples follow one another
 * @param encoding what they hold, the id of a {@link TargetEncoding}; by default what they can only
 *     be
 * @param ignored the label of rows that count for nothing
 */
public record TargetInput(
    List<ArraySource> sources, Optional<String> encoding, OptionalLong ignored) {

  /** Copies the list. */
  public TargetInput {
    sources = List.copyOf(sources);
  }

  /**
   * Opens the files.
   *
   * @return the arrays, not read yet
   * @throws InvalidInputException if a file is missing or damaged
   */
  public Opened open() {
    return new Opened(this, sources.stream().map(source -> source.open(ArrayUse.TARGETS)).toList());
  }

  /**
   * Files of targets that are open, each once, so that they may be pipes.
   *
   * @param input what was asked for
   * @param arrays the arrays
   */
  public record Opened(TargetInput input, List<FileArray> arrays) {
    /** Copies the list. */
    public Opened {
      arrays = List.copyOf(arrays);
    }

    /**
     * Says whether classes are told by name: the files hold text, or numbers that are to be names.
     *
     * @return false for numbers of classes and other targets
     */
    public boolean byName() {
      return input.encoding.filter(TargetEncoding.NAMES.id()::equals).isPresent()
          || arrays.stream().anyMatch(FileArray::holdsText);
    }

    /**
     * Reads the targets.
     *
     * @param expected what is known of them
     * @return the targets
     * @throws InvalidInputException if the files do not hold such targets
     */
    public Targets read(TargetReading expected) {
      return StoredTargets.read(arrays, input.reading(expected));
    }
  }

  /** What is known of targets, with what was asked for. */
  TargetReading reading(TargetReading expected) {
    TargetReading reading = expected;
    if (encoding.isPresent()) {
      reading = reading.as(encoding(encoding.get()));
    }
    return ignored.isPresent() ? reading.ignoring(ignored.getAsLong()) : reading;
  }

  private static TargetEncoding encoding(String id) {
    return TargetEncoding.of(id)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "--labels-as %s is not allowed; allowed: %s"
                        .formatted(
                            id,
                            String.join(
                                ", ",
                                Arrays.stream(TargetEncoding.values())
                                    .map(TargetEncoding::id)
                                    .toList()))));
  }
}
