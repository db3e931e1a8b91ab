package io.github.convexheads.api.model;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * Temperature scaling (Guo et al., 2017, section 4.2): outputs are divided by one positive number
 * before they become probabilities, so that probabilities are as certain as answers are right. No
 * answer changes.
 *
 * @param value the temperature; above 1 makes probabilities less certain
 */
@API(status = API.Status.STABLE)
public record Temperature(double value) {
  /** Outputs as they are. */
  public static final Temperature NONE = new Temperature(1);

  /** Where the least log loss of samples is. */
  @API(status = API.Status.EXPERIMENTAL)
  public enum Optimum {
    /** At the temperature. */
    FINITE,

    /**
     * Towards T = 0: every answer is right, or as large as the right one, so that the more certain
     * it is, the better.
     */
    ZERO,

    /**
     * Towards T = infinity: outputs of what is so are no larger than the mean of all, so that equal
     * probabilities are the best.
     */
    INFINITY,

    /** At every temperature, because all outputs of a row are equal; the temperature is 1. */
    ANY
  }

  /**
   * What samples say of the temperature.
   *
   * @param temperature the temperature
   * @param optimum where the least log loss is
   */
  @API(status = API.Status.EXPERIMENTAL)
  public record Fitted(Temperature temperature, Optimum optimum) {}

  /**
   * Checks the number.
   *
   * @throws InvalidInputException if it is not positive and finite
   */
  public Temperature {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "a temperature of " + value + " is none; it must be positive and finite");
    }
  }

  /**
   * Finds the temperature with the least log loss on samples that the head was not fitted to, each
   * with its weight, however large or small outputs are. Where no temperature has it, the loss
   * falls on towards a limit, and the temperature is one whose probabilities are those of the limit
   * to 1e-6.
   *
   * @param outputs n x T x c finite outputs
   * @param targets class labels or matrices of labels of n x T rows, none to be ignored
   * @return the temperature, and where the least log loss is
   * @throws InvalidInputException if no row counts, because there is none or weights are all 0
   */
  public static Fitted fitted(double[] outputs, Targets targets) {
    return TemperatureSearch.of(outputs, targets);
  }

  /**
   * Returns outputs at this temperature.
   *
   * @param outputs n x T x c values
   * @return as many, each over the temperature; the array itself where that is 1
   */
  public double[] of(double[] outputs) {
    return value == 1 ? outputs : scaled(outputs, value);
  }

  private static double[] scaled(double[] outputs, double by) {
    return Arrays.stream(outputs).map(output -> output / by).toArray();
  }

  /** Reads a recorded temperature; none where nothing was recorded. */
  static Temperature recorded(String text) {
    try {
      return text == null ? NONE : new Temperature(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new InvalidInputException("the model's temperature '" + text + "' is no number", e);
    }
  }
}
