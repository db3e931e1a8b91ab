package io.github.convexheads.api.program;

import java.util.List;
import org.apiguardian.api.API;

/**
 * The smooth part F of an objective along a line that starts at an {@link Evaluation}.
 *
 * <p>Where outputs stay with the samples, a question costs a pass over outputs, not over features:
 * ask for several t at once where each pass is dear.
 */
@API(status = API.Status.EXPERIMENTAL)
public interface Line {

  /**
   * F at one point of a line.
   *
   * @param t the step from the start of the line
   * @param loss F there
   * @param slope dF/dt there
   */
  record Point(double t, double loss, double slope) {}

  /**
   * Evaluates F at several points, in one pass.
   *
   * @param t the steps; 0 is the start of the line
   * @return one point for every step, in their order
   */
  List<Point> at(double... t);

  /**
   * Evaluates F at one point.
   *
   * @param t the step
   * @return the point
   */
  default Point point(double t) {
    return at(t).get(0);
  }

  /**
   * Moves along the line.
   *
   * @param t the step
   * @return the evaluation there. It may take over what the start of the line keeps between
   *     questions, so that the start answers at the price of a new evaluation from then on.
   */
  Evaluation moveTo(double t);
}
