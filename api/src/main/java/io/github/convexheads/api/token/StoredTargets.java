package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.format.Npy;
import io.github.convexheads.api.format.StoredArray;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Reads targets from a file: whole numbers are class labels, real numbers are values. */
final class StoredTargets {
  private StoredTargets() {}

  static Targets read(Path file, OptionalInt classes) {
    StoredArray array = Npy.read(file);
    if (array.shape().count() == 0) {
      throw new InvalidInputException(
          "%s has shape %s and so no targets; at least one is needed"
              .formatted(file, array.shape()));
    }
    try {
      return array.type().isFloatingPoint() ? values(file, array) : labels(file, array, classes);
    } catch (InvalidInputException e) {
      throw e.getMessage().startsWith(file.toString())
          ? e
          : new InvalidInputException(file + ": " + e.getMessage(), e);
    }
  }

  private static Targets labels(Path file, StoredArray array, OptionalInt classes) {
    int rank = array.shape().rank();
    if (rank != 1 && rank != 2) {
      throw new InvalidInputException(
          "%s has shape %s; class labels must be n (one a sample) or n x s (one a token)"
              .formatted(file, array.shape()));
    }
    long[] stored = array.toLongs();
    int[] labels = new int[stored.length];
    int most = 0;
    for (int i = 0; i < stored.length; i++) {
      if (stored[i] < 0 || stored[i] >= Integer.MAX_VALUE) {
        throw new InvalidInputException(
            "%s: label %d at %s is outside 0..c-1"
                .formatted(file, stored[i], array.shape().position(i)));
      }
      labels[i] = (int) stored[i];
      most = Math.max(most, labels[i]);
    }
    int positions = rank == 1 ? 1 : (int) array.shape().size(1);
    return new ClassLabels(labels, positions, classes.orElse(most + 1));
  }

  private static Targets values(Path file, StoredArray array) {
    int rank = array.shape().rank();
    if (rank < 1 || rank > 3) {
      throw new InvalidInputException(
          "%s has shape %s; real targets must be n x c (one row a sample) or n x s x c (one a token)"
              .formatted(file, array.shape()));
    }
    double[] values = array.requireFinite().toDoubles();
    int positions = rank == 3 ? (int) array.shape().size(1) : 1;
    int outputs = rank == 1 ? 1 : (int) array.shape().size(rank - 1);
    return new RealTargets(values, positions, outputs);
  }
}
