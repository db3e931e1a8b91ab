package io.github.convexheads.fno;

import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;

/** The pre-activations circ(X) w1 of the groups of an FNO, s for every sample. */
final class FnoPreactivation implements Preactivation {
  private final TokenShape shape;
  private final List<FnoGroup> groups;
  private final FourierBasis basis;

  FnoPreactivation(TokenShape shape, List<FnoGroup> groups) {
    this.shape = shape;
    this.groups = groups;
    this.basis = new FourierBasis(shape.tokens());
  }

  /** Returns the groups in order. */
  List<FnoGroup> splitting() {
    return groups;
  }

  /** Returns the Fourier basis of sequences of s tokens. */
  FourierBasis basis() {
    return basis;
  }

  /** Returns the action of circ(X) on a batch for the features of a group. */
  CircularCorrelation correlation(TokenBatch batch, int group, Kernel kernel) {
    FnoGroup of = groups.get(group);
    return new CircularCorrelation(batch, of.featureOffset(), of.features(), basis, kernel);
  }

  @Override
  public int groups() {
    return groups.size();
  }

  @Override
  public int[] weightShape(int group) {
    return new int[] {shape.tokens(), groups.get(group).features()};
  }

  @Override
  public int perSample() {
    return shape.tokens();
  }

  @Override
  public void apply(TokenBatch batch, int group, RealArray w, int k, RealArray z, Kernel kernel) {
    correlation(batch, group, kernel).project(w, k, z);
  }

  @Override
  public void addTranspose(
      TokenBatch batch, int group, RealArray z, int k, RealArray w, Kernel kernel) {
    correlation(batch, group, kernel).backproject(z, k, w);
  }
}
