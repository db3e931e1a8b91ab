package io.github.convexheads.api.certificate;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.kernel.Vectors;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * An upper bound of max{||M^T u||^2 : K u &gt;= 0, ||u|| &lt;= 1}, which is NP-hard to compute.
 *
 * <p>For any symmetric N with nonnegative entries u^T K^T N K u &gt;= 0 on the cone, so that the
 * largest eigenvalue of M M^T + K^T N K is a bound. The best N is sought through the dual of that
 * problem, max &lt;M M^T, U&gt; over U positive semidefinite with trace 1 and K U K^T &gt;= 0 off
 * the diagonal (Parrilo, 2000, on copositive matrices), by a barrier method whose iterates give an
 * N each, about mu / (K U K^T)_ab. Only the eigenvalue at that N enters the certificate, so the
 * bound is valid however far the method gets. In the plane it is exact.
 *
 * <p>N may be 0 off some pairs of inequalities. Where there are too many pairs, those are taken
 * that M M^T violates most, with the least k_a^T M M^T k_b: at the best N most others are slack.
 */
final class CopositiveBound {
  /** Sides of M beyond which too few pairs could be taken. */
  static final int LONGEST = 20;

  /** Pairs of inequalities x squared number of entries of U up to which all pairs are taken. */
  private static final double ALL_PAIRS = 3e7;

  /** The same for those that are taken of more pairs: a second of work. */
  private static final double SOME_PAIRS = 1e7;

  /** Newton steps of one bound, about. */
  private static final double STEPS = 300;

  private static final double ACCURACY = 1e-8;
  private static final int FIRST_STEPS = 300;
  private static final int NEWTON_STEPS = 40;
  private static final double SHRINK = 5;

  /** Newton decrement at which a point counts as central. */
  private static final double SETTLED = 0.1;

  private final Kernel kernel;
  private final int r;
  private final int entries;
  private final double[] b;
  private final double[] pairs;
  private final int count;

  private CopositiveBound(Kernel kernel, int r, double[] b, double[] pairs) {
    this.kernel = kernel;
    this.r = r;
    this.entries = r * (r + 1) / 2;
    this.b = b;
    this.pairs = pairs;
    this.count = pairs.length / entries;
  }

  /** Returns about how many multiplications a bound takes for m inequalities in R^r. */
  static double work(int m, int r) {
    return STEPS * most(m, r) * squaredEntries(r);
  }

  private static double squaredEntries(int r) {
    double entries = r * (r + 1) / 2.0;
    return entries * entries;
  }

  /** Returns how many pairs of m inequalities are taken. */
  private static int most(int m, int r) {
    double all = m * (m - 1.0) / 2;
    boolean every = all * squaredEntries(r) <= ALL_PAIRS;
    return (int) Math.min(all, every ? all : Math.max(1, SOME_PAIRS / squaredEntries(r)));
  }

  /**
   * Bounds the square.
   *
   * @param m M, r x c
   * @param k unit rows, row-major in R^r
   * @param w a point with k w &gt; 0
   * @param enough a square below which no smaller bound is of use
   */
  static double of(Kernel kernel, double[] m, int r, int c, double[] k, double[] w, double enough) {
    Matrix rows = Matrix.of(m, r, c);
    double[] b = kernel.multiply(rows, rows.transposed()).toArray();
    return new CopositiveBound(kernel, r, b, pairsOf(kernel, k, r, b)).minimum(w, enough);
  }

  /**
   * Writes (k_a k_b^T + k_b k_a^T) / 2 for some a &lt; b as vectors with the inner product of
   * traces.
   */
  private static double[] pairsOf(Kernel kernel, double[] k, int r, double[] b) {
    int m = k.length / r;
    int entries = r * (r + 1) / 2;
    Matrix rows = Matrix.of(k, m, r);
    Matrix image = kernel.multiply(rows, Matrix.of(b, r, r));
    double[] slack = kernel.multiply(image, rows.transposed()).toArray();
    int[] chosen =
        IntStream.range(0, m * m)
            .filter(pair -> pair % m < pair / m)
            .boxed()
            .sorted(Comparator.comparingDouble(pair -> slack[pair]))
            .limit(most(m, r))
            .mapToInt(pair -> pair)
            .toArray();
    double[] pairs = new double[chosen.length * entries];
    int at = 0;
    for (int pair : chosen) {
      int x = pair / m * r;
      int y = pair % m * r;
      for (int i = 0; i < r; i++) {
        for (int j = 0; j <= i; j++) {
          double value = k[x + i] * k[y + j] + k[y + i] * k[x + j];
          pairs[at++] = i == j ? value / 2 : value * Math.sqrt(0.5);
        }
      }
    }
    return pairs;
  }

  private double minimum(double[] w, double enough) {
    double spectral = bound(new double[count]);
    double best = spectral;
    double[] u = start(w);
    if (u == null || !(spectral > 0) || count == 0) {
      return spectral;
    }
    double mu = spectral / (r + count);
    u = centred(u, mu, best, FIRST_STEPS).u;
    while (mu * (r + count) > ACCURACY * spectral && best > enough) {
      StopToken.check();
      Centre centre = centred(u, mu, best, NEWTON_STEPS);
      u = centre.u;
      best = Math.min(best, bound(centre.multipliers));
      mu /= SHRINK;
    }
    return best;
  }

  /** A point near the central path with the multipliers N that it gives. */
  private record Centre(double[] u, double[] multipliers) {}

  /** Returns the largest eigenvalue of B + sum n_a S_a with rounding on the safe side. */
  private double bound(double[] n) {
    Matrix weights = Matrix.of(n, count, 1);
    Matrix terms = Matrix.of(pairs, count, entries);
    double[] full = matrix(kernel.multiply(terms.transposed(), weights).toArray());
    double size = 0;
    for (int i = 0; i < full.length; i++) {
      full[i] += b[i];
      size += Math.abs(b[i]);
    }
    for (double weight : n) {
      size += weight;
    }
    return Math.max(0, kernel.eigen(full, r).values()[0])
        + (1e-14 * (r + 2) + 0x1p-52 * count) * size;
  }

  /** Returns w w^T + delta I of trace 1, strictly feasible; null if rounding leaves none. */
  private double[] start(double[] w) {
    double squares = 0;
    for (double value : w) {
      squares += value * value;
    }
    for (double delta = 0.5; delta > 1e-12; delta /= 2) {
      double[] full = new double[r * r];
      for (int i = 0; i < r; i++) {
        for (int j = 0; j < r; j++) {
          full[i * r + j] = (1 - delta) * w[i] * w[j] / squares + (i == j ? delta / r : 0);
        }
      }
      double[] u = vector(full);
      if (positive(slacks(u))) {
        return u;
      }
    }
    return null;
  }

  /**
   * Newton steps on -&lt;B - shift I, U&gt; / mu - log det U - sum log s_a with trace 1, damped by
   * 1 / (1 + decrement) as the barrier is self-concordant (Nesterov and Nemirovskii, 1994). The
   * shift changes nothing but rounding.
   */
  private Centre centred(double[] from, double mu, double shift, int steps) {
    double[] u = from;
    double[] n = new double[count];
    for (int step = 0; step < steps; step++) {
      StopToken.check();
      double[] s = slacks(u);
      double[] move = newton(u, s, mu, shift);
      if (move == null) {
        return new Centre(u, n);
      }
      double[] slackMove = slacks(move);
      double decrement = decrement(u, move, s, slackMove);
      for (int a = 0; a < count; a++) {
        n[a] = Math.max(0, mu / s[a] * (1 - slackMove[a] / s[a]));
      }
      if (!(decrement > SETTLED)) {
        return new Centre(u, n);
      }
      double length = decrement < 0.25 ? 1 : 1 / (1 + decrement);
      double[] next = moved(u, length, move);
      while (!inside(next) && length > 1e-9) {
        length /= 2;
        next = moved(u, length, move);
      }
      if (!inside(next)) {
        return new Centre(u, n);
      }
      u = next;
    }
    return new Centre(u, n);
  }

  /** Returns the length of a move in the norm of the barrier's Hessian. */
  private double decrement(double[] u, double[] move, double[] s, double[] slackMove) {
    Matrix inverse = Matrix.of(inverse(u), r, r);
    Matrix half = kernel.multiply(inverse, Matrix.of(matrix(move), r, r));
    double sum = Vectors.dot(half.toArray(), half.transposed().toArray());
    for (int a = 0; a < count; a++) {
      sum += slackMove[a] / s[a] * (slackMove[a] / s[a]);
    }
    return Math.sqrt(Math.max(0, sum));
  }

  private boolean inside(double[] u) {
    return positive(slacks(u)) && positive(kernel.eigen(matrix(u), r).values());
  }

  private static double[] moved(double[] u, double length, double[] move) {
    double[] next = u.clone();
    for (int i = 0; i < next.length; i++) {
      next[i] += length * move[i];
    }
    return next;
  }

  private double[] newton(double[] u, double[] s, double mu, double shift) {
    double[] inverse = inverse(u);
    double[] scaled = new double[pairs.length];
    double[] gradient = vector(b);
    double[] flat = vector(inverse);
    for (int i = 0, at = 0; i < r; at += ++i) {
      gradient[at + i] -= shift;
    }
    for (int i = 0; i < entries; i++) {
      gradient[i] = gradient[i] / mu + flat[i];
    }
    for (int i = 0; i < pairs.length; i++) {
      scaled[i] = pairs[i] / s[i / entries];
      gradient[i % entries] += scaled[i];
    }
    double[] h = curvature(inverse);
    Matrix terms = Matrix.of(scaled, count, entries);
    kernel.multiply(terms.transposed(), terms, into(Matrix.of(h, entries, entries)).adding());
    double[] trace = new double[entries];
    for (int i = 0, at = 0; i < r; at += ++i) {
      trace[at + i] = 1;
    }
    double[] across = trace.clone();
    try {
      Cholesky factor = kernel.cholesky(h, entries);
      factor.solve(gradient, 1);
      factor.solve(across, 1);
    } catch (ArithmeticException e) {
      return null;
    }
    double multiplier = Vectors.dot(trace, gradient) / Vectors.dot(trace, across);
    for (int i = 0; i < entries; i++) {
      gradient[i] -= multiplier * across[i];
    }
    return gradient;
  }

  /** Returns the matrix of X -> U^-1 X U^-1 on symmetric X. */
  private double[] curvature(double[] inverse) {
    double[] h = new double[entries * entries];
    double[] unit = new double[entries];
    Matrix outer = Matrix.of(inverse, r, r);
    for (int column = 0; column < entries; column++) {
      unit[column] = 1;
      double[] x = matrix(unit);
      unit[column] = 0;
      Matrix half = kernel.multiply(outer, Matrix.of(x, r, r));
      double[] image = kernel.multiply(half, outer).toArray();
      System.arraycopy(vector(image), 0, h, column * entries, entries);
    }
    return h;
  }

  private double[] inverse(double[] u) {
    SymmetricEigen eigen = kernel.eigen(matrix(u), r);
    double[] scaled = eigen.vectors().clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] /= eigen.values()[i % r];
    }
    Matrix vectors = Matrix.of(eigen.vectors(), r, r);
    return kernel.multiply(Matrix.of(scaled, r, r), vectors.transposed()).toArray();
  }

  private double[] slacks(double[] u) {
    Matrix terms = Matrix.of(pairs, count, entries);
    return kernel.multiply(terms, Matrix.of(u, entries, 1)).toArray();
  }

  private double[] matrix(double[] vector) {
    double[] full = new double[r * r];
    for (int i = 0, at = 0; i < r; i++) {
      for (int j = 0; j <= i; j++, at++) {
        double value = i == j ? vector[at] : vector[at] * Math.sqrt(0.5);
        full[i * r + j] = value;
        full[j * r + i] = value;
      }
    }
    return full;
  }

  private double[] vector(double[] full) {
    double[] vector = new double[entries];
    for (int i = 0, at = 0; i < r; i++) {
      for (int j = 0; j <= i; j++, at++) {
        double mean = (full[i * r + j] + full[j * r + i]) / 2;
        vector[at] = i == j ? mean : mean * Math.sqrt(2);
      }
    }
    return vector;
  }

  private static boolean positive(double[] values) {
    for (double value : values) {
      if (!(value > 0)) {
        return false;
      }
    }
    return true;
  }
}
