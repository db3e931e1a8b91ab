package io.github.convexheads.spark;

import java.io.Serializable;

/**
 * What is asked of every block. Answers have the size of the factors at most; a few first numbers
 * are joined by their maximum, all others by their sum in the order of the blocks.
 */
interface Question extends Serializable {
  /** The number of first values that are joined by their maximum. */
  default int maxima() {
    return 0;
  }

  /** How many values an answer has. */
  long length();

  /**
   * Answers for one block.
   *
   * @param here the program of the block
   * @param share n_s / n, by which means over the samples of the block count among all
   */
  double[] answer(BlockProgram here, double share);
}
