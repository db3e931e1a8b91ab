package io.github.convexheads.api.internal.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;

/** Takes the last dimension of stored values for the c outputs of a row. */
record TargetRows(TargetValues stored, TargetReading reading) {

  Targets values() {
    return new RealTargets(stored.asReal(), positions(), outputs());
  }

  Targets multiLabels() {
    boolean[] member = new boolean[stored.count()];
    long[] whole = stored.asWhole();
    for (int i = 0; i < whole.length; i++) {
      if (whole[i] != 0 && whole[i] != 1) {
        throw wrong("%s at %s".formatted(whole[i], stored.shape().position(i)), "0 or 1");
      }
      member[i] = whole[i] == 1;
    }
    MultiLabels labels = new MultiLabels(member, positions(), outputs());
    return labels.withNames(reading.names());
  }

  /** The column of the only 1 of every row. */
  Targets oneHot() {
    long[] whole = stored.asWhole();
    int c = outputs();
    int[] labels = new int[whole.length / c];
    for (int row = 0; row < labels.length; row++) {
      int ones = 0;
      for (int p = 0; p < c; p++) {
        long value = whole[row * c + p];
        if (value != 0 && value != 1) {
          throw wrong("%s at %s".formatted(value, stored.shape().position(row * c + p)), "0 or 1");
        }
        ones += (int) value;
        labels[row] = value == 1 ? p : labels[row];
      }
      if (ones != 1) {
        throw wrong("%s ones in row %s".formatted(ones, row), "a single 1");
      }
    }
    return new ClassLabels(labels, positions(), c).withNames(reading.names());
  }

  private int positions() {
    int rank = stored.shape().rank();
    if (rank < 1 || rank > 3) {
      throw new InvalidInputException(
          "%s has shape %s; rows of outputs are n x c (one a sample) or n x s x c (one a token)"
              .formatted(stored.name(), stored.shape()));
    }
    return rank == 3 ? Math.toIntExact(stored.shape().size(1)) : 1;
  }

  private int outputs() {
    int c = stored.last();
    if (reading.outputs().isPresent() && reading.outputs().getAsInt() != c) {
      throw new InvalidInputException(
          "%s has rows of %s outputs, but %s are needed"
              .formatted(stored.name(), c, reading.outputs().getAsInt()));
    }
    return c;
  }

  private InvalidInputException wrong(String found, String wanted) {
    return new InvalidInputException(
        "%s has %s; every %s"
            .formatted(
                stored.name(),
                found,
                wanted.equals("0 or 1") ? "value must be 0 or 1" : "row must have " + wanted));
  }
}
