package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.token.Tokens;
import java.util.Random;

/** Raw tokens that tests of preprocessing share: 7 samples x 4 tokens x 3 features. */
final class SevenSamples {
  static final int SAMPLES = 7;
  static final int TOKENS = 4;
  static final int FEATURES = 3;

  private SevenSamples() {}

  /** The same numbers from -1 to 3 every time. */
  static double[] values() {
    return new Random(11).doubles(SAMPLES * TOKENS * FEATURES, -1, 3).toArray();
  }

  /** Reads all values of some tokens. */
  static double[] all(Tokens tokens) {
    return tokens.batch(0, tokens.samples(), Precision.FLOAT64).values().doubles();
  }
}
