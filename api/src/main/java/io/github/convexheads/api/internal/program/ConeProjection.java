package io.github.convexheads.api.internal.program;

import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.LocalData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Projection on a cone {u : K u >= 0}, by nonnegative least squares: the projection of m is m + K^T
 * lambda for the lambda >= 0 that makes it shortest, found by the active-set method of Lawson and
 * Hanson (1974, chapter 23).
 *
 * <p>For any lambda >= 0 the length of m + K^T lambda is an upper bound of max{u.m : K u >= 0,
 * ||u|| &lt;= 1}, and for the best lambda it is that maximum (Moreau, 1962).
 */
@API(status = API.Status.INTERNAL)
public final class ConeProjection {
  private static final double TOLERANCE = 1e-13;

  private final int rows;
  private final int length;
  private final double[] directions;
  private final double[] norms;

  private ConeProjection(int rows, int length, double[] directions, double[] norms) {
    this.rows = rows;
    this.length = length;
    this.directions = directions;
    this.norms = norms;
  }

  /**
   * A projection on a point's cone.
   *
   * @param point m + K^T lambda
   * @param multipliers lambda, nonnegative, for rows of K scaled to length 1
   */
  public record Result(double[] point, double[] multipliers) {}

  /**
   * Writes K out, rows x length values, its rows scaled to length 1.
   *
   * @param cone the cone
   * @param length R
   * @return the projection
   */
  public static ConeProjection of(LocalData.Cone cone, int length) {
    double[] eye = new double[Math.multiplyExact(length, length)];
    for (int i = 0; i < length; i++) {
      eye[i * length + i] = 1;
    }
    return of(cone.times(eye, length), length);
  }

  /**
   * The cone of given inequalities.
   *
   * @param k K, row-major; given away
   * @param length R
   * @return the projection
   */
  public static ConeProjection of(double[] k, int length) {
    int rows = k.length / length;
    double[] norms = new double[rows];
    for (int i = 0; i < rows; i++) {
      norms[i] = Vectors.norm(Arrays.copyOfRange(k, i * length, (i + 1) * length));
      for (int r = 0; r < length && norms[i] > 0; r++) {
        k[i * length + r] /= norms[i];
      }
    }
    return new ConeProjection(rows, length, k, norms);
  }

  /**
   * Returns the rows of K that are not zero, scaled to length 1.
   *
   * @return rows x R values, row-major
   */
  public double[] directions() {
    int kept = 0;
    double[] all = new double[directions.length];
    for (int i = 0; i < rows; i++) {
      if (norms[i] > 0) {
        System.arraycopy(directions, i * length, all, kept * length, length);
        kept++;
      }
    }
    return Arrays.copyOf(all, kept * length);
  }

  /**
   * Projects a vector.
   *
   * @param m R values
   * @return the projection
   */
  public Result project(double[] m) {
    double size = Vectors.norm(m);
    double[] lambda = new double[rows];
    boolean[] blocked = new boolean[rows];
    List<Integer> passive = new ArrayList<>();
    double[] x = m.clone();
    for (int step = 0; step < 20 * (rows + length) && size > 0; step++) {
      StopToken.check();
      int entering = mostViolated(x, lambda, blocked, TOLERANCE * size);
      if (entering < 0) {
        break;
      }
      passive.add(entering);
      double before = Vectors.norm(x);
      if (!settle(m, lambda, passive)) {
        passive.remove(Integer.valueOf(entering));
        lambda[entering] = 0;
        blocked[entering] = true;
        continue;
      }
      x = shifted(m, lambda);
      if (Vectors.norm(x) < before) {
        Arrays.fill(blocked, false);
      } else {
        blocked[entering] = true;
      }
    }
    return new Result(x, lambda);
  }

  /**
   * Bounds max{u.m : K u >= 0, ||u|| &lt;= 1} from above, with rounding on the safe side: of the
   * sums here, and of the sums over R that the rows of K were computed by.
   *
   * @param m R values
   * @return the bound, never above ||m|| (1 + 1e-14)
   */
  public double dualNorm(double[] m) {
    Result result = project(m);
    double size = Vectors.norm(m);
    double total = size;
    for (double multiplier : result.multipliers) {
      total += multiplier;
    }
    double rounding = (4.0 * length + 64) * 0x1p-52 * total;
    return Math.min(size * (1 + 1e-14), Vectors.norm(result.point) + rounding);
  }

  private int mostViolated(double[] x, double[] lambda, boolean[] blocked, double tolerance) {
    int found = -1;
    double worst = -tolerance;
    for (int i = 0; i < rows; i++) {
      if (norms[i] > 0 && lambda[i] == 0 && !blocked[i]) {
        double value = along(i, x);
        if (value < worst) {
          worst = value;
          found = i;
        }
      }
    }
    return found;
  }

  /** Solves on the passive set, letting go of what turns negative; false if it is degenerate. */
  private boolean settle(double[] m, double[] lambda, List<Integer> passive) {
    while (true) {
      double[] free = leastSquares(m, passive);
      if (free.length == 0) {
        return false;
      }
      double step = 1;
      int leaving = -1;
      for (int a = 0; a < free.length; a++) {
        double now = lambda[passive.get(a)];
        if (free[a] <= 0 && (now == 0 || now / (now - free[a]) < step)) {
          step = now == 0 ? 0 : now / (now - free[a]);
          leaving = a;
        }
      }
      for (int a = 0; a < free.length; a++) {
        int i = passive.get(a);
        lambda[i] += step * (free[a] - lambda[i]);
      }
      if (leaving < 0) {
        return true;
      }
      lambda[passive.get(leaving)] = 0;
      passive.remove(leaving);
      if (passive.isEmpty()) {
        return true;
      }
    }
  }

  /** Minimises ||m + sum lambda_a k_a|| by Gram-Schmidt, twice; empty if nearly dependent. */
  private double[] leastSquares(double[] m, List<Integer> passive) {
    int n = passive.size();
    double[][] q = new double[n][];
    double[][] upper = new double[n][n];
    double[] target = new double[n];
    double[] rest = m.clone();
    for (int a = 0; a < n; a++) {
      double[] v =
          Arrays.copyOfRange(directions, passive.get(a) * length, (passive.get(a) + 1) * length);
      for (int pass = 0; pass < 2; pass++) {
        for (int b = 0; b < a; b++) {
          double overlap = Vectors.dot(q[b], v);
          upper[b][a] += overlap;
          Vectors.addScaled(-overlap, q[b], v);
        }
      }
      double size = Vectors.norm(v);
      if (!(size > 1e-12)) {
        return new double[0];
      }
      upper[a][a] = size;
      for (int r = 0; r < length; r++) {
        v[r] /= size;
      }
      q[a] = v;
      target[a] = -Vectors.dot(v, rest);
      Vectors.addScaled(target[a], v, rest);
    }
    for (int a = n - 1; a >= 0; a--) {
      for (int b = a + 1; b < n; b++) {
        target[a] -= upper[a][b] * target[b];
      }
      target[a] /= upper[a][a];
    }
    return target;
  }

  private double[] shifted(double[] m, double[] lambda) {
    double[] x = m.clone();
    for (int i = 0; i < rows; i++) {
      for (int r = 0; r < length && lambda[i] != 0; r++) {
        x[r] += lambda[i] * directions[i * length + r];
      }
    }
    return x;
  }

  private double along(int row, double[] x) {
    double sum = 0;
    for (int r = 0; r < length; r++) {
      sum += directions[row * length + r] * x[r];
    }
    return sum;
  }
}
