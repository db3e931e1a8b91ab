package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;

/** Tokens seen through fitted preprocessing, computed whenever they are read. */
record PreprocessedTokens(Tokens source, Preprocessing steps) implements Tokens {

  @Override
  public int samples() {
    return source.samples();
  }

  @Override
  public TokenShape shape() {
    return steps.output();
  }

  @Override
  public Precision precision() {
    return source.precision();
  }

  @Override
  public int length(int sample) {
    return source.length(sample);
  }

  @Override
  public boolean padded() {
    return source.padded();
  }

  /** Reads what is asked for from where it is at once. */
  @Override
  public Tokens select(int... samples) {
    return new PreprocessedTokens(source.select(samples), steps);
  }

  @Override
  public void read(int from, int to, RealArray into, int position) {
    int size = source.shape().size();
    int wide = shape().size();
    SampleTransform transform = new SampleTransform(steps);
    try (RealArray.Workspace workspace = RealArray.Workspace.open()) {
      RealArray raw =
          workspace.array(Precision.FLOAT64, Math.multiplyExact(Math.max(0, to - from), size));
      source.read(from, to, raw, 0);
      for (int i = 0; i < to - from; i++) {
        transform.apply(
            raw.doubles(), i * size, source.length(from + i), into, position + i * wide);
      }
    }
  }
}
