package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * One block of the variable in factored form, Z = U V^T with U in R^(R x k) and V in R^(C x k).
 *
 * <p>The arrays are shared, not copied, because they can be large: whoever makes factors gives the
 * arrays away, whoever receives them only reads. A dense block is the special case k = min(R, C).
 *
 * @param rows R
 * @param columns C = q * c
 * @param rank k, the number of columns of U and V; 0 for Z = 0
 * @param left U, rows x rank values, row-major
 * @param right V, columns x rank values, row-major
 */
@API(status = API.Status.EXPERIMENTAL)
public record Factors(int rows, int columns, int rank, double[] left, double[] right) {

  /** Checks that the arrays fit the shape. */
  public Factors {
    if (left.length != Math.multiplyExact(rows, rank)
        || right.length != Math.multiplyExact(columns, rank)) {
      throw new IllegalArgumentException(
          "factors of a %s x %s block with rank %s need %s and %s values, found %s and %s"
              .formatted(
                  rows,
                  columns,
                  rank,
                  (long) rows * rank,
                  (long) columns * rank,
                  left.length,
                  right.length));
    }
  }

  /**
   * Returns the zero block.
   *
   * @param block the block's shape
   * @return factors of rank 0
   */
  public static Factors zero(Block block) {
    return new Factors(block.rows(), block.columns(), 0, new double[0], new double[0]);
  }

  /**
   * Returns factors of a dense matrix, exactly: the smaller side becomes an identity.
   *
   * @param z R x C values, row-major
   * @param rows R
   * @param columns C
   * @return factors of rank min(R, C)
   */
  public static Factors ofDense(double[] z, int rows, int columns) {
    if (columns <= rows) {
      return new Factors(rows, columns, columns, z.clone(), Matrix.identity(columns).toArray());
    }
    return new Factors(
        rows, columns, rows, Matrix.identity(rows).toArray(), transpose(z, rows, columns));
  }

  /**
   * Returns Z = U V^T as a dense matrix.
   *
   * @param kernel the linear algebra to use
   * @return R x C values, row-major
   */
  public double[] toDense(Kernel kernel) {
    Matrix u = Matrix.of(left, rows, rank);
    Matrix v = Matrix.of(right, columns, rank);
    return kernel.multiply(u, v.transposed()).toArray();
  }

  /**
   * Returns the same block by its thin singular value decomposition, U = P diag(sqrt(s)), V = Q
   * diag(sqrt(s)), singular values descending; values at or below {@code threshold} times the
   * largest are dropped. The balanced factors satisfy (||U||_F^2 + ||V||_F^2) / 2 = ||Z||_*.
   *
   * @param kernel the linear algebra to use
   * @param threshold relative, 0 keeps every non-zero singular value
   * @return balanced factors
   */
  public Factors balanced(Kernel kernel, double threshold) {
    FactoredSvd svd = FactoredSvd.of(this, kernel);
    double[] s = svd.values();
    int kept = 0;
    while (kept < s.length && s[kept] > 0 && s[kept] > threshold * s[0]) {
      kept++;
    }
    double[] roots = Arrays.stream(s).limit(kept).map(Math::sqrt).toArray();
    return new Factors(
        rows,
        columns,
        kept,
        scaledColumns(svd.left(), rows, roots),
        scaledColumns(svd.right(), columns, roots));
  }

  /**
   * The proximal map of t times the nuclear norm at a matrix that is given by its singular value
   * decomposition P diag(s) Q^T (Cai, Candes and Shen, 2010, theorem 2.1): singular values fall by
   * t, and those below it to 0.
   *
   * @param left P, R x m values, row-major
   * @param values s, at least one, descending; any beyond these are at most t
   * @param right Q, C x m values, row-major
   * @param threshold t, at least 0
   * @return balanced factors, U = P diag(sqrt(s - t)) and V = Q diag(sqrt(s - t))
   */
  public static Factors shrunk(double[] left, double[] values, double[] right, double threshold) {
    int rows = left.length / values.length;
    int columns = right.length / values.length;
    double[] roots =
        Arrays.stream(values)
            .takeWhile(s -> s > threshold)
            .map(s -> Math.sqrt(s - threshold))
            .toArray();
    return new Factors(
        rows,
        columns,
        roots.length,
        scaledColumns(left, rows, roots),
        scaledColumns(right, columns, roots));
  }

  /** The first columns of a matrix, each times a number. */
  private static double[] scaledColumns(double[] from, int rows, double[] by) {
    double[] scaled = new double[rows * by.length];
    if (by.length > 0) {
      Matrix columns = Matrix.of(scaled, rows, by.length);
      columns.copyFrom(Matrix.of(from, rows, from.length / rows).columns(0, by.length));
      columns.transposed().scaleRows(by);
    }
    return scaled;
  }

  /**
   * Returns the factors moved along a direction, (U + t dU, V + t dV).
   *
   * @param t the step
   * @param direction factors of the same shape and rank
   * @return the factors there
   * @throws IllegalArgumentException if the shape or the rank differs
   */
  public Factors plus(double t, Factors direction) {
    if (direction.rows != rows || direction.columns != columns || direction.rank != rank) {
      throw new IllegalArgumentException(
          "cannot move %s x %s factors of rank %s along %s x %s factors of rank %s"
              .formatted(rows, columns, rank, direction.rows, direction.columns, direction.rank));
    }
    return new Factors(
        rows,
        columns,
        rank,
        Vectors.combination(1, left, t, direction.left),
        Vectors.combination(1, right, t, direction.right));
  }

  /**
   * Returns a X + b Y with the columns of the factors side by side.
   *
   * @param a the weight of X
   * @param x X
   * @param b the weight of Y
   * @param y Y, of the same shape
   * @return factors whose rank is the sum of both; weights multiply V
   */
  public static Factors combination(double a, Factors x, double b, Factors y) {
    if (x.rows != y.rows || x.columns != y.columns) {
      throw new IllegalArgumentException(
          "cannot add a %s x %s and a %s x %s block"
              .formatted(x.rows, x.columns, y.rows, y.columns));
    }
    return new Factors(
        x.rows,
        x.columns,
        x.rank + y.rank,
        beside(x.rows, 1, x.left, x.rank, 1, y.left, y.rank),
        beside(x.columns, a, x.right, x.rank, b, y.right, y.rank));
  }

  /**
   * Returns other factors of the same shape and rank.
   *
   * @param newLeft U, rows x rank values, row-major
   * @param newRight V, columns x rank values, row-major
   * @return the factors
   */
  public Factors withSides(double[] newLeft, double[] newRight) {
    return new Factors(rows, columns, rank, newLeft, newRight);
  }

  /**
   * Returns the singular values of Z, descending.
   *
   * @param kernel the linear algebra to use
   * @return min(R, C, k) values
   */
  public double[] singularValues(Kernel kernel) {
    return FactoredSvd.values(this, kernel);
  }

  /**
   * Returns the same block with every pair of columns scaled by powers of two, which rounds
   * nothing, so that both have nearly equal lengths.
   *
   * @return factors of the same product
   */
  public Factors levelled() {
    double[] lefts = lengths(left);
    double[] rights = lengths(right);
    double[] u = left.clone();
    double[] v = right.clone();
    int[] shift = new int[rank];
    for (int h = 0; h < rank; h++) {
      if (lefts[h] > 0 && rights[h] > 0) {
        shift[h] = (Math.getExponent(rights[h]) - Math.getExponent(lefts[h])) / 2;
      }
    }
    for (int i = 0; i < u.length; i++) {
      u[i] = Math.scalb(u[i], shift[i % rank]);
    }
    for (int i = 0; i < v.length; i++) {
      v[i] = Math.scalb(v[i], -shift[i % rank]);
    }
    return new Factors(rows, columns, rank, u, v);
  }

  /**
   * Returns Z = U V^T with every entry as if it were computed with twice the digits and then
   * rounded (Ogita, Rump and Oishi, 2005, algorithm Dot2).
   *
   * @return R x C values, row-major
   */
  public double[] toDenseWithTwiceTheDigits() {
    double[] z = new double[Math.multiplyExact(rows, columns)];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = 0;
        double rest = 0;
        for (int h = 0; h < rank; h++) {
          double a = left[i * rank + h];
          double b = right[j * rank + h];
          double product = a * b;
          double next = sum + product;
          double back = next - sum;
          rest += Math.fma(a, b, -product) + ((sum - (next - back)) + (product - back));
          sum = next;
        }
        z[i * columns + j] = sum + rest;
      }
    }
    return z;
  }

  /**
   * Returns sum over columns of ||u_h|| ||v_h||, at least ||Z||_*; equal for balanced factors.
   *
   * @return the sum of the weights of the components
   */
  public double sumOfWeights() {
    double[] lefts = lengths(left);
    double[] rights = lengths(right);
    double sum = 0;
    for (int h = 0; h < rank; h++) {
      sum += lefts[h] * rights[h];
    }
    return sum;
  }

  /** The lengths of all columns, whatever their scale. */
  private double[] lengths(double[] values) {
    double[] lengths = squares(values);
    for (int h = 0; h < rank; h++) {
      double square = lengths[h];
      lengths[h] =
          square > 0x1p-900 && square < 0x1p1000
              ? Math.sqrt(square)
              : Vectors.norm(column(values, values.length / rank, h));
    }
    return lengths;
  }

  /** The squared lengths of all columns. */
  private double[] squares(double[] values) {
    double[] squares = new double[rank];
    for (int i = 0; i < values.length; i++) {
      squares[i % rank] += values[i] * values[i];
    }
    return squares;
  }

  /**
   * Returns one column of U.
   *
   * @param column h in 0..k-1
   * @return R values
   */
  public double[] leftColumn(int column) {
    return column(left, rows, column);
  }

  /**
   * Returns one column of V.
   *
   * @param column h in 0..k-1
   * @return C values
   */
  public double[] rightColumn(int column) {
    return column(right, columns, column);
  }

  private double[] column(double[] values, int length, int column) {
    double[] result = new double[length];
    for (int r = 0; r < length; r++) {
      result[r] = values[r * rank + column];
    }
    return result;
  }

  private static double[] beside(
      int rows, double a, double[] x, int kx, double b, double[] y, int ky) {
    double[] both = new double[Math.multiplyExact(rows, kx + ky)];
    for (int r = 0; r < rows; r++) {
      for (int h = 0; h < kx; h++) {
        both[r * (kx + ky) + h] = a * x[r * kx + h];
      }
      for (int h = 0; h < ky; h++) {
        both[r * (kx + ky) + kx + h] = b * y[r * ky + h];
      }
    }
    return both;
  }

  private static double[] transpose(double[] z, int rows, int columns) {
    double[] t = new double[z.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        t[c * rows + r] = z[r * columns + c];
      }
    }
    return t;
  }
}
