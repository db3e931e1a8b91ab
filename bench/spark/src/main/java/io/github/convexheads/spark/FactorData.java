package io.github.convexheads.spark;

import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The factors of a point or of a direction as arrays. */
final class FactorData implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] rows;
  private final int[] columns;
  private final int[] ranks;
  private final double[][] left;
  private final double[][] right;

  private FactorData(Variable z) {
    int blocks = z.blocks().size();
    this.rows = new int[blocks];
    this.columns = new int[blocks];
    this.ranks = new int[blocks];
    this.left = new double[blocks][];
    this.right = new double[blocks][];
    for (int j = 0; j < blocks; j++) {
      Factors block = z.block(j);
      rows[j] = block.rows();
      columns[j] = block.columns();
      ranks[j] = block.rank();
      left[j] = block.left();
      right[j] = block.right();
    }
  }

  static FactorData of(Variable z) {
    return new FactorData(z);
  }

  Variable variable() {
    List<Factors> blocks = new ArrayList<>();
    for (int j = 0; j < rows.length; j++) {
      blocks.add(new Factors(rows[j], columns[j], ranks[j], left[j], right[j]));
    }
    return new Variable(blocks);
  }
}
