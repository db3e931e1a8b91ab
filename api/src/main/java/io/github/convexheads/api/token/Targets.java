package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What a head should say: one row of c outputs for every sample (pooled) or for every token.
 *
 * <p>A row is numbered i * T + t, where T = 1 when outputs are pooled and T = s when they are not.
 */
@API(status = API.Status.STABLE)
public sealed interface Targets permits AbstractTargets {

  /**
   * Returns what a row is.
   *
   * @return the kind
   */
  Kind kind();

  /**
   * Returns n.
   *
   * @return the number of samples
   */
  int samples();

  /**
   * Returns T, the number of rows of one sample: 1 when pooled, s when per token.
   *
   * @return the number of positions
   */
  int positions();

  /**
   * Returns c, the number of outputs of a row.
   *
   * @return the number of outputs
   */
  int outputs();

  /**
   * Returns what the outputs are called, the names of classes.
   *
   * @return c different names, or none where they are not known
   */
  default List<String> names() {
    return List.of();
  }

  /**
   * Says whether samples count differently.
   *
   * @return whether {@link #withWeights} gave weights
   */
  boolean weighted();

  /**
   * Returns w_i, by which the loss of every row of a sample is multiplied.
   *
   * @param sample i
   * @return at least 0; 1 where nothing else was said
   */
  double weight(int sample);

  /**
   * Returns the same targets with weights of samples, (1/n) sum w_i loss_i.
   *
   * @param weights n finite values of at least 0, not all 0; scaled to sum n
   * @return the targets
   * @throws InvalidInputException if there is not one weight a sample, or one is not allowed
   */
  Targets withWeights(double... weights);

  /**
   * Returns the same targets with weights that are taken as they are, as {@link #select} leaves
   * them: these targets are a part of others, and weights of a part need not have a mean of 1.
   *
   * @param weights n finite values of at least 0
   * @return the targets
   * @throws InvalidInputException if there is not one weight a sample, or one is not allowed
   */
  Targets withWeightsOfPart(double... weights);

  /**
   * Returns the targets of some samples in a given order, each with its weight.
   *
   * @param samples indices of samples
   * @return the selected targets
   */
  Targets select(int... samples);

  /**
   * One class label for every sample.
   *
   * @param labels n labels in 0..classes-1; copied
   * @param classes c
   * @return the targets
   * @throws InvalidInputException if a label is outside 0..classes-1; names its position
   */
  static ClassLabels labels(int[] labels, int classes) {
    return new ClassLabels(labels, 1, classes);
  }

  /**
   * Any number of classes for every sample.
   *
   * @param member n x c values, row-major, true where a sample belongs to a class; copied
   * @param outputs c
   * @return the targets
   * @throws InvalidInputException if the number of values is no multiple of c
   */
  static MultiLabels multiLabels(boolean[] member, int outputs) {
    return new MultiLabels(member, 1, outputs);
  }

  /**
   * One row of real values for every sample.
   *
   * @param values n x c values, row-major; copied
   * @param outputs c
   * @return the targets
   * @throws InvalidInputException if the number of values is no multiple of c or a value is not
   *     finite
   */
  static RealTargets values(double[] values, int outputs) {
    return new RealTargets(values, 1, outputs);
  }

  /** What a row of targets is. */
  enum Kind {
    /** One of c classes; {@link ClassLabels}. */
    CLASSES("class labels"),
    /** Any number of c labels; {@link MultiLabels}. */
    LABELS("a 0/1 matrix of labels"),
    /** c real values; {@link RealTargets}. */
    VALUES("real targets");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /**
     * Returns what messages call such targets.
     *
     * @return for example {@code class labels}
     */
    public String words() {
      return words;
    }
  }
}
