package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.DecimalNumber;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * Weights of classes, by which every sample of a class is weighted. {@code balanced} gives every
 * class that has samples the same total, w = n / (k n_class) for k such classes.
 */
@API(status = API.Status.INTERNAL)
public final class ClassWeights {
  /** The setting of losses for class labels. */
  public static final Setting<String> SETTING =
      Setting.text(
          "class-weights",
          "",
          "balanced: every class counts the same in all; or one number a class, separated by commas;"
              + " empty: every sample counts the same");

  private static final String BALANCED = "balanced";

  private ClassWeights() {}

  /**
   * Weights samples by their classes, on top of the weights that they have.
   *
   * @param targets the targets
   * @param text what {@link #SETTING} says; empty for no weights
   * @return weighted targets
   * @throws InvalidInputException if the targets are not one class a sample, or there is not one
   *     number of at least 0 a class
   */
  public static Targets weighted(Targets targets, String text) {
    if (text.isEmpty()) {
      return targets;
    }
    if (!(targets instanceof ClassLabels labels) || labels.positions() != 1) {
      throw new InvalidInputException(
          "loss.class-weights = %s needs one class label a sample, found %s with %s rows a sample"
              .formatted(
                  text, targets.kind().name().toLowerCase(Locale.ROOT), targets.positions()));
    }
    double[] ofClass = text.equals(BALANCED) ? balanced(labels) : listed(text, labels.outputs());
    double[] weights = new double[labels.samples()];
    for (int i = 0; i < weights.length; i++) {
      int label = labels.label(i);
      weights[i] = label == ClassLabels.IGNORED ? 0 : labels.weight(i) * ofClass[label];
    }
    return labels.withWeights(weights);
  }

  private static double[] balanced(ClassLabels labels) {
    int[] counts = labels.counts();
    double classes = Arrays.stream(counts).filter(count -> count > 0).count();
    double samples = Arrays.stream(counts).sum();
    return Arrays.stream(counts)
        .mapToDouble(count -> count == 0 ? 0 : samples / (classes * count))
        .toArray();
  }

  private static double[] listed(String text, int classes) {
    List<String> parts = List.of(text.split(",", -1));
    double[] weights = new double[parts.size()];
    for (int p = 0; p < weights.length; p++) {
      try {
        weights[p] = DecimalNumber.parse(parts.get(p).trim());
      } catch (NumberFormatException e) {
        throw new InvalidInputException(
            "loss.class-weights = %s; allowed: balanced, or %s numbers separated by commas"
                .formatted(text, classes),
            e);
      }
    }
    if (weights.length != classes) {
      throw new InvalidInputException(
          "loss.class-weights has %s numbers; there are %s classes"
              .formatted(weights.length, classes));
    }
    for (int p = 0; p < classes; p++) {
      if (weights[p] < 0) {
        throw new InvalidInputException(
            "loss.class-weights = %s: the weight of class %s is %s; every weight must be at least 0"
                .formatted(text, p, weights[p]));
      }
    }
    return weights;
  }
}
