package io.github.convexheads.ojalgo.interior;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.Factors;
import java.util.Arrays;

/**
 * One half of exact relu's penalty with one output column: ||u|| with K u &gt;= 0, where Z = u or Z
 * = -u (Pilanci and Ergen, 2020).
 *
 * <p>Primal: (t, u) in the second-order cone Q and slack s = K u &gt;= 0. Dual: (1, w) in Q with w
 * = +-G - K^T y and y &gt;= 0. Eliminating t, s and y leaves d u = H^-1 (... - (+-dG)) with H =
 * [W^2 restricted to u]^-1 + K^T diag(y / s) K. The slack starts apart from K u and joins it with
 * the first full step.
 */
final class ConeTerm implements PenaltyTerm {
  private final BlockFeatures features;
  private final Kernel kernel;
  private final Matrix k;
  private final double sign;
  private final int length;
  private final double[] point;
  private final double[] slack;
  private final double[] multipliers;
  private final double[] dual;
  private double[] g;

  private SecondOrderScaling scaling;
  private Cholesky factor;
  private double[] aimed;
  private double[] complement;
  private double[] pointMove;
  private double[] slackMove;
  private double[] multiplierMove;
  private double[] dualMove;
  private double[] followed;

  /** Starts at u = 0, t = tau and a dual with ||G|| at most 1/2; K has rows of length 1. */
  ConeTerm(BlockFeatures features, Matrix k, double sign, double tau, double[] g) {
    this.features = features;
    this.kernel = features.kernel();
    this.k = k;
    this.sign = sign;
    this.length = k.columns();
    this.g = g.clone();
    this.point = new double[length + 1];
    this.slack = new double[k.rows()];
    this.multipliers = new double[k.rows()];
    this.dual = new double[length + 1];
    point[0] = tau;
    double[] ones = new double[k.rows()];
    Arrays.fill(ones, 1);
    double spread = Vectors.norm(transposeTimesK(ones));
    Arrays.fill(multipliers, 0.25 / Math.max(1, spread));
    Arrays.setAll(slack, i -> tau / multipliers[i]);
    refreshDual();
  }

  /**
   * Starts on the central path with parameter mu and G = 0, at a multiple of the analytic centre of
   * the cone.
   */
  static ConeTerm central(
      BlockFeatures features, Matrix k, double sign, double mu, double[] centre) {
    ConeTerm term = new ConeTerm(features, k, sign, mu, new double[k.columns()]);
    int m = k.rows();
    double size = mu * Math.sqrt(m * (m + 1.0));
    term.point[0] = (m + 1) * mu;
    for (int r = 0; r < term.length; r++) {
      term.point[r + 1] = size * centre[r];
    }
    System.arraycopy(term.timesK(tail(term.point)), 0, term.slack, 0, m);
    Arrays.setAll(term.multipliers, i -> mu / term.slack[i]);
    term.refreshDual();
    return term;
  }

  private void refreshDual() {
    double[] ky = transposeTimesK(multipliers);
    dual[0] = 1;
    for (int r = 0; r < length; r++) {
      dual[r + 1] = sign * g[r] - ky[r];
    }
  }

  @Override
  public int degree() {
    return 1 + k.rows();
  }

  @Override
  public int directions() {
    return length;
  }

  @Override
  public double complementarity() {
    return Vectors.dot(point, dual) + Vectors.dot(slack, multipliers);
  }

  @Override
  public void rescale() {
    scaling = SecondOrderScaling.of(point, dual);
    Matrix h = inverseBlock();
    double[] roots = new double[k.rows()];
    Arrays.setAll(roots, i -> Math.sqrt(multipliers[i] / slack[i]));
    Matrix weighted = k.copy();
    weighted.scaleRows(roots);
    kernel.multiply(weighted.transposed(), weighted, into(h).adding());
    factor = RidgedCholesky.of(h, kernel);
  }

  /** Returns (eta^2 (I + 2 w1 w1^T))^-1. */
  private Matrix inverseBlock() {
    double[] w = scaling.w();
    double squares = 0;
    for (int r = 1; r <= length; r++) {
      squares += w[r] * w[r];
    }
    double scale = 1 / (scaling.eta() * scaling.eta());
    Matrix q = Matrix.zeros(Precision.FLOAT64, length, length);
    for (int a = 0; a < length; a++) {
      for (int b = 0; b < length; b++) {
        double along = 2 * w[a + 1] * w[b + 1] / (1 + 2 * squares);
        q.set(a, b, scale * ((a == b ? 1 : 0) - along));
      }
    }
    return q;
  }

  @Override
  public void writeHalf(Matrix b, int from) {
    int rows = features.rows();
    double[] solved = new double[length * rows];
    for (int i = 0; i < rows; i++) {
      for (int r = 0; r < length; r++) {
        solved[r * rows + i] = features.phi().get(i, r);
      }
    }
    factor.solveLower(solved, rows);
    for (int i = 0; i < rows; i++) {
      int output = i * features.outputs() + features.block().outputOffset();
      for (int r = 0; r < length; r++) {
        b.set(output, from + r, solved[r * rows + i]);
      }
    }
  }

  @Override
  public double[] react(double[] x) {
    double[] y = x.clone();
    factor.solve(y, 1);
    return y;
  }

  @Override
  public void aim(Aim at) {
    double[] rest = SecondOrderScaling.product(scaling.lambda(), scaling.lambda());
    double[] second =
        at.corrected()
            ? SecondOrderScaling.product(scaling.inverseTimes(pointMove), scaling.times(dualMove))
            : new double[length + 1];
    for (int i = 0; i <= length; i++) {
      rest[i] = (i == 0 ? at.mu() : 0) - rest[i] - second[i];
    }
    aimed = scaling.times(scaling.divide(rest));
    double[] next = new double[k.rows()];
    for (int i = 0; i < next.length; i++) {
      double product = at.corrected() ? slackMove[i] * multiplierMove[i] : 0;
      next[i] = at.mu() - slack[i] * multipliers[i] - product;
    }
    complement = next;
    followed = new double[length];
    double[] ku = timesK(tail(point));
    double[] pull = new double[k.rows()];
    Arrays.setAll(pull, i -> (complement[i] - multipliers[i] * (ku[i] - slack[i])) / slack[i]);
    double[] move = transposeTimesK(pull);
    double[] straight = kernel.multiply(inverseBlock(), columnOf(tail(aimed))).toArray();
    for (int r = 0; r < length; r++) {
      move[r] += straight[r];
    }
    factor.solve(move, 1);
    complete(move);
  }

  @Override
  public void follow(double[] dG) {
    double[] answer = react(dG);
    double[] move = tail(pointMove);
    for (int r = 0; r < length; r++) {
      move[r] -= sign * answer[r];
      followed[r] += dG[r];
    }
    complete(move);
  }

  /**
   * Recovers the other moves from d u and the dG so far. d t comes from d u and not from d w, which
   * would be multiplied by the large entries of W^2 and part t from ||u||.
   */
  private void complete(double[] move) {
    double[] ku = timesK(tail(point));
    double[] kMove = timesK(move);
    slackMove = new double[k.rows()];
    multiplierMove = new double[k.rows()];
    for (int i = 0; i < slackMove.length; i++) {
      slackMove[i] = kMove[i] + (ku[i] - slack[i]);
      multiplierMove[i] = (complement[i] - multipliers[i] * slackMove[i]) / slack[i];
    }
    double[] ky = transposeTimesK(multiplierMove);
    dualMove = new double[length + 1];
    double inner = 0;
    double squares = 0;
    for (int r = 0; r < length; r++) {
      double w = scaling.w()[r + 1];
      dualMove[r + 1] = sign * followed[r] - ky[r];
      inner += w * (aimed[r + 1] - move[r]);
      squares += w * w;
    }
    pointMove = new double[length + 1];
    System.arraycopy(move, 0, pointMove, 1, length);
    pointMove[0] = aimed[0] - 2 * scaling.w()[0] / (1 + 2 * squares) * inner;
  }

  @Override
  public double[] change() {
    return signed(tail(pointMove), 1);
  }

  @Override
  public double longestStep() {
    double step =
        Math.min(
            SecondOrderScaling.longestStep(point, pointMove),
            SecondOrderScaling.longestStep(dual, dualMove));
    for (int i = 0; i < slack.length; i++) {
      step = slackMove[i] < 0 ? Math.min(step, -slack[i] / slackMove[i]) : step;
      step = multiplierMove[i] < 0 ? Math.min(step, -multipliers[i] / multiplierMove[i]) : step;
    }
    return step;
  }

  @Override
  public void move(double step) {
    Vectors.addScaled(step, pointMove, point);
    Vectors.addScaled(step, slackMove, slack);
    Vectors.addScaled(step, multiplierMove, multipliers);
    double[] next = g.clone();
    Vectors.addScaled(step, followed, next);
    g = next;
    refreshDual();
  }

  @Override
  public void shrink(double share) {
    Arrays.setAll(point, i -> share * point[i]);
    Arrays.setAll(slack, i -> share * slack[i]);
  }

  @Override
  public double bound() {
    return point[0];
  }

  @Override
  public double[] dual() {
    return g.clone();
  }

  @Override
  public double[] value() {
    return signed(tail(point), 1);
  }

  /** One balanced column: u / sqrt(||u||) and +-sqrt(||u||). */
  @Override
  public Factors factors(double scale) {
    double[] u = tail(point);
    double root = Math.sqrt(scale * Vectors.norm(u));
    if (!(root > 0)) {
      return Factors.zero(features.block());
    }
    for (int r = 0; r < length; r++) {
      u[r] *= scale / root;
    }
    return new Factors(length, 1, 1, u, new double[] {sign * root});
  }

  @Override
  public BlockFeatures features() {
    return features;
  }

  private double[] signed(double[] u, double scale) {
    double[] z = new double[length];
    Arrays.setAll(z, r -> sign * scale * u[r]);
    return z;
  }

  private static Matrix columnOf(double[] x) {
    return Matrix.of(x, x.length, 1);
  }

  private double[] timesK(double[] u) {
    return kernel.multiply(k, columnOf(u)).toArray();
  }

  private double[] transposeTimesK(double[] y) {
    return kernel.multiply(k.transposed(), columnOf(y)).toArray();
  }

  private static double[] tail(double[] x) {
    return Arrays.copyOfRange(x, 1, x.length);
  }
}
