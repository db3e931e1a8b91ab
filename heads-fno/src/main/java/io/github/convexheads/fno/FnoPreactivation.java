package io.github.convexheads.fno;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Target;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.Optional;

/**
 * The pre-activations circ(X) w1 of the groups of an FNO, s for every sample, by the direct sum: 2
 * s^2 d k operations a sample and no Fourier transform, which would make of a sum that is exactly 0
 * one of either sign.
 */
final class FnoPreactivation implements Preactivation {
  /** Values of circ(X) that are held at once, 2 MiB. */
  private static final int HELD_VALUES = 1 << 18;

  private final TokenShape shape;
  private final Grid grid;
  private final List<FnoGroup> groups;
  private final FourierBasis basis;

  FnoPreactivation(TokenShape shape, Grid grid, List<FnoGroup> groups) {
    this.shape = shape;
    this.grid = grid;
    this.groups = groups;
    this.basis = new FourierBasis(grid);
  }

  /** Returns the groups in order. */
  List<FnoGroup> splitting() {
    return groups;
  }

  /** Returns the arrangement of the tokens. */
  Grid grid() {
    return grid;
  }

  /** Returns the Fourier basis of the tokens. */
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

  /** Every entry is a token value or 0. */
  @Override
  public Optional<List<double[]>> exactMatrix(TokenBatch sample, int group) {
    return Optional.of(List.of(matrix(sample, group)));
  }

  @Override
  public void apply(TokenBatch batch, int group, RealArray w, int k, RealArray z, Kernel kernel) {
    Matrix weights = Matrix.of(w, length(group), k);
    Matrix out = Matrix.of(z, batch.samples() * shape.tokens(), k);
    forEachPiece(
        batch,
        group,
        (row, circulant) ->
            kernel.multiply(circulant, weights, into(out.rows(row, circulant.rows()))));
  }

  @Override
  public void addTranspose(
      TokenBatch batch, int group, RealArray z, int k, RealArray w, Kernel kernel) {
    Matrix in = Matrix.of(z, batch.samples() * shape.tokens(), k);
    Target sum = into(Matrix.of(w, length(group), k)).adding();
    forEachPiece(
        batch,
        group,
        (row, circulant) ->
            kernel.multiply(circulant.transposed(), in.rows(row, circulant.rows()), sum));
  }

  /** What to do with circ(X) of some samples, stacked, and the first of their rows. */
  private interface Piece {
    void accept(int row, Matrix circulant);
  }

  private void forEachPiece(TokenBatch batch, int group, Piece piece) {
    int s = shape.tokens();
    int size = length(group);
    int step = Math.max(1, Math.min(batch.samples(), HELD_VALUES / Math.multiplyExact(s, size)));
    RealArray circulant = RealArray.allocate(batch.precision(), Math.multiplyExact(step, s), size);
    for (int first = 0; first < batch.samples(); first += step) {
      int samples = Math.min(step, batch.samples() - first);
      for (int i = 0; i < samples; i++) {
        fill(batch, first + i, groups.get(group), circulant, i * s * size);
      }
      piece.accept(first * s, Matrix.of(circulant, samples * s, size));
    }
  }

  /** Writes circ(X) of a sample: row t holds the tokens that lie every shift ahead of t. */
  private void fill(TokenBatch batch, int sample, FnoGroup of, RealArray circulant, int position) {
    int s = shape.tokens();
    int d = of.features();
    int from = sample * shape.size() + of.featureOffset();
    for (int t = 0; t < s; t++) {
      for (int a = 0; a < s; a++) {
        int token = from + grid.shifted(t, a) * shape.features();
        circulant.copyFrom(batch.values(), token, position + (t * s + a) * d, d);
      }
    }
  }
}
