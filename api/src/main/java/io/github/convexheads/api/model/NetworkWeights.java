package io.github.convexheads.api.model;

import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The way from a solved variable Z = sum_k sigma_k u_k v_k^T to the heads of the original
 * architecture, W1_k = sqrt(sigma_k) mat(u_k) and W2_k = sqrt(sigma_k) mat(v_k) (Sahiner et al.,
 * 2022, theorems 3.1 and 4.1).
 */
final class NetworkWeights {
  private NetworkWeights() {}

  /** Returns one head for every column of the factors, by decreasing weight. */
  static List<NetworkHead> of(Lift lift, Variable variable) {
    List<NetworkHead> heads = new ArrayList<>();
    for (int j = 0; j < lift.blocks().size(); j++) {
      Factors block = variable.block(j);
      for (int h = 0; h < block.rank(); h++) {
        heads.add(balanced(lift, j, block.leftColumn(h), block.rightColumn(h)));
      }
    }
    heads.sort(Comparator.comparingDouble(NetworkHead::weight).reversed());
    return heads;
  }

  /** Gives both factors the same length, which relu's need not have. */
  private static NetworkHead balanced(Lift lift, int block, double[] u, double[] v) {
    double ratio = Math.sqrt(Vectors.norm(v) / Vectors.norm(u));
    if (ratio > 0 && ratio < Double.POSITIVE_INFINITY) {
      Arrays.setAll(u, i -> u[i] * ratio);
      Arrays.setAll(v, i -> v[i] / ratio);
    }
    return lift.networkHead(block, u, v);
  }
}
