package io.github.convexheads.fno;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Target;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The pre-activations circ(X) w1 of the groups of an FNO, one for every token that has outputs, by
 * the direct sum: 2 s d k operations each and no Fourier transform, which would make of a sum that
 * is exactly 0 one of either sign. An {@link #estimate} may be one.
 */
final class FnoPreactivation implements Preactivation {
  /** Values of circ(X) that are held at once, 2 MiB. */
  private static final int HELD_VALUES = 1 << 18;

  private final TokenShape shape;
  private final Pooling pooling;
  private final int outputTokens;
  private final Grid grid;
  private final List<FnoGroup> groups;
  private final FourierBasis basis;

  FnoPreactivation(TokenShape shape, Pooling pooling, Grid grid, List<FnoGroup> groups) {
    this.shape = shape;
    this.pooling = pooling;
    this.outputTokens = pooling.outputTokens(shape.tokens());
    this.grid = grid;
    this.groups = groups;
    this.basis = new FourierBasis(grid);
  }

  /** Returns s x d. */
  TokenShape shape() {
    return shape;
  }

  /** Returns the pooling of the outputs. */
  Pooling pooling() {
    return pooling;
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

  /**
   * Products of spectra, 4 s d k operations a sample. With u the unit of rounding, ||X|| and ||w||
   * the Euclidean norms: entries of Q are off by 60 u / sqrt(s), so that Q w is by (s + 60) sqrt(s)
   * u ||w||, and a frequency of the tokens by (s + 40) sqrt(2) s u ||X||; products of frequencies
   * add (4 d + 8) sqrt(s) u ||X|| ||w||, and Q^T another (s + 60) s u. Their sum is below the
   * rounding here.
   */
  @Override
  public Estimate estimate(TokenBatch batch, int group, Matrix w, Kernel kernel) {
    int s = shape.tokens();
    int d = groups.get(group).features();
    Matrix whole = Matrix.zeros(Precision.FLOAT64, batch.samples() * s, w.columns());
    correlation(batch, group, kernel).project(w, whole);
    double[] rows = new double[batch.samples() * outputTokens];
    MatrixBatch x = batch.matrices().columns(groups.get(group).featureOffset(), d);
    for (int i = 0; i < batch.samples(); i++) {
      double norm = Vectors.norm(x.get(i).toArray());
      Arrays.fill(rows, i * outputTokens, (i + 1) * outputTokens, norm);
    }
    double rounding = 8 * (s + 64.0) * (s + d + 64.0) * 0x1p-53;
    return new Estimate(withOutputs(whole), rows, Estimate.norms(w), rounding);
  }

  /** The rows of the tokens that have outputs. */
  private Matrix withOutputs(Matrix whole) {
    int s = shape.tokens();
    if (outputTokens == s) {
      return whole;
    }
    int samples = whole.rows() / s;
    Matrix some = Matrix.zeros(whole.precision(), samples * outputTokens, whole.columns());
    for (int i = 0; i < samples; i++) {
      some.rows(i * outputTokens, outputTokens).copyFrom(whole.rows(i * s, outputTokens));
    }
    return some;
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
