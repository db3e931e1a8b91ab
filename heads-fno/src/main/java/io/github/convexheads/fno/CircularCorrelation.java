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
   */
  private void multiply(RealArray weights, int k, RealArray products) {
    real(0, 0, weights, k, products);
    real(1, 1, weights, k, products);
    int slots = basis.slots() - 1;
    complex(slots, 0, 2 * features, 0, 1, 0, weights, k, 0, products);
    complex(slots, features, features, 0, 1, 0, weights, k, 1, products);
    complex(slots, 0, features, 1, -1, 1, weights, k, 1, products);
  }

  private void real(int part, int row, RealArray weights, int k, RealArray products) {
    kernel.gemm(
        false,
        false,
        samples,
        k,
        features,
        1,
        spectra,
        part * features,
        2 * features,
        weights,
        row * features * k,
        k,
        0,
        products,
        row * samples * k,
        k);
  }

  private void complex(
      int slots,
      int column,
      int width,
      int weightPart,
      double sign,
      double keep,
      RealArray weights,
      int k,
      int part,
      RealArray products) {
    kernel.gemmBatched(
        slots,
        false,
        false,
        samples,
        k,
        width,
        sign,
        spectra,
        2 * features * samples + column,
        2 * features,
        2 * features * samples,
        weights,
        (2 + weightPart) * features * k,
        k,
        2 * features * k,
        keep,
        products,
        (2 + part) * samples * k,
        k,
        2 * samples * k);
  }

  /** The adjoint of {@link #multiply}. */
  private void multiplyTranspose(RealArray products, int k, RealArray weights) {
    realTranspose(0, products, k, weights);
    realTranspose(1, products, k, weights);
    int slots = basis.slots() - 1;
    complexTranspose(slots, 0, 2 * features, 0, 1, 0, products, k, 0, weights);
    complexTranspose(slots, features, features, 0, 1, 1, products, k, 1, weights);
    complexTranspose(slots, 0, features, 1, -1, 1, products, k, 1, weights);
  }

  private void realTranspose(int part, RealArray products, int k, RealArray weights) {
    kernel.gemm(
        true,
        false,
        features,
        k,
        samples,
        1,
        spectra,
        part * features,
        2 * features,
        products,
        part * samples * k,
        k,
        0,
        weights,
        part * features * k,
        k);
  }

  private void complexTranspose(
      int slots,
      int column,
      int width,
      int weightPart,
      double sign,
      double keep,
      RealArray products,
      int k,
      int part,
      RealArray weights) {
    kernel.gemmBatched(
        slots,
        true,
        false,
        width,
        k,
        samples,
        sign,
        spectra,
        2 * features * samples + column,
        2 * features,
        2 * features * samples,
        products,
        (2 + part) * samples * k,
        k,
        2 * samples * k,
        keep,
        weights,
        (2 + weightPart) * features * k,
        k,
        2 * features * k);
  }

  private RealArray orthonormal(RealArray like) {
    return basis.orthonormal(like.precision());
  }

  private static RealArray allocate(RealArray like, int length) {
    return RealArray.allocate(like.precision(), length);
  }
}
