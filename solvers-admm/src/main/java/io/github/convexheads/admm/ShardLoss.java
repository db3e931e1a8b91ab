package io.github.convexheads.admm;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;

/**
 * The loss of one shard as its share of the whole: f(out) = weight * sum over rows of loss(out_i,
 * Y_i), weight = 1/n with n the samples of all shards.
 */
final class ShardLoss {
  /** Hessians of all rows are kept up to this many numbers, and made anew for every use beyond. */
  private static final long KEPT_HESSIANS = 1L << 24;

  /** A mean curvature below this share of the bound says more about the point than the loss. */
  private static final double LEAST_SHARE = 1e-3;

  private final Loss loss;
  private final Targets targets;
  private final int rows;
  private final int c;
  private final double weight;

  ShardLoss(ConvexProgram shard, double weight) {
    this.loss = shard.loss();
    this.targets = shard.targets();
    this.rows = shard.rows();
    this.c = shard.outputs();
    this.weight = weight;
  }

  double weight() {
    return weight;
  }

  /** Returns a bound of the Hessian, weight * curvature. */
  double curvature() {
    return weight * loss.curvature();
  }

  /** Returns the mean diagonal entry of the Hessian, at least a share of the bound. */
  double meanCurvature(double[] out) {
    double[] h = new double[c * c];
    double trace = 0;
    for (int row = 0; row < rows; row++) {
      loss.hessian(out, row * c, targets, row, h);
      for (int p = 0; p < c; p++) {
        trace += h[p * c + p];
      }
    }
    return Math.max(weight * trace / (rows * c), LEAST_SHARE * curvature());
  }

  int size() {
    return rows * c;
  }

  double value(double[] out) {
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += loss.value(out, row * c, targets, row);
    }
    return weight * sum;
  }

  double[] gradient(double[] out) {
    double[] e = new double[out.length];
    for (int row = 0; row < rows; row++) {
      loss.gradient(out, row * c, targets, row, e);
    }
    for (int i = 0; i < e.length; i++) {
      e[i] *= weight;
    }
    return e;
  }

  /** Returns v -> weight * Hessian(out) v, row by row. */
  java.util.function.UnaryOperator<double[]> hessian(double[] out) {
    boolean keep = (long) rows * c * c <= KEPT_HESSIANS;
    double[][] kept = keep ? new double[rows][] : null;
    if (keep) {
      for (int row = 0; row < rows; row++) {
        kept[row] = new double[c * c];
        loss.hessian(out, row * c, targets, row, kept[row]);
      }
    }
    return v -> {
      double[] product = new double[v.length];
      double[] scratch = new double[c * c];
      for (int row = 0; row < rows; row++) {
        double[] h = scratch;
        if (keep) {
          h = kept[row];
        } else {
          loss.hessian(out, row * c, targets, row, h);
        }
        multiply(h, v, product, row);
      }
      return product;
    };
  }

  /** Returns diagonal second derivatives of a single output; c = 1 only. */
  double[] curvatures(double[] out) {
    double[] curvatures = new double[rows];
    double[] h = new double[1];
    Arrays.setAll(
        curvatures,
        row -> {
          loss.hessian(out, row, targets, row, h);
          return weight * h[0];
        });
    return curvatures;
  }

  private void multiply(double[] h, double[] v, double[] product, int row) {
    for (int a = 0; a < c; a++) {
      double sum = 0;
      for (int b = 0; b < c; b++) {
        sum += h[a * c + b] * v[row * c + b];
      }
      product[row * c + a] = weight * sum;
    }
  }
}
