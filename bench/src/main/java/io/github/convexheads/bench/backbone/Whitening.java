package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.Npz;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.SymmetricEigen;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/**
 * PCA whitening of patches: with the mean m of patches x of d values, and the variances lambda_1 >=
 * lambda_2 >= ... and orthonormal directions v_1, v_2, ... of their covariance (its eigenvalues and
 * eigenvectors), a patch becomes
 *
 * <pre>{@code
 * z_k = v_k^T (x - m) / sqrt(lambda_k + epsilon),    k = 1..K
 * }</pre>
 *
 * <p>so that without epsilon the patches have mean 0 and covariance I (Hyvarinen and Oja, 2000,
 * Independent Component Analysis: Algorithms and Applications, section 5.2). Coates, Ng and Lee
 * (2011, An Analysis of Single-Layer Networks in Unsupervised Feature Learning) found how much it
 * matters for patches; epsilon, which holds back directions of little variance, is that of Coates
 * and Ng (2012, Learning Feature Representations with K-means). They turn z back by V (ZCA), so
 * that it looks like an image. Here it is not turned: no head but {@code b-fno}, which splits the
 * features, would fit better or worse for it, and so directions of little variance can be left out.
 *
 * <p>A file of it is an NPZ with {@code mean} (d), {@code matrix} (K x d, row k is v_k^T /
 * sqrt(lambda_k + epsilon)) and {@code variances} (d, all lambda).
 */
public final class Whitening {
  /** The largest mean, matrix and variances there are, and room for the names of the archive. */
  static final long MOST_BYTES =
      8L * PatchSample.MOST_VALUES * (PatchSample.MOST_VALUES + 2) + (1 << 16);

  /** Variances of a smaller share of the largest are taken for rounding errors of pixels. */
  private static final double NOTHING = 1e-10;

  private final double[] mean;
  private final double[] matrix;
  private final double[] variances;

  private Whitening(double[] mean, double[] matrix, double[] variances) {
    this.mean = mean;
    this.matrix = matrix;
    this.variances = variances;
  }

  /** Whitens along the K directions of largest variance; without K along all that vary. */
  static Whitening of(
      PatchCovariance patches, Kernel kernel, OptionalInt components, double epsilon) {
    if (!(epsilon >= 0 && epsilon <= Double.MAX_VALUE)) {
      throw new InvalidInputException(
          "--epsilon " + epsilon + " is not allowed; allowed: a finite number >= 0");
    }
    int d = patches.size();
    SymmetricEigen eigen = kernel.eigen(patches.covariance(), d);
    double[] variances = Arrays.stream(eigen.values()).map(v -> Math.max(0, v)).toArray();
    int kept = kept(components, varying(variances), patches);
    double[] matrix = new double[kept * d];
    for (int k = 0; k < kept; k++) {
      for (int i = 0; i < d; i++) {
        matrix[k * d + i] = eigen.vectors()[i * d + k] / Math.sqrt(variances[k] + epsilon);
      }
    }
    return new Whitening(patches.mean(), matrix, variances);
  }

  private static int varying(double[] variances) {
    int varying = 0;
    while (varying < variances.length && variances[varying] > NOTHING * variances[0]) {
      varying++;
    }
    return varying;
  }

  private static int kept(OptionalInt components, int varying, PatchCovariance patches) {
    if (varying == 0) {
      throw new InvalidInputException(
          "the %d patches that were looked at are all equal, so there is nothing to whiten"
              .formatted(patches.count()));
    }
    int kept = components.orElse(varying);
    if (kept < 1 || kept > varying) {
      throw new InvalidInputException(
          "--components %d is not allowed: the %d patches that were looked at, of %d values, vary in"
                  .formatted(kept, patches.count(), patches.size())
              + " %d directions; allowed: 1 to %d, or give more images"
                  .formatted(varying, varying));
    }
    return kept;
  }

  /**
   * Reads a file.
   *
   * @param file what {@link #write} wrote
   * @return the whitening
   * @throws InvalidInputException if it is no such file
   */
  public static Whitening read(Path file) {
    Npz arrays = Npz.read(file);
    double[] mean = finite(arrays, "mean");
    double[] matrix = finite(arrays, "matrix");
    double[] variances = finite(arrays, "variances");
    int d = mean.length;
    if (d == 0 || variances.length != d || matrix.length == 0 || matrix.length % d != 0) {
      throw new InvalidInputException(
          "%s is no whitening: it has mean %s, matrix %s and variances %s; needed are d, K x d and d"
              .formatted(
                  file,
                  arrays.array("mean").shape(),
                  arrays.array("matrix").shape(),
                  arrays.array("variances").shape()));
    }
    return new Whitening(mean, matrix, variances);
  }

  private static double[] finite(Npz arrays, String name) {
    double[] values = arrays.array(name).toDoubles();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new InvalidInputException(
            "%s is no whitening: value %d of %s is %s; every value must be finite"
                .formatted(arrays.name(), i, name, values[i]));
      }
    }
    return values;
  }

  /**
   * Writes a file, completely or not at all.
   *
   * @param file the NPZ file
   */
  public void write(Path file) {
    Map<String, StoredArray> arrays =
        Map.of(
            "mean", StoredArray.of(mean, size()),
            "matrix", StoredArray.of(matrix, components(), size()),
            "variances", StoredArray.of(variances, size()));
    Npz.of(arrays).write(file, Npz.Compression.STORED);
  }

  /**
   * Returns d.
   *
   * @return the number of values of a patch
   */
  public int size() {
    return mean.length;
  }

  /**
   * Returns K.
   *
   * @return the number of directions that are kept
   */
  public int components() {
    return matrix.length / mean.length;
  }

  /**
   * Returns (lambda_1 + ... + lambda_K) / (lambda_1 + ... + lambda_d).
   *
   * @return the share of the variance of patches that lies in the directions kept, 0 to 1
   */
  public double varianceKept() {
    double kept = 0;
    double all = 0;
    for (int k = 0; k < variances.length; k++) {
      kept += k < components() ? variances[k] : 0;
      all += variances[k];
    }
    return kept / all;
  }

  /** Whitens s patches, s x d row-major, to s x K. */
  double[] apply(Kernel kernel, double[] patches, int s) {
    int d = size();
    double[] centred = new double[s * d];
    for (int i = 0; i < centred.length; i++) {
      centred[i] = patches[i] - mean[i % d];
    }
    Matrix basis = Matrix.of(matrix, components(), d);
    return kernel.multiply(Matrix.of(centred, s, d), basis.transposed()).toArray();
  }
}
