package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.Factors;

/**
 * The nuclear norm of one block as a semidefinite constraint: ||Z||_* = min (tr W1 + tr W2) / 2
 * with S = [W1 Z; Z^T W2] positive semidefinite; its dual slack is L = [I G; G^T I] / 2 (Fazel,
 * Hindi and Boyd, 2001).
 *
 * <p>L has constant diagonal blocks, so W1 and W2 never enter the reduced system. S and L are kept
 * by their scaling alone.
 */
final class NuclearTerm implements PenaltyTerm {
  private final BlockFeatures features;
  private final Kernel kernel;
  private final Workers workers;
  private final int p;
  private final int q;
  private NesterovTodd scaling;
  private PairedSpectrum spectrum;
  private Matrix target;
  private Matrix primalMove;
  private Matrix dualMove;

  /** Starts at Z = 0, W = w I, and a dual G with ||G||_2 &lt; 1. */
  NuclearTerm(BlockFeatures features, double w, double[] g, Workers workers) {
    this.features = features;
    this.kernel = features.kernel();
    this.workers = workers;
    this.p = features.block().rows();
    this.q = features.block().columns();
    Matrix l = offDiagonal(g);
    Matrix s = Matrix.identity(p + q);
    s.scale(w);
    for (int i = 0; i < p + q; i++) {
      l.set(i, i, 0.5);
    }
    this.scaling = NesterovTodd.of(s, l, kernel);
  }

  /** Returns [0 G; G^T 0] / 2. */
  private Matrix offDiagonal(double[] g) {
    Matrix l = Matrix.zeros(Precision.FLOAT64, p + q, p + q);
    for (int i = 0; i < p; i++) {
      for (int j = 0; j < q; j++) {
        l.set(i, p + j, g[i * q + j] / 2);
        l.set(p + j, i, g[i * q + j] / 2);
      }
    }
    return l;
  }

  @Override
  public int degree() {
    return p + q;
  }

  @Override
  public int directions() {
    return p * q;
  }

  @Override
  public double complementarity() {
    double sum = 0;
    for (double value : scaling.d()) {
      sum += value * value;
    }
    return sum;
  }

  @Override
  public void rescale() {
    spectrum = PairedSpectrum.of(scaling, p);
  }

  /** For output o of row i: La^T A_(i,o)^* Lb = (phi_i La)^T Lb_o, where A_(i,o)^* is R x (q*c). */
  @Override
  public void writeHalf(Matrix b, int from) {
    int width = features.block().width();
    int c = features.block().outputs();
    Matrix phi = features.phi().reshaped(features.rows() * width, p);
    Matrix rotated = kernel.multiply(phi, spectrum.left());
    Matrix lb = spectrum.right().reshaped(q / c, c * spectrum.right().columns());
    workers.forEach(
        features.rows(),
        row -> {
          Matrix own = rotated.rows(row * width, width).transposed();
          for (int o = 0; o < c; o++) {
            Matrix part = kernel.multiply(own, lb.columns(o * q, q));
            spectrum.half(part);
            int output = row * features.outputs() + features.block().outputOffset() + o;
            Matrix target = b.rows(output, 1).columns(from, p * q);
            target.copyFrom(part.reshaped(1, p * q));
          }
        });
  }

  @Override
  public double[] react(double[] g) {
    return spectrum.apply(g);
  }

  /** In scaled coordinates diag(d) o (dS + dL) = mu I - diag(d)^2 - correction. */
  @Override
  public void aim(Aim at) {
    int n = p + q;
    double[] d = scaling.d();
    Matrix next = Matrix.zeros(Precision.FLOAT64, n, n);
    Matrix product =
        at.corrected()
            ? NesterovTodd.symmetric(kernel.multiply(primalMove, dualMove))
            : Matrix.zeros(Precision.FLOAT64, n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double rest = (i == j ? at.mu() - d[i] * d[i] : 0) - product.get(i, j);
        next.set(i, j, 2 * rest / (d[i] + d[j]));
      }
    }
    target = next;
    primalMove = next;
    dualMove = Matrix.zeros(Precision.FLOAT64, n, n);
  }

  @Override
  public void follow(double[] dG) {
    Matrix r1 = scaling.r().rows(0, p);
    Matrix r2 = scaling.r().rows(p, q);
    Matrix inner = kernel.multiply(kernel.multiply(r1.transposed(), Matrix.of(dG, p, q)), r2);
    dualMove.addScaled(1, NesterovTodd.symmetric(inner));
    primalMove = target.copy();
    primalMove.addScaled(-1, dualMove);
  }

  @Override
  public double[] change() {
    Matrix r1 = scaling.r().rows(0, p);
    Matrix r2 = scaling.r().rows(p, q);
    return kernel.multiply(kernel.multiply(r1, primalMove), r2.transposed()).toArray();
  }

  @Override
  public double longestStep() {
    return Math.min(scaling.longestStep(primalMove), scaling.longestStep(dualMove));
  }

  @Override
  public void move(double step) {
    scaling = scaling.moved(moved(step, primalMove), moved(step, dualMove));
  }

  @Override
  public void shrink(double share) {
    scaling = scaling.shrunk(share);
  }

  @Override
  public double bound() {
    Matrix s = scaling.primal();
    double trace = 0;
    for (int i = 0; i < p + q; i++) {
      trace += s.get(i, i);
    }
    return trace / 2;
  }

  @Override
  public double[] dual() {
    Matrix g = scaling.dual().rows(0, p).columns(p, q).copy();
    g.scale(2);
    return g.toArray();
  }

  /** Returns diag(d) + step x. */
  private Matrix moved(double step, Matrix x) {
    Matrix sum = Matrix.identity(p + q);
    sum.transposed().scaleRows(scaling.d());
    sum.addScaled(step, x);
    return sum;
  }

  @Override
  public double[] value() {
    return scaling.primal().rows(0, p).columns(p, q).toArray();
  }

  @Override
  public Factors factors(double scale) {
    double[] z = value();
    for (int i = 0; i < z.length; i++) {
      z[i] *= scale;
    }
    return Factors.ofDense(z, p, q).balanced(kernel, 0);
  }

  @Override
  public BlockFeatures features() {
    return features;
  }
}
