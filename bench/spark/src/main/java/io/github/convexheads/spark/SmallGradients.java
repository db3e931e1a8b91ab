package io.github.convexheads.spark;

import io.github.convexheads.api.head.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gradients of small blocks as whole matrices. Whoever needs that of one, by a product with the
 * identity, soon needs those of the others, and one job brings all.
 */
final class SmallGradients {
  /** Values of all that one job brings. */
  private static final long MOST_VALUES = 1 << 21;

  private final List<Block> blocks;
  private final Map<Integer, double[]> known = new HashMap<>();
  private double scale = Double.NaN;

  SmallGradients(List<Block> blocks) {
    this.blocks = blocks;
  }

  /** Asks for the gradients of some blocks, times a number. */
  interface Job {
    double[] ask(int[] blocks, double scale, long length);
  }

  /** s times the identity. */
  static double[] identity(int side, double s) {
    double[] eye = new double[side * side];
    for (int i = 0; i < side; i++) {
      eye[i * side + i] = s;
    }
    return eye;
  }

  /** Says whether a product is one that brings the whole gradient of a block. */
  boolean has(int block, boolean transposed, double[] x, int k) {
    Block shape = blocks.get(block);
    boolean tall = shape.columns() <= shape.rows();
    return transposed != tall
        && k == shape.smallerSide()
        && values(shape) <= MOST_VALUES
        && x.length == k * k
        && Arrays.equals(x, identity(k, x[0]));
  }

  /** Returns the product with s times the identity. */
  double[] of(int block, double s, Job job) {
    if (scale != s) {
      known.clear();
      scale = s;
    }
    if (!known.containsKey(block)) {
      fetch(block, job);
    }
    return known.remove(block);
  }

  private void fetch(int first, Job job) {
    List<Integer> chosen = new ArrayList<>();
    long length = 0;
    for (int j = first; j < blocks.size(); j++) {
      long own = values(blocks.get(j));
      if (length + own <= MOST_VALUES) {
        chosen.add(j);
        length += own;
      }
    }
    double[] answer = job.ask(chosen.stream().mapToInt(Integer::intValue).toArray(), scale, length);
    int from = 0;
    for (int j : chosen) {
      int to = from + Math.toIntExact(values(blocks.get(j)));
      known.put(j, Arrays.copyOfRange(answer, from, to));
      from = to;
    }
  }

  private static long values(Block block) {
    return (long) block.rows() * block.columns();
  }
}
