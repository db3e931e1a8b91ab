package io.github.convexheads.api.model;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.model.Temperature.Fitted;
import io.github.convexheads.api.model.Temperature.Optimum;
import io.github.convexheads.api.token.Targets;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/**
 * The temperature with the least log loss on samples that a head was not fitted to, each with its
 * weight. The loss is convex in 1 / T; its slope there is the mean of
 *
 * <pre>
 *   sum_k p_k (o_k - o_y),   p = softmax(o / T), y what is so,
 * </pre>
 *
 * which rises from 1 / T = 0 on. Where it is 0 somewhere, that is the optimum, however large or
 * small outputs are. Where it is not, the loss falls on towards a limit that no temperature has;
 * the temperature is then one whose probabilities are those of the limit to {@value #CLOSE}.
 */
final class TemperatureSearch {
  /** How far probabilities may be from those of a limit, about. */
  private static final double CLOSE = 1e-6;

  /** 1 / T from here on leaves no room for products with outputs. */
  private static final double LARGEST = 0x1p900;

  private static final int MOST_EVALUATIONS = 2000;
  private static final double ACCURACY = 1e-12;

  private TemperatureSearch() {}

  /** See {@link Temperature#fitted}. */
  static Fitted of(double[] outputs, Targets targets) {
    double weights = IntStream.range(0, targets.samples()).mapToDouble(targets::weight).sum();
    if (outputs.length == 0 || !(weights > 0)) {
      throw new InvalidInputException(
          "no row counts for a temperature: %s rows, of samples with weight sum %s; at least one must have a weight above 0"
              .formatted((long) targets.samples() * targets.positions(), weights));
    }
    return of(new LogLossSlope(outputs, targets));
  }

  private static Fitted of(LogLossSlope slope) {
    boolean right = slope.atInfinity() <= 0;
    if (right && slope.at(0) >= 0) {
      return new Fitted(Temperature.NONE, Optimum.ANY);
    }
    if (right) {
      return coldest(slope);
    }
    if (slope.at(CLOSE) >= 0) {
      return at(CLOSE, slope, Optimum.INFINITY);
    }
    double above = 1;
    while (slope.at(above) <= 0) {
      above *= 2;
      if (above > LARGEST) {
        return coldest(slope);
      }
    }
    double inverse =
        new BrentSolver(ACCURACY, ACCURACY, Double.MIN_NORMAL)
            .solve(
                MOST_EVALUATIONS, log -> slope.at(Math.exp(log)), Math.log(CLOSE), Math.log(above));
    return at(Math.exp(inverse), slope, Optimum.FINITE);
  }

  private static Fitted coldest(LogLossSlope slope) {
    double certain = Math.log(slope.others() / CLOSE) / slope.smallestMargin();
    return at(Math.min(LARGEST, certain), slope, Optimum.ZERO);
  }

  private static Fitted at(double inverse, LogLossSlope slope, Optimum optimum) {
    double value = slope.unit() / inverse;
    return new Fitted(
        new Temperature(Math.max(Double.MIN_NORMAL, Math.min(Double.MAX_VALUE, value))), optimum);
  }
}
