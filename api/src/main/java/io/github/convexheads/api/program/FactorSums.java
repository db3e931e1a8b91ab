package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * The sums of all lanes for the gradient at a factored point: every block's part for U and, still
 * mixed, for V.
 */
record FactorSums(Variable at, List<LaneSums> left, List<LaneSums> mixing) {

  static FactorSums of(Variable at, Precision precision, int lanes) {
    List<LaneSums> left = new ArrayList<>();
    List<LaneSums> mixing = new ArrayList<>();
    for (Factors block : at.blocks()) {
      left.add(new LaneSums(precision, lanes, block.left().length));
      mixing.add(new LaneSums(precision, lanes, block.right().length));
    }
    return new FactorSums(at, left, mixing);
  }

  /** Returns the gradient with respect to the factors. */
  Variable total(List<Block> blocks) {
    List<Factors> factors = new ArrayList<>();
    for (int j = 0; j < blocks.size(); j++) {
      Factors z = at.block(j);
      double[] right =
          z.rank() == 0
              ? new double[0]
              : PreparedFactors.unmix(mixing.get(j).total(), z.rank(), blocks.get(j).outputs());
      factors.add(new Factors(z.rows(), z.columns(), z.rank(), left.get(j).total(), right));
    }
    return new Variable(factors);
  }
}
