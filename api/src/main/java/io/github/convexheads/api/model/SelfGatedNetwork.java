package io.github.convexheads.api.model;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * A relu network as a gated one whose gates are its own first-layer weights, since max(z, 0) = 1{z
 * &gt;= 0} z. That is how a relu head predicts on samples whose activation patterns were not seen.
 *
 * @param lift the lift with one block for every network head
 * @param variable one factor pair a block
 */
record SelfGatedNetwork(Lift lift, Variable variable) {

  static SelfGatedNetwork of(Head head, Lift patterns, int outputs, Variable solved) {
    int groups = patterns.blocks().stream().mapToInt(Block::group).max().orElse(0) + 1;
    List<double[][]> gates = new ArrayList<>();
    List<Factors> factors = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      List<double[]> weights = new ArrayList<>();
      for (int j = 0; j < patterns.blocks().size(); j++) {
        if (patterns.blocks().get(j).group() == group) {
          collect(solved.block(j), weights, factors);
        }
      }
      if (weights.isEmpty()) {
        Factors any = solved.block(firstOf(patterns, group));
        weights.add(new double[any.rows()]);
        factors.add(new Factors(any.rows(), any.columns(), 0, new double[0], new double[0]));
      }
      gates.add(weights.toArray(double[][]::new));
    }
    Lift own = head.lift(patterns.shape(), outputs, Gates.of(gates));
    return new SelfGatedNetwork(own, new Variable(factors));
  }

  private static void collect(Factors block, List<double[]> weights, List<Factors> factors) {
    for (int h = 0; h < block.rank(); h++) {
      double[] u = block.leftColumn(h);
      weights.add(u);
      factors.add(new Factors(block.rows(), block.columns(), 1, u, block.rightColumn(h)));
    }
  }

  private static int firstOf(Lift patterns, int group) {
    int j = 0;
    while (patterns.blocks().get(j).group() != group) {
      j++;
    }
    return j;
  }
}
