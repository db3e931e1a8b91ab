package io.github.convexheads.mixer;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenBatch;

/**
 * The action X -&gt; W X of token-mixing matrices W in R^(s x s) on a batch, for k matrices at
 * once: P[i,t,l,h] = sum_u W[(t,u),h] X[i,u,l], and its adjoint.
 *
 * <p>Every token of every sample is one product, (d x s) (s x k), written where it belongs; one
 * matrix alone (k = 1) is one product (s x s) (s x d) a sample.
 */
final class TokenMixing {
  private final TokenBatch x;
  private final Kernel kernel;
  private final int s;
  private final int d;

  TokenMixing(TokenBatch x, Kernel kernel) {
    this.x = x;
    this.kernel = kernel;
    this.s = x.tokens();
    this.d = x.features();
  }

  /** P of every sample; w is (s*s) x k, p receives samples x s x d x k values. */
  void project(RealArray w, int k, RealArray p) {
    for (int i = 0; i < x.samples(); i++) {
      project(i, w, k, p, i * s * d * k);
    }
  }

  /** P of one sample, s x d x k values from a position. */
  void project(int sample, RealArray w, int k, RealArray p, int position) {
    int from = sample * s * d;
    if (k == 1) {
      kernel.gemm(false, false, s, d, s, 1, w, 0, s, x.values(), from, d, 0, p, position, d);
      return;
    }
    kernel.gemmBatched(
        s,
        true,
        false,
        d,
        k,
        s,
        1,
        x.values(),
        from,
        d,
        0,
        w,
        0,
        k,
        s * k,
        0,
        p,
        position,
        k,
        d * k);
  }

  /** W += the adjoint applied to P of every sample. */
  void backproject(RealArray p, int k, RealArray w) {
    for (int i = 0; i < x.samples(); i++) {
      backproject(i, p, i * s * d * k, k, w);
    }
  }

  /** W += the adjoint applied to P of one sample, s x d x k values from a position. */
  void backproject(int sample, RealArray p, int position, int k, RealArray w) {
    int from = sample * s * d;
    if (k == 1) {
      kernel.gemm(false, true, s, s, d, 1, p, position, d, x.values(), from, d, 1, w, 0, s);
      return;
    }
    kernel.gemmBatched(
        s,
        false,
        false,
        s,
        k,
        d,
        1,
        x.values(),
        from,
        d,
        0,
        p,
        position,
        k,
        d * k,
        1,
        w,
        0,
        k,
        s * k);
  }
}
