package io.github.convexheads.fno;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;

/**
 * The action of circ(X) on a batch, for some consecutive features of the tokens: P[i,t,h] = sum
 * over a, l of X[i,(t+a) mod s,l] U[(a,l),h], and its adjoint.
 *
 * <p>A circular correlation is a product of spectra. The spectra of the tokens are kept as slots x
 * samples x (real features, imaginary features), so that every frequency is a product of a samples
 * x 2d matrix: 4 s d k flops a sample instead of 2 s^2 d k. The transforms are products with {@link
 * FourierBasis}: 2 s^2 k flops a sample for P, and 2 s^2 d k a batch for U.
 */
final class CircularCorrelation {
  private static final int REAL = 0;
  private static final int IMAGINARY = 1;

  private final FourierBasis basis;
  private final Kernel kernel;
  private final int samples;
  private final int features;
  private final RealArray spectra;

  /**
   * Transforms the tokens of a batch.
   *
   * @param batch the samples
   * @param from the first feature
   * @param features d, the number of features
   * @param basis the Fourier basis of the batch's s
   * @param kernel the linear algebra to use
   */
  CircularCorrelation(TokenBatch batch, int from, int features, FourierBasis basis, Kernel kernel) {
    this.basis = basis;
    this.kernel = kernel;
    this.samples = batch.samples();
    this.features = features;
    this.spectra =
        RealArray.allocate(batch.precision(), Math.multiplyExact(basis.rows() * features, samples));
    int s = basis.length();
    int size = batch.shape().size();
    for (int part = 0; part < 2; part++) {
      kernel.gemmBatched(
          samples,
          false,
          false,
          basis.slots(),
          features,
          s,
          1,
          basis.analysis(batch.precision()),
          part * s,
          2 * s,
          0,
          batch.values(),
          from,
          batch.features(),
          size,
          0,
          spectra,
          part * features,
          2 * features * samples,
          2 * features);
    }
  }

  /** P = circ(X) U for every sample; u is (s*d) x k, p receives samples x s x k values. */
  void project(RealArray u, int k, RealArray p) {
    int s = basis.length();
    RealArray weights = allocate(u, basis.rows() * features * k);
    kernel.gemm(
        false,
        false,
        basis.rows(),
        features * k,
        s,
        1,
        orthonormal(u),
        0,
        s,
        u,
        0,
        features * k,
        0,
        weights,
        0,
        features * k);
    RealArray products = allocate(u, basis.rows() * samples * k);
    multiply(weights, k, products);
    kernel.gemmBatched(
        samples,
        true,
        false,
        s,
        k,
        basis.rows(),
        1,
        orthonormal(u),
        0,
        s,
        0,
        products,
        0,
        samples * k,
        k,
        0,
        p,
        0,
        k,
        s * k);
  }

  /** U += sum over samples of circ(X)^T P; p is samples x s x k, u is (s*d) x k. */
  void backproject(RealArray p, int k, RealArray u) {
    int s = basis.length();
    RealArray products = allocate(u, basis.rows() * samples * k);
    kernel.gemmBatched(
        samples,
        false,
        false,
        basis.rows(),
        k,
        s,
        1,
        orthonormal(u),
        0,
        s,
        0,
        p,
        0,
        k,
        s * k,
        0,
        products,
        0,
        samples * k,
        k);
    RealArray weights = allocate(u, basis.rows() * features * k);
    multiplyTranspose(products, k, weights);
    kernel.gemm(
        true,
        false,
        s,
        features * k,
        basis.rows(),
        1,
        orthonormal(u),
        0,
        s,
        weights,
        0,
        features * k,
        1,
        u,
        0,
        features * k);
  }

  /**
   * Multiplies spectra by conjugated spectra of weights: with x = a + ib and u = c + id, the
   * product is (ac + bd) + i (bc - ad). Slot 0 holds two real spectra, multiplied each by itself.
   * The products of a slot follow one another, while its spectra are in the cache.
   */
  private void multiply(RealArray weights, int k, RealArray products) {
    multiply(0, REAL, features, weights, REAL, k, 1, 0, products, REAL);
    multiply(0, IMAGINARY, features, weights, IMAGINARY, k, 1, 0, products, IMAGINARY);
    for (int slot = 1; slot < basis.slots(); slot++) {
      multiply(slot, REAL, 2 * features, weights, REAL, k, 1, 0, products, REAL);
      multiply(slot, IMAGINARY, features, weights, REAL, k, 1, 0, products, IMAGINARY);
      multiply(slot, REAL, features, weights, IMAGINARY, k, -1, 1, products, IMAGINARY);
    }
  }

  /** The adjoint of {@link #multiply(RealArray, int, RealArray)}. */
  private void multiplyTranspose(RealArray products, int k, RealArray weights) {
    multiplyTranspose(0, REAL, features, products, REAL, k, 1, 0, weights, REAL);
    multiplyTranspose(0, IMAGINARY, features, products, IMAGINARY, k, 1, 0, weights, IMAGINARY);
    for (int slot = 1; slot < basis.slots(); slot++) {
      multiplyTranspose(slot, REAL, 2 * features, products, REAL, k, 1, 0, weights, REAL);
      multiplyTranspose(slot, IMAGINARY, features, products, IMAGINARY, k, 1, 1, weights, REAL);
      multiplyTranspose(slot, REAL, features, products, IMAGINARY, k, -1, 1, weights, IMAGINARY);
    }
  }

  /** products[slot, part] = keep * itself + sign * (width columns of the spectra) weights. */
  private void multiply(
      int slot,
      int part,
      int width,
      RealArray weights,
      int weightPart,
      int k,
      double sign,
      double keep,
      RealArray products,
      int productPart) {
    kernel.gemm(
        false,
        false,
        samples,
        k,
        width,
        sign,
        spectra,
        spectrum(slot, part),
        2 * features,
        weights,
        (2 * slot + weightPart) * features * k,
        k,
        keep,
        products,
        (2 * slot + productPart) * samples * k,
        k);
  }

  /** weights[slot, part] = keep * itself + sign * (width columns of the spectra)^T products. */
  private void multiplyTranspose(
      int slot,
      int part,
      int width,
      RealArray products,
      int productPart,
      int k,
      double sign,
      double keep,
      RealArray weights,
      int weightPart) {
    kernel.gemm(
        true,
        false,
        width,
        k,
        samples,
        sign,
        spectra,
        spectrum(slot, part),
        2 * features,
        products,
        (2 * slot + productPart) * samples * k,
        k,
        keep,
        weights,
        (2 * slot + weightPart) * features * k,
        k);
  }

  private int spectrum(int slot, int part) {
    return (slot * samples * 2 + part) * features;
  }

  private RealArray orthonormal(RealArray like) {
    return basis.orthonormal(like.precision());
  }

  private static RealArray allocate(RealArray like, int length) {
    return RealArray.allocate(like.precision(), length);
  }
}
