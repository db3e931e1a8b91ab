package io.github.convexheads.fno;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.Target;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.Optional;

/**
 * The pre-activations circ(X) w1 of the groups of an FNO, one for every token that has outputs, by
 * the direct sum: 2 s d k operations each and no Fourier transform, which would make of a sum that
 * is exactly 0 one of either sign.
 */
final class FnoPreactivation implements Preactivation {
  /** Values of circ(X) that are held at once, 2 MiB. */
  private static final int HELD_VALUES = 1 << 18;

  private final TokenShape shape;
  private final int outputTokens;
  private final Grid grid;
  private final List<FnoGroup> groups;
  private final FourierBasis basis;

  FnoPreactivation(TokenShape shape, Pooling pooling, Grid grid, List<FnoGroup> groups) {
    this.shape = shape;
    this.outputTokens = pooling.outputTokens(shape.tokens());
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
    return outputTokens;
  }

  /** Every entry is a token value or 0. */
  @Override
  public Optional<List<double[]>> exactMatrix(TokenBatch sample, int group) {
    return Optional.of(List.of(matrix(sample, group)));
  }

  @Override
  public void apply(TokenBatch batch, int group, Matrix w, Matrix z, Kernel kernel) {
    forEachPiece(
        batch,
        group,
        (row, circulant) -> kernel.multiply(circulant, w, into(z.rows(row, circulant.rows()))));
  }

  @Override
  public void addTranspose(TokenBatch batch, int group, Matrix z, Matrix w, Kernel kernel) {
    Target sum = into(w).adding();
    forEachPiece(
        batch,
        group,
        (row, circulant) ->
            kernel.multiply(circulant.transposed(), z.rows(row, circulant.rows()), sum));
  }

  /** What to do with circ(X) of some samples, stacked, and the first of their rows. */
  private interface Piece {
    void accept(int row, Matrix circulant);
  }

  private void forEachPiece(TokenBatch batch, int group, Piece piece) {
    int size = Math.multiplyExact(outputTokens, length(group));
    int step = Math.max(1, Math.min(batch.samples(), HELD_VALUES / size));
    for (int first = 0; first < batch.samples(); first += step) {
      int samples = Math.min(step, batch.samples() - first);
      piece.accept(first * outputTokens, circulant(batch, group, first, samples));
    }
  }

  /**
   * Writes circ(X) of some samples out: a row holds the tokens that lie every shift ahead of one.
   *
   * @return (samples * tokens that have outputs) x (s * d)
   */
  Matrix circulant(TokenBatch batch, int group, int first, int samples) {
    int s = shape.tokens();
    FnoGroup of = groups.get(group);
    Matrix circulant =
        Matrix.zeros(batch.precision(), Math.multiplyExact(samples, outputTokens), length(group));
    MatrixBatch rows = circulant.reshaped(samples * outputTokens * s, of.features()).rowBlocks(s);
    MatrixBatch x = batch.matrices().columns(of.featureOffset(), of.features());
    for (int i = 0; i < samples; i++) {
      for (int t = 0; t < outputTokens; t++) {
        copyShifted(x.get(first + i), t, rows.get(i * outputTokens + t));
      }
    }
    return circulant;
  }

  private void copyShifted(Matrix x, int token, Matrix seen) {
    for (int shift = 0; shift < seen.rows(); shift++) {
      seen.rows(shift, 1).copyFrom(x.rows(grid.shifted(token, shift), 1));
    }
  }
}
