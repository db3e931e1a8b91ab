package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LocalData;
import java.util.function.UnaryOperator;

/**
 * The loss of one shard as its share of the whole: f(out) = (n_s / n) times the shard's mean loss,
 * with n_s of n samples in the shard. Where the program has an intercept, f(out) is the least over
 * b of that of out + 1 b^T: its gradient is that at the best b, and its Hessian H - H B (B^T H B)^+
 * B^T H with B b = 1 b^T.
 */
final class ShardLoss {
  /** A mean curvature below this share of the bound says more about the point than the loss. */
  private static final double LEAST_SHARE = 1e-3;

  private final LocalData data;
  private final int rows;
  private final int c;
  private final double share;
  private final double curvature;
  private final boolean intercept;
  private final Kernel kernel;

  ShardLoss(ConvexProgram shard, double share) {
    this.data = shard.localData().orElseThrow();
    this.rows = data.rows();
    this.c = shard.size().outputs();
    this.share = share;
    this.intercept = shard.intercept();
    this.kernel = shard.kernel();
    this.curvature = share / shard.size().samples() * shard.loss().curvature();
  }

  /** Returns a bound of the Hessian, curvature / n. */
  double curvature() {
    return curvature;
  }

  /** Returns the mean diagonal entry of the Hessian, at least a share of the bound. */
  double meanCurvature(double[] out) {
    double[] h = new double[c * c];
    double trace = 0;
    double[] best = shifted(out);
    for (int row = 0; row < rows; row++) {
      StopToken.check();
      data.hessian(best, row, h);
      for (int p = 0; p < c; p++) {
        trace += h[p * c + p];
      }
    }
    return Math.max(share * trace / (rows * c), LEAST_SHARE * curvature);
  }

  int size() {
    return rows * c;
  }

  double value(double[] out) {
    return share * data.loss(shifted(out));
  }

  double[] gradient(double[] out) {
    double[] e = data.residual(shifted(out));
    for (int i = 0; i < e.length; i++) {
      e[i] *= share;
    }
    return e;
  }

  /** Returns v -> Hessian(out) v. */
  UnaryOperator<double[]> hessian(double[] out) {
    double[] best = shifted(out);
    UnaryOperator<double[]> mean = data.curvature(best);
    UnaryOperator<double[]> whole = v -> Vectors.combination(share, mean.apply(v), 0, v);
    if (!intercept) {
      return whole;
    }
    double[] sums = data.interceptCurvature(best);
    return InterceptCurvature.of(whole, kernel, Vectors.combination(share, sums, 0, sums), c)
        ::projected;
  }

  /** Returns outputs with the best intercept added; the array itself where there is none. */
  private double[] shifted(double[] out) {
    if (!intercept) {
      return out;
    }
    double[] b = data.intercept(out);
    double[] sum = out.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i % c];
    }
    return sum;
  }
}
