package io.github.convexheads.fno;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.MatrixBatch;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray.Workspace;
import io.github.convexheads.api.token.TokenBatch;

/**
 * The action of circ(X) on a batch, for some consecutive features of the tokens: P[i,t,h] = sum
 * over a, l of X[i,t+a,l] U[(a,l),h] with t + a the token that lies the shift a ahead of t, and its
 * adjoint.
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
  private final Precision precision;
  private final int samples;
  private final int features;
  private final Matrix spectra;

  /**
   * Transforms the tokens of a batch.
   *
   * @param batch the samples
   * @param from the first feature
   * @param features d, the number of features
   * @param basis the Fourier basis of the batch's s tokens
   * @param kernel the linear algebra to use
   */
  CircularCorrelation(TokenBatch batch, int from, int features, FourierBasis basis, Kernel kernel) {
    this.basis = basis;
    this.kernel = kernel;
    this.precision = batch.precision();
    this.samples = batch.samples();
    this.features = features;
    this.spectra =
        Matrix.zeros(precision, basis.slots(), Math.multiplyExact(samples, 2 * features));
    MatrixBatch x = batch.matrices().columns(from, features);
    for (int part = 0; part < 2; part++) {
      MatrixBatch parts = spectra.columnBlocks(2 * features).columns(part * features, features);
      kernel.multiply(basis.analysis(precision, part).repeated(samples), x, into(parts));
    }
  }

  /** Returns s * d, the number of values of a filter. */
  int length() {
    return basis.size() * features;
  }

  /** Returns samples * s, the number of rows of P. */
  int rows() {
    return samples * basis.size();
  }

  /** P = circ(X) U for every sample; u is (s*d) x k, p receives (samples*s) x k values. */
  void project(Matrix u, Matrix p) {
    Matrix w = kernel.multiply(q(), byShift(u));
    projectSpectrum(w.reshaped(length(), u.columns()), p);
  }

  /** U += sum over samples of circ(X)^T P; p is (samples*s) x k, u is (s*d) x k. */
  void backproject(Matrix p, Matrix u) {
    Matrix w = Matrix.zeros(precision, length(), u.columns());
    backprojectSpectrum(p, w);
    kernel.multiply(q().transposed(), byShift(w), into(byShift(u)).adding());
  }

  /** P = circ(X) U for every sample, U given by its spectrum W = (Q (x) I) U, (s*d) x k. */
  void projectSpectrum(Matrix w, Matrix p) {
    int k = w.columns();
    try (Workspace workspace = Workspace.open()) {
      Matrix products = workspace.matrix(precision, rows(), k);
      multiply(w, products);
      MatrixBatch bySample = products.reshaped(basis.size(), samples * k).columnBlocks(k);
      MatrixBatch out = p.rowBlocks(basis.size());
      kernel.multiply(q().transposed().repeated(samples), bySample, into(out));
    }
  }

  /** W += (Q (x) I) sum over samples of circ(X)^T P; p is (samples*s) x k, w is (s*d) x k. */
  void backprojectSpectrum(Matrix p, Matrix w) {
    int k = w.columns();
    try (Workspace workspace = Workspace.open()) {
      Matrix products = workspace.matrix(precision, rows(), k);
      MatrixBatch bySample = products.reshaped(basis.size(), samples * k).columnBlocks(k);
      kernel.multiply(q().repeated(samples), p.rowBlocks(basis.size()), into(bySample));
      multiplyTranspose(products, w);
    }
  }

  /**
   * Multiplies spectra by conjugated spectra of weights: with x = a + ib and u = c + id, the
   * product is (ac + bd) + i (bc - ad). The products of a slot follow one another, while its
   * spectra are in the cache.
   */
  private void multiply(Matrix w, Matrix products) {
    for (int row = 0; row < basis.reals(); row++) {
      Matrix x = spectrum(row / 2).columns(row % 2 * features, features);
      kernel.multiply(x, weights(w, row, 1), into(products(products, row)));
    }
    for (int slot = basis.realSlots(); slot < basis.slots(); slot++) {
      int row = basis.row(slot);
      Matrix x = spectrum(slot);
      Matrix a = x.columns(0, features);
      Matrix b = x.columns(features, features);
      kernel.multiply(x, weights(w, row, 2), into(products(products, row)));
      kernel.multiply(b, weights(w, row, 1), into(products(products, row + 1)));
      Matrix d = weights(w, row + 1, 1);
      kernel.multiply(a, d, into(products(products, row + 1)).scaled(-1).adding());
    }
  }

  /** Adds the adjoint of {@link #multiply} to the weights. */
  private void multiplyTranspose(Matrix products, Matrix w) {
    for (int row = 0; row < basis.reals(); row++) {
      Matrix x = spectrum(row / 2).columns(row % 2 * features, features);
      kernel.multiply(x.transposed(), products(products, row), into(weights(w, row, 1)).adding());
    }
    for (int slot = basis.realSlots(); slot < basis.slots(); slot++) {
      int row = basis.row(slot);
      Matrix x = spectrum(slot).transposed();
      Matrix a = x.rows(0, features);
      Matrix b = x.rows(features, features);
      Matrix imaginary = products(products, row + 1);
      kernel.multiply(x, products(products, row), into(weights(w, row, 2)).adding());
      kernel.multiply(b, imaginary, into(weights(w, row, 1)).adding());
      kernel.multiply(a, imaginary, into(weights(w, row + 1, 1)).scaled(-1).adding());
    }
  }

  /** The spectra of all samples at a slot, samples x 2d. */
  private Matrix spectrum(int slot) {
    return spectra.rows(slot, 1).reshaped(samples, 2 * features);
  }

  /** The rows of W for some rows of Q, (count*d) x k. */
  private Matrix weights(Matrix w, int row, int count) {
    return w.rows(row * features, count * features);
  }

  /** The products of all samples for a row of Q, samples x k. */
  private Matrix products(Matrix products, int row) {
    return products.rows(row * samples, samples);
  }

  /** A filter with one row a shift, s x (d*k). */
  private Matrix byShift(Matrix u) {
    return u.reshaped(basis.size(), features * u.columns());
  }

  private Matrix q() {
    return basis.orthonormal(precision);
  }
}
