package io.github.convexheads.bench.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.ArrayUse;
import io.github.convexheads.api.internal.format.StoredArray;
import java.util.List;
import java.util.Optional;

/** Reads how much each sample counts. */
public final class WeightFile {
  private WeightFile() {}

  /**
   * Reads weights.
   *
   * @param file the name of a file of n numbers, .npy, .npz or .safetensors, perhaps FILE:NAME
   * @return the numbers as they are
   * @throws InvalidInputException if it is no such file
   */
  public static double[] read(String file) {
    List<ArraySource> sources = ArraySource.all(List.of(file), Optional.empty());
    if (sources.size() != 1) {
      throw new InvalidInputException(
          "%s names %d files; weights are one file of n numbers".formatted(file, sources.size()));
    }
    StoredArray array = sources.get(0).open(ArrayUse.NUMBERS).numbers();
    if (array.shape().rank() != 1) {
      throw new InvalidInputException(
          "%s has shape %s; weights are one array of n numbers".formatted(file, array.shape()));
    }
    return array.toDoubles();
  }
}
