package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;
import java.util.ArrayList;
import java.util.List;

/** What lanes add up of the gradient at a point: of U where asked for, and of V as dF/dM. */
final class GradientSums implements AutoCloseable {
  private final Variable at;
  private final FactorSides asked;
  private final List<LaneSums> left = new ArrayList<>();
  private final List<LaneSums> mixing = new ArrayList<>();

  GradientSums(Workers workers, Variable at, FactorSides asked, Precision precision, int lanes) {
    this.at = at;
    this.asked = asked;
    for (Factors block : at.blocks()) {
      left.add(
          new LaneSums(
              workers, precision, lanes, asked == FactorSides.BOTH ? block.left().length : 0));
      mixing.add(new LaneSums(workers, precision, lanes, block.right().length));
    }
  }

  RealArray left(PreparedFactors block, BatchPass.Batch batch) {
    return left.get(block.index()).lane(batch.lane());
  }

  RealArray mixing(PreparedFactors block, BatchPass.Batch batch) {
    return mixing.get(block.index()).lane(batch.lane());
  }

  /** Returns the gradient, with zeros for U where it was not asked for. */
  Variable total(List<Block> blocks) {
    List<Factors> sums = new ArrayList<>();
    for (int j = 0; j < blocks.size(); j++) {
      Factors z = at.block(j);
      double[] right = mixing.get(j).total();
      sums.add(
          z.withSides(
              asked == FactorSides.BOTH ? left.get(j).total() : new double[z.left().length],
              PreparedFactors.unmix(right, z.rank(), blocks.get(j).outputs())));
    }
    return new Variable(sums);
  }

  @Override
  public void close() {
    left.forEach(LaneSums::close);
    mixing.forEach(LaneSums::close);
  }
}
