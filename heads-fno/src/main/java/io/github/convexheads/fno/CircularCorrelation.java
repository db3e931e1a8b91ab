package io.github.convexheads.fno;

import static io.github.convexheads.fno.FourierBasis.IMAGINARY;
import static io.github.convexheads.fno.FourierBasis.REAL;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;

/**
 * The action of circ(X) on a batch, for some consecutive features of the tokens: P[i,t,h] = sum
 * over a, l of X[i,(t+a) mod s,l] U[(a,l),h], and its adjoint.
 *
 * <p>A circular correlation is a product of spectra. The spectra of the tokens are kept as slots x
 * samples x (real features, imaginary features), so that every frequency is a product of a samples
 * x 2d matrix: 4 s d k flops a sample instead of 2 s^2 d k. To give P its tokens back takes a
 * product with Q of {@link FourierBasis}, 2 s^2 k flops a sample. Weights are given by their
 * spectrum W = (Q (x) I) U where possible; the transform of U itself takes 2 s^2 d k flops a batch.
 */
final class CircularCorrelation {
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
        RealArray.allocate(
            batch.precision(), Math.multiplyExact(2 * basis.slots() * features, samples));
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
    int columns = features * k;
    RealArray w = RealArray.allocate(u.precision(), s * columns);
    kernel.gemm(false, false, s, columns, s, 1, q(u), 0, s, u, 0, columns, 0, w, 0, columns);
    projectSpectrum(w, k, p);
  }

  /** U += sum over samples of circ(X)^T P; p is samples x s x k, u is (s*d) x k. */
  void backproject(RealArray p, int k, RealArray u) {
    int s = basis.length();
    int columns = features * k;
    RealArray w = RealArray.allocate(u.precision(), s * columns);
    backprojectSpectrum(p, k, w);
    kernel.gemm(true, false, s, columns, s, 1, q(u), 0, s, w, 0, columns, 1, u, 0, columns);
  }

  /** P = circ(X) U for every sample, U given by its spectrum W = (Q (x) I) U, (s*d) x k. */
  void projectSpectrum(RealArray w, int k, RealArray p) {
    int s = basis.length();
    RealArray products = RealArray.allocate(w.precision(), s * samples * k);
    multiply(w, k, products);
    kernel.gemmBatched(
        samples,
        true,
        false,
        s,
        k,
        s,
        1,
        q(w),
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

  /** W += (Q (x) I) sum over samples of circ(X)^T P; p is samples x s x k, w is (s*d) x k. */
  void backprojectSpectrum(RealArray p, int k, RealArray w) {
    int s = basis.length();
    RealArray products = RealArray.allocate(w.precision(), s * samples * k);
    kernel.gemmBatched(
        samples,
        false,
        false,
        s,
        k,
        s,
        1,
        q(w),
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
    multiplyTranspose(products, k, w);
  }

  /**
   * Multiplies spectra by conjugated spectra of weights: with x = a + ib and u = c + id, the
   * product is (ac + bd) + i (bc - ad). Slot 0 holds two real spectra, multiplied each by itself.
   * The products of a slot follow one another, while its spectra are in the cache.
   */
  private void multiply(RealArray weights, int k, RealArray products) {
    multiply(0, REAL, features, weights, REAL, k, 1, 0, products, REAL);
    if (basis.has(0, IMAGINARY)) {
      multiply(0, IMAGINARY, features, weights, IMAGINARY, k, 1, 0, products, IMAGINARY);
    }
    for (int slot = 1; slot < basis.slots(); slot++) {
      multiply(slot, REAL, 2 * features, weights, REAL, k, 1, 0, products, REAL);
      multiply(slot, IMAGINARY, features, weights, REAL, k, 1, 0, products, IMAGINARY);
      multiply(slot, REAL, features, weights, IMAGINARY, k, -1, 1, products, IMAGINARY);
    }
  }

  /** Adds the adjoint of {@link #multiply(RealArray, int, RealArray)} to the weights. */
  private void multiplyTranspose(RealArray products, int k, RealArray weights) {
    multiplyTranspose(0, REAL, features, products, REAL, k, 1, weights, REAL);
    if (basis.has(0, IMAGINARY)) {
      multiplyTranspose(0, IMAGINARY, features, products, IMAGINARY, k, 1, weights, IMAGINARY);
    }
    for (int slot = 1; slot < basis.slots(); slot++) {
      multiplyTranspose(slot, REAL, 2 * features, products, REAL, k, 1, weights, REAL);
      multiplyTranspose(slot, IMAGINARY, features, products, IMAGINARY, k, 1, weights, REAL);
      multiplyTranspose(slot, REAL, features, products, IMAGINARY, k, -1, weights, IMAGINARY);
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
        basis.row(slot, weightPart) * features * k,
        k,
        keep,
        products,
        basis.row(slot, productPart) * samples * k,
        k);
  }

  /** weights[slot, part] += sign * (width columns of the spectra)^T products. */
  private void multiplyTranspose(
      int slot,
      int part,
      int width,
      RealArray products,
      int productPart,
      int k,
      double sign,
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
        basis.row(slot, productPart) * samples * k,
        k,
        1,
        weights,
        basis.row(slot, weightPart) * features * k,
        k);
  }

  private int spectrum(int slot, int part) {
    return (slot * samples * 2 + part) * features;
  }

  private RealArray q(RealArray like) {
    return basis.orthonormal(like.precision());
  }
}
