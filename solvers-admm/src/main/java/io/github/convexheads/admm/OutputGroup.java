package io.github.convexheads.admm;

import io.github.convexheads.api.head.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Outputs that the same blocks write. Because out_p = sum_j Phi_j Z_j[:, p] for every output p, the
 * matrix A^* A falls into one and the same Gram matrix of [Phi_j] for every output of a group.
 *
 * @param blocks indices of the blocks, ascending
 * @param outputs the outputs p, ascending
 */
record OutputGroup(List<Integer> blocks, List<Integer> outputs) {

  static List<OutputGroup> of(List<Block> blocks, int outputs) {
    Map<List<Integer>, List<Integer>> groups = new LinkedHashMap<>();
    for (int p = 0; p < outputs; p++) {
      List<Integer> writers = new ArrayList<>();
      for (int j = 0; j < blocks.size(); j++) {
        Block block = blocks.get(j);
        if (p >= block.outputOffset() && p < block.outputOffset() + block.outputs()) {
          writers.add(j);
        }
      }
      if (!writers.isEmpty()) {
        groups.computeIfAbsent(writers, key -> new ArrayList<>()).add(p);
      }
    }
    List<OutputGroup> result = new ArrayList<>();
    groups.forEach((key, value) -> result.add(new OutputGroup(key, value)));
    return result;
  }

  /** Returns D, the sum of R_j * q_j, the unknowns of one output. */
  int unknowns(List<Block> all) {
    return blocks.stream().mapToInt(j -> all.get(j).rows() * all.get(j).width()).sum();
  }

  /**
   * Gathers the entries of this group from dense blocks: X in R^(D x outputs), where the rows of
   * block j are ordered (k, r) and X[(j,k,r), p] = Z_j[r, k*c + p].
   */
  double[] gather(Layout layout, double[] z) {
    double[] x = new double[unknowns(layout.blocks()) * outputs.size()];
    visit(layout, (inX, inZ) -> x[inX] = z[inZ]);
    return x;
  }

  /** The inverse of {@link #gather}: writes X to its places in z. */
  void scatter(Layout layout, double[] x, double[] z) {
    visit(layout, (inX, inZ) -> z[inZ] = x[inX]);
  }

  /** A pair of places. */
  private interface Places {
    void accept(int inX, int inZ);
  }

  private void visit(Layout layout, Places places) {
    int at = 0;
    for (int j : blocks) {
      Block block = layout.block(j);
      for (int k = 0; k < block.width(); k++) {
        for (int r = 0; r < block.rows(); r++) {
          int row = layout.offset(j) + r * block.columns() + k * block.outputs();
          for (int p : outputs) {
            places.accept(at++, row + p - block.outputOffset());
          }
        }
      }
    }
  }
}
