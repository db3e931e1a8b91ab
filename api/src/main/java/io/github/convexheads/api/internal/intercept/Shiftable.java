package io.github.convexheads.api.internal.intercept;

import org.apiguardian.api.API;

/**
 * An evaluation whose outputs an intercept moves. A program of parts finds its intercept by {@link
 * InterceptFit} from those of its parts, which have none of their own, and asks them as {@link
 * #settled}.
 *
 * @param <E> evaluations
 */
@API(status = API.Status.INTERNAL)
public interface Shiftable<E> {

  /**
   * Returns the outputs.
   *
   * @return outputs of the samples of this part
   */
  ShiftedOutputs shifted();

  /**
   * Returns the evaluation at the same point with an intercept that is given; its gradient is the E
   * that the intercept describes. What is kept here serves it, too; lines start here.
   *
   * @param b the intercept
   * @return the evaluation
   */
  E settled(Intercept b);

  /** A line of which the outputs at every step may be moved by an intercept. */
  @API(status = API.Status.INTERNAL)
  interface Along {

    /**
     * Returns the outputs at a step.
     *
     * @param t the step
     * @return outputs of the samples of this part
     */
    ShiftedOutputs shifted(double t);
  }
}
