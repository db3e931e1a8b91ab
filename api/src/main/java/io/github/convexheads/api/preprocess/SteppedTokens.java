package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;

/**
 * Tokens seen through a step, computed whenever they are read.
 *
 * @param source the tokens
 * @param step the step
 * @param shape the shape after the step
 */
record SteppedTokens(Tokens source, PreprocessingStep step, TokenShape shape) implements Tokens {

  static SteppedTokens of(Tokens source, PreprocessingStep step) {
    if (source.padded()) {
      throw new InvalidInputException(
          "the preprocessing step %s maps whole samples, and so takes no samples of different lengths"
              .formatted(step));
    }
    return new SteppedTokens(source, step, step.output(source.shape()));
  }

  @Override
  public int samples() {
    return source.samples();
  }

  @Override
  public Precision precision() {
    return source.precision();
  }

  @Override
  public long heapBytes() {
    return source.heapBytes();
  }

  /** Reads what is asked for from where it is at once. */
  @Override
  public Tokens select(int... samples) {
    return new SteppedTokens(source.select(samples), step, shape);
  }

  @Override
  public void read(int from, int to, RealArray into, int position) {
    double[] raw = source.batch(from, to, Precision.FLOAT64).values().doubles();
    int size = source.shape().size();
    double[] mapped = new double[shape.size()];
    for (int i = 0; i < to - from; i++) {
      step.map(Arrays.copyOfRange(raw, i * size, (i + 1) * size), source.shape(), mapped);
      for (int k = 0; k < mapped.length; k++) {
        into.set(position + i * mapped.length + k, mapped[k]);
      }
    }
  }
}
