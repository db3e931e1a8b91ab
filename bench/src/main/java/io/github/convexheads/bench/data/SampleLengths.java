package io.github.convexheads.bench.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.ArrayUse;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads how many tokens of each sample are its own. */
public final class SampleLengths {
  private SampleLengths() {}

  /**
   * Returns tokens with lengths.
   *
   * @param file n whole numbers
   * @param tokens the tokens
   * @return the tokens, whose padding is zero
   * @throws InvalidInputException if the file is damaged or holds something else, there is not one
   *     length a sample, or one is no number of tokens
   */
  public static Tokens of(Path file, Tokens tokens) {
    StoredArray array =
        ArraySource.all(List.of(file.toString()), Optional.empty())
            .get(0)
            .open(ArrayUse.NUMBERS)
            .numbers();
    if (array.shape().rank() != 1 || array.type().isFloatingPoint()) {
      throw new InvalidInputException(
          "%s has shape %s of %s; lengths are n whole numbers, one a sample"
              .formatted(file, array.shape(), array.type()));
    }
    long[] stored = array.toLongs();
    int[] lengths = new int[stored.length];
    for (int i = 0; i < stored.length; i++) {
      lengths[i] = (int) Math.max(-1, Math.min(Integer.MAX_VALUE, stored[i]));
    }
    try {
      return tokens.withLengths(lengths);
    } catch (InvalidInputException e) {
      throw new InvalidInputException(file + ": " + e.getMessage(), e);
    }
  }
}
