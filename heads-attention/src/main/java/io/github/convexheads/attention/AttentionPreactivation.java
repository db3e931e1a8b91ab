package io.github.convexheads.attention;

import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.Preactivation;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.Optional;

/**
 * The scores of self-attention before the activation, z = X W1 X^T: z[i,(t,u),h] = x_t W_h x_u^T
 * for the tokens t that have outputs.
 *
 * <p>One product of these tokens with the weights, Y = X W, and for every token t one of X_i with
 * Y[t] in R^(d x k): 2 d^2 k + 2 s d k operations a token.
 */
record AttentionPreactivation(TokenShape shape, Pooling pooling) implements Preactivation {
  /** A product above this has a rounding error that does not underflow. */
  private static final double SMALLEST = 0x1p-960;

  @Override
  public int groups() {
    return 1;
  }

  @Override
  public int[] weightShape(int group) {
    return new int[] {shape.features(), shape.features()};
  }

  @Override
  public int perSample() {
    return Math.multiplyExact(pooling.outputTokens(shape.tokens()), shape.tokens());
  }

  /**
   * Entry (a,b) of row (t,u) is x_ta x_ub, the sum of a product in double precision and its
   * rounding error, which is a double too unless it underflows.
   */
  @Override
  public Optional<List<double[]>> exactMatrix(TokenBatch sample, int group) {
    int s = shape.tokens();
    int d = shape.features();
    double[] products = new double[Math.multiplyExact(perSample(), d * d)];
    double[] errors = new double[products.length];
    for (int i = 0; i < products.length; i++) {
      int row = i / (d * d);
      double x = sample.values().get(row / s * d + i / d % d);
      double y = sample.values().get(row % s * d + i % d);
      products[i] = x * y;
      errors[i] = Math.fma(x, y, -products[i]);
      double size = Math.abs(products[i]);
      if (x != 0 && y != 0 && !(size > SMALLEST && size < Double.POSITIVE_INFINITY)) {
        return Optional.empty();
      }
    }
    return Optional.of(List.of(products, errors));
  }

  @Override
  public void apply(TokenBatch batch, int group, Matrix w, Matrix z, Kernel kernel) {
    MatrixBatch scores = bySample(z);
    TokenProducts tokens = new TokenProducts(batch.matrices(), kernel);
    rows(batch, kernel)
        .times(
            w.reshaped(shape.features(), shape.features() * w.columns()),
            (first, y) -> {
              for (int i = 0; i < y.count(); i++) {
                tokens.times(first + i, y.get(i), scores.get(first + i));
              }
            });
  }

  /** By Cauchy-Schwarz, the terms of x_t W x_u^T sum to at most ||x_t|| ||x_u|| ||W||. */
  @Override
  public Estimate estimate(TokenBatch batch, int group, Matrix w, Kernel kernel) {
    int s = shape.tokens();
    int looking = pooling.outputTokens(s);
    double[] norms = new double[batch.samples() * s];
    for (int i = 0; i < norms.length; i++) {
      norms[i] = Vectors.norm(batch.rows().rows(i, 1).toArray());
    }
    double[] rows = new double[Math.multiplyExact(batch.samples(), perSample())];
    for (int i = 0; i < rows.length; i++) {
      int sample = i / perSample() * s;
      rows[i] = norms[sample + i / s % looking] * norms[sample + i % s];
    }
    Matrix z = Matrix.zeros(Precision.FLOAT64, rows.length, w.columns());
    apply(batch, group, w, z, kernel);
    return new Estimate(z, rows, Estimate.norms(w), Estimate.rounding(w.rows()));
  }

  @Override
  public void addTranspose(TokenBatch batch, int group, Matrix z, Matrix w, Kernel kernel) {
    MatrixBatch scores = bySample(z);
    TokenProducts tokens = new TokenProducts(batch.matrices(), kernel);
    rows(batch, kernel)
        .addTranspose(
            w.reshaped(shape.features(), shape.features() * w.columns()),
            (first, y) -> {
              for (int i = 0; i < y.count(); i++) {
                tokens.transposeTimes(first + i, scores.get(first + i), y.get(i));
              }
            });
  }

  private WeightProduct rows(TokenBatch batch, Kernel kernel) {
    return new WeightProduct(
        pooling.outputRows(batch), pooling.outputTokens(shape.tokens()), kernel);
  }

  /** z of every sample, a row of s*k for every token that has outputs. */
  private MatrixBatch bySample(Matrix z) {
    int s = shape.tokens();
    return z.reshaped(z.rows() / s, s * z.columns()).rowBlocks(pooling.outputTokens(s));
  }
}
