package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;

/**
 * The linear map of exact relu with one column a block, where Z_j = u_j^+ - u_j^-: from all
 * positive halves followed by all negative ones to A (u^+ - u^-).
 *
 * <p>The sum u^+ + u^- is not seen by the loss, so only the difference needs a solve, with twice
 * the weight: ||u^+||^2 + ||u^-||^2 = (||sum||^2 + ||difference||^2) / 2.
 */
record SignedDesign(Design design) implements Design {
  @Override
  public double[] outputs(double[] z) {
    return design.outputs(difference(z, 1));
  }

  @Override
  public double[] adjoint(double[] e) {
    return signed(design.adjoint(e));
  }

  @Override
  public Inverse inverse(double weight, double rho) {
    Inverse inner = design.inverse(2 * weight, rho);
    return new Inverse() {
      @Override
      public double[] times(double[] b) {
        double[] d = inner.times(difference(b, 1));
        int length = d.length;
        double[] x = new double[b.length];
        for (int i = 0; i < length; i++) {
          double sum = (b[i] + b[length + i]) / rho;
          x[i] = (sum + d[i]) / 2;
          x[length + i] = (sum - d[i]) / 2;
        }
        return x;
      }

      @Override
      public boolean exact() {
        return inner.exact();
      }
    };
  }

  @Override
  public ProxSpace space(double weight, double rho) {
    return new Space(this, design.space(2 * weight, rho));
  }

  /** Returns factor * (u^+ - u^-). */
  static double[] difference(double[] z, double factor) {
    int length = z.length / 2;
    double[] d = new double[length];
    Arrays.setAll(d, i -> factor * (z[i] - z[length + i]));
    return d;
  }

  /** Returns (g, -g). */
  static double[] signed(double[] g) {
    double[] both = Arrays.copyOf(g, 2 * g.length);
    for (int i = 0; i < g.length; i++) {
      both[g.length + i] = -g[i];
    }
    return both;
  }

  /**
   * Moves of both halves by opposite amounts, u^+- = target +- E x, with the coordinates x of
   * another space: outputs and squared distances are twice those of the other space.
   */
  record Space(SignedDesign design, ProxSpace space) implements ProxSpace {
    @Override
    public double[] outputs(double[] z) {
      return design.outputs(z);
    }

    @Override
    public double[] image(double[] x) {
      return times(2, space.image(x));
    }

    @Override
    public double[] covector(double[] e) {
      return space.covector(e);
    }

    @Override
    public double inner(double[] covector, double[] x, double[] image) {
      return 2 * space.inner(covector, x, times(0.5, image));
    }

    @Override
    public double[] precondition(double[] covector) {
      return space.precondition(covector);
    }

    @Override
    public double[] coordinates(
        double[] guess, double[] target, double[] lossGradient, double rho) {
      return space.coordinates(difference(guess, 0.5), difference(target, 0.5), lossGradient, rho);
    }

    @Override
    public double[] point(double[] target, double[] x) {
      double[] move = space.point(new double[target.length / 2], x);
      return Vectors.combination(1, target, 1, signed(move));
    }

    private static double[] times(double factor, double[] x) {
      return Arrays.stream(x).map(value -> factor * value).toArray();
    }
  }
}
