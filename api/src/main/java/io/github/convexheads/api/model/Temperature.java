package io.github.convexheads.api.model;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.metric.LogLoss;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;
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

  /** The range in which temperatures are sought, as a logarithm. */
  private static final double FARTHEST = Math.log(1e3);

  private static final int MOST_EVALUATIONS = 200;

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
   * with its weight. The loss is convex in 1 / T, so it has one minimum.
   *
   * @param outputs n x T x c outputs
   * @param targets class labels or matrices of labels of n x T rows, none to be ignored
   * @return the temperature, between 1e-3 and 1e3
   * @throws InvalidInputException if no row counts, because there is none or weights are all 0
   */
  public static Temperature fitted(double[] outputs, Targets targets) {
    LogLoss loss = new LogLoss();
    if (!Double.isFinite(loss.weighted(outputs, targets))) {
      throw new InvalidInputException(
          "no row counts for a temperature: %s rows, of samples with weight sum %s; at least one must have a weight above 0"
              .formatted(
                  (long) targets.samples() * targets.positions(),
                  IntStream.range(0, targets.samples()).mapToDouble(targets::weight).sum()));
    }
    double best =
        new BrentOptimizer(1e-9, 1e-9)
            .optimize(
                GoalType.MINIMIZE,
                new UnivariateObjectiveFunction(
                    log -> loss.weighted(scaled(outputs, Math.exp(log)), targets)),
                new SearchInterval(-FARTHEST, FARTHEST, 0),
                new MaxEval(MOST_EVALUATIONS))
            .getPoint();
    return new Temperature(Math.exp(best));
  }

  /**
   * Says whether this is an end of the range in which temperatures are sought, so that the samples
   * told none.
   *
   * @return true within 1 % of an end
   */
  public boolean isExtreme() {
    return Math.abs(Math.log(value)) > FARTHEST - 0.01;
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
