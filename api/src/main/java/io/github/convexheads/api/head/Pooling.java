package io.github.convexheads.api.head;

/** What becomes of the s output rows of a sample. */
public enum Pooling {
  /** The outputs are averaged over tokens: one row a sample, as for classification. */
  MEAN,
  /** Every token keeps its row: s rows a sample, as for denoising and dense prediction. */
  NONE;

  /**
   * Returns T, the number of output rows of a sample.
   *
   * @param tokens s
   * @return 1 for {@link #MEAN}, s for {@link #NONE}
   */
  public int positions(int tokens) {
    return this == MEAN ? 1 : tokens;
  }
}
