package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apiguardian.api.API;

/**
 * Class indices, one for every sample or for every token. A row may be {@link #IGNORED}, as pixels
 * are that nobody labelled: it has no class, and loss, gradient and conjugate of it are 0.
 */
@API(status = API.Status.STABLE)
public final class ClassLabels extends AbstractTargets {
  /** What {@link #label} says of a row that counts for nothing. */
  public static final int IGNORED = -1;

  private final int[] labels;

  private ClassLabels(
      int[] labels, int positions, int classes, List<String> names, SampleWeights weights) {
    super(labels.length, positions, classes, 1, names, weights);
    this.labels = labels;
  }

  /**
   * Checks and copies labels.
   *
   * @param labels n x T labels, row-major, each in 0..classes-1
   * @param positions T: 1 for one label a sample, s for one label a token
   * @param classes c, at least 1
   * @throws InvalidInputException if a label is outside 0..classes-1 (names its position) or the
   *     number of labels is no positive multiple of T
   */
  public ClassLabels(int[] labels, int positions, int classes) {
    this(labels.clone(), positions, classes, List.of(), SampleWeights.EQUAL);
    if (classes < 1) {
      throw new InvalidInputException("labels need at least one class, found " + classes);
    }
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= classes) {
        String where =
            positions == 1 ? "[" + row + "]" : "[" + row / positions + ", " + row % positions + "]";
        throw new InvalidInputException(
            "label %s at %s is outside 0..%s".formatted(labels[row], where, classes - 1));
      }
    }
  }

  /**
   * Labels of which one value says that a row is to be ignored.
   *
   * @param labels n x T labels, row-major, each in 0..classes-1 or the value to ignore
   * @param positions T: 1 for one label a sample, s for one label a token
   * @param classes c, at least 1
   * @param ignored the value to ignore, often -100 or 255
   * @return the labels
   * @throws InvalidInputException as the constructor
   */
  public static ClassLabels ignoring(int[] labels, int positions, int classes, int ignored) {
    int[] known = Arrays.stream(labels).map(label -> label == ignored ? 0 : label).toArray();
    ClassLabels checked = new ClassLabels(known, positions, classes);
    for (int row = 0; row < labels.length; row++) {
      checked.labels[row] = labels[row] == ignored ? IGNORED : labels[row];
    }
    return checked;
  }

  /**
   * Returns the same labels whose classes have names.
   *
   * @param classNames c different names, or none
   * @return the labels
   * @throws InvalidInputException if there is not one name a class or two are equal
   */
  public ClassLabels withNames(List<String> classNames) {
    return new ClassLabels(
        labels, positions(), outputs(), OutputNames.checked(classNames, outputs()), weights());
  }

  /**
   * Returns the class of a row.
   *
   * @param row i * T + t
   * @return a class in 0..c-1, or {@link #IGNORED}
   */
  public int label(int row) {
    return labels[row];
  }

  /**
   * Returns how many rows are ignored.
   *
   * @return 0 to n T
   */
  public int ignored() {
    return (int) IntStream.of(labels).filter(label -> label == IGNORED).count();
  }

  /**
   * Returns how many rows each class has.
   *
   * @return c counts
   */
  public int[] counts() {
    int[] counts = new int[outputs()];
    IntStream.of(labels).filter(label -> label != IGNORED).forEach(label -> counts[label]++);
    return counts;
  }

  @Override
  public Targets.Kind kind() {
    return Targets.Kind.CLASSES;
  }

  @Override
  public ClassLabels withWeights(double... values) {
    return new ClassLabels(
        labels, positions(), outputs(), names(), SampleWeights.of(values, samples()));
  }

  @Override
  public ClassLabels withWeightsOfPart(double... values) {
    return new ClassLabels(
        labels, positions(), outputs(), names(), SampleWeights.ofPart(values, samples()));
  }

  @Override
  public ClassLabels select(int... samples) {
    int[] selected = new int[samples.length * positions()];
    copySamples(labels, samples, selected, positions());
    return new ClassLabels(selected, positions(), outputs(), names(), weights().select(samples));
  }
}
