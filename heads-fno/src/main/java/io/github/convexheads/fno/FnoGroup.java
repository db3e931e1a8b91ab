package io.github.convexheads.fno;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * One group of a B-FNO: the features that it reads and the outputs that it writes.
 *
 * @param index the group
 * @param featureOffset the first feature
 * @param features the number of features
 * @param outputOffset the first output
 * @param outputs the number of outputs
 */
record FnoGroup(int index, int featureOffset, int features, int outputOffset, int outputs) {

  /**
   * Splits features and outputs into groups as equal as possible, larger ones first.
   *
   * @throws InvalidInputException if a group would have no feature or no output
   */
  static List<FnoGroup> split(int features, int outputs, int blocks) {
    if (blocks > Math.min(features, outputs)) {
      throw new InvalidInputException(
          ("blocks = %s, but there are %s features and %s outputs; every block needs at least one of"
                  + " each, so blocks must be at most %s")
              .formatted(blocks, features, outputs, Math.min(features, outputs)));
    }
    List<FnoGroup> groups = new ArrayList<>();
    for (int g = 0; g < blocks; g++) {
      int feature = start(features, blocks, g);
      int output = start(outputs, blocks, g);
      groups.add(
          new FnoGroup(
              g,
              feature,
              start(features, blocks, g + 1) - feature,
              output,
              start(outputs, blocks, g + 1) - output));
    }
    return List.copyOf(groups);
  }

  private static int start(int total, int parts, int part) {
    return part * (total / parts) + Math.min(part, total % parts);
  }
}
