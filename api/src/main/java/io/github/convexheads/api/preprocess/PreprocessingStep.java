package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.token.TokenShape;
import org.apiguardian.api.API;

/**
 * A map of every sample before all other preprocessing: X, s x d, becomes g(X), s' x d'. It depends
 * on its settings alone and learns nothing from data; what is learned (standardising, clipping,
 * projecting) comes after it, from its results. So a model needs to record no more than which step
 * it was, and {@code verify} can take it again.
 *
 * <p>Implementations are immutable and safe for use by several threads; equal samples give equal
 * bits.
 */
@API(status = API.Status.STABLE)
public interface PreprocessingStep {

  /**
   * Returns the shape of a sample after the step.
   *
   * @param input s x d
   * @return s' x d'
   * @throws io.github.convexheads.api.error.InvalidInputException if the step does not take such
   *     samples; says which it takes
   */
  TokenShape output(TokenShape input);

  /**
   * Maps one sample.
   *
   * @param sample s x d values, row-major; not to be changed
   * @param input s x d
   * @param mapped receives s' x d' values, row-major; finite for a finite sample
   */
  void map(double[] sample, TokenShape input, double[] mapped);
}
