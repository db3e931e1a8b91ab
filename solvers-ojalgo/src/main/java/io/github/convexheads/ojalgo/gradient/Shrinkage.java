package io.github.convexheads.ojalgo.gradient;

import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The two proximal maps of the nuclear norm: soft-thresholding of singular values (Cai, Candes and
 * Shen, 2010), and projection on the ball sum ||Z_j||_* &lt;= tau, which thresholds them by the
 * number that projects them on the simplex (Duchi et al., 2008).
 *
 * @param radius tau; 0 for soft-thresholding
 */
record Shrinkage(double radius) {

  /**
   * One application.
   *
   * @param point the result
   * @param threshold by how much singular values were lowered
   * @param norm the sum of the result's singular values
   */
  record Result(Variable point, double threshold, double norm) {}

  /** Applies the map to Y - t A^* E, warm-started from an earlier point near the result. */
  Result apply(Evaluation at, double step, Variable warm, double accuracy) {
    Variable y = at.variable();
    double threshold = radius == 0 ? step * at.program().beta() : 0;
    List<SingularTriplets> triplets = new ArrayList<>();
    for (int j = 0; j < y.blocks().size(); j++) {
      Factors near = warm.block(j);
      SingularTriplets.Target target = new SingularTriplets.Target(at, j, step);
      triplets.add(SingularTriplets.above(target, threshold, accuracy, near.right(), near.rank()));
    }
    double[] values = triplets.stream().flatMapToDouble(t -> Arrays.stream(t.values())).toArray();
    double lowered = radius == 0 ? threshold : simplexThreshold(values, radius);
    List<Factors> blocks = new ArrayList<>();
    triplets.forEach(own -> blocks.add(own.shrunk(lowered)));
    double norm = Arrays.stream(values).map(s -> Math.max(0, s - lowered)).sum();
    return new Result(new Variable(blocks), lowered, norm);
  }

  /** Returns the least threshold >= 0 for which sum max(s - threshold, 0) is at most tau. */
  static double simplexThreshold(double[] values, double tau) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double sum = 0;
    double threshold = 0;
    for (int k = 1; k <= sorted.length; k++) {
      double value = sorted[sorted.length - k];
      sum += value;
      if (value > (sum - tau) / k) {
        threshold = (sum - tau) / k;
      }
    }
    return Math.max(0, threshold);
  }
}
