package io.github.convexheads.api.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.data.StoredTargets;
import io.github.convexheads.api.internal.data.StoredTokens;
import io.github.convexheads.api.internal.data.TargetReading;
import io.github.convexheads.api.internal.data.TokenLayout;
import io.github.convexheads.api.internal.format.ArrayFile;
import io.github.convexheads.api.internal.format.ArrayUse;
import io.github.convexheads.api.internal.format.FileArray;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/** Tokens and targets in {@code .npy}, {@code .npz} and {@code .safetensors} files of one array. */
@API(status = API.Status.STABLE)
public final class DataFiles {
  private DataFiles() {}

  /**
   * Tokens in the one array of a file: n x s x d, or n x d for one token a sample, of bfloat16,
   * float16, float32 or float64. Files that are large beside the heap stay on disk and are mapped.
   *
   * @param file the file
   * @return the tokens
   * @throws InvalidInputException if the file is missing or damaged, holds something else or
   *     several arrays, or a value is not finite (names its position)
   */
  public static Tokens tokens(Path file) {
    ArrayFile arrays = ArrayFile.open(file, ArrayUse.TOKENS);
    StoredArray array = arrays.array(arrays.choose(Optional.empty(), ArrayUse.TOKENS));
    return StoredTokens.read(List.of(array), TokenLayout.NSD, 0);
  }

  /**
   * Targets in the one array of a file, taken for what they can only be: whole numbers are class
   * labels (n, or n x s for one a token), text is names of classes, fractions are values (n x c, or
   * n x s x c; n for c = 1).
   *
   * @param file the file
   * @param classes c for class labels; by default the largest label plus one
   * @return the targets
   * @throws InvalidInputException if the file is missing or damaged, holds something else or values
   *     that could be of several kinds, a label is outside 0..c-1 or a value is not finite (names
   *     its position)
   */
  public static Targets targets(Path file, OptionalInt classes) {
    TargetReading detected = TargetReading.detected();
    return StoredTargets.read(
        List.of(FileArray.of(ArrayFile.open(file), Optional.empty(), ArrayUse.TARGETS)),
        classes.isPresent() ? detected.withOutputs(classes.getAsInt()) : detected);
  }
}
