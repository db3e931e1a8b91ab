package io.github.convexheads.bench.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.data.StoredTargets;
import io.github.convexheads.api.internal.data.TargetEncoding;
import io.github.convexheads.api.internal.data.TargetReading;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Targets that were kept in one place with their samples, such as a column of labels. Its numbers
 * are taken as those of a file are; targets of other kinds are what they are.
 */
final class KeptTargets {
  private static final String COLUMN = "the column of labels";

  private KeptTargets() {}

  /**
   * Takes kept targets for what they are to be.
   *
   * @param kept the targets as they were kept
   * @param reading how they are to be taken
   * @return the targets, with at least as many classes as asked for unless they have names
   * @throws InvalidInputException if they could be several things, or are not what is asked for
   */
  static Targets read(Targets kept, TargetReading reading) {
    if (kept.positions() == 1 && kept instanceof RealTargets real && real.outputs() == 1) {
      double[] numbers = samples(real).mapToDouble(i -> real.value(i, 0)).toArray();
      return weighted(column(numbers, reading), kept);
    }
    if (kept.positions() == 1
        && kept instanceof ClassLabels labels
        && labels.names().isEmpty()
        && labels.ignored() == 0) {
      long[] numbers = samples(labels).mapToLong(labels::label).toArray();
      return weighted(StoredTargets.whole(COLUMN, numbers, reading), kept);
    }
    requireNothingElse(kept, reading);
    return widened(kept, reading.outputs());
  }

  /** A label to ignore is one of whole numbers, however they are stored. */
  private static Targets column(double[] numbers, TargetReading reading) {
    boolean whole =
        reading.ignored().isPresent()
            && IntStream.range(0, numbers.length).allMatch(i -> numbers[i] == (long) numbers[i]);
    return whole
        ? StoredTargets.whole(
            COLUMN,
            IntStream.range(0, numbers.length).mapToLong(i -> (long) numbers[i]).toArray(),
            reading)
        : StoredTargets.real(COLUMN, numbers, reading);
  }

  private static void requireNothingElse(Targets kept, TargetReading reading) {
    boolean named = kept instanceof ClassLabels labels && !labels.names().isEmpty();
    String found = named ? "names of classes" : "not a column of numbers";
    if (reading.encoding().isPresent()
        && !(named && reading.encoding().get() == TargetEncoding.NAMES)) {
      throw new InvalidInputException(
          "--labels-as %s: the targets beside the tokens are %s; leave it out, or give --labels FILE"
              .formatted(reading.encoding().get().id(), found));
    }
    if (reading.ignored().isPresent()) {
      throw new InvalidInputException(
          "--ignore-label %s: the targets beside the tokens are %s; leave those samples out, or give --labels FILE"
              .formatted(reading.ignored().getAsLong(), found));
    }
  }

  private static IntStream samples(Targets targets) {
    return IntStream.range(0, targets.samples());
  }

  private static Targets weighted(Targets read, Targets kept) {
    return kept.weighted()
        ? read.withWeights(samples(kept).mapToDouble(kept::weight).toArray())
        : read;
  }

  /** Class labels with classes that no sample has. */
  private static Targets widened(Targets kept, OptionalInt classes) {
    if (!(kept instanceof ClassLabels labels)
        || !labels.names().isEmpty()
        || classes.orElse(0) <= labels.outputs()) {
      return kept;
    }
    int rows = labels.samples() * labels.positions();
    ClassLabels wider =
        ClassLabels.ignoring(
            IntStream.range(0, rows).map(labels::label).toArray(),
            labels.positions(),
            classes.getAsInt(),
            ClassLabels.IGNORED);
    return weighted(wider, labels);
  }
}
