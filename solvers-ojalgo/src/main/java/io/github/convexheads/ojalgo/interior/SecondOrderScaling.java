package io.github.convexheads.ojalgo.interior;

/**
 * The scaling of Nesterov and Todd of two vectors in the interior of the second-order cone Q = {(t,
 * u) : ||u|| &lt;= t}: W z = W^-1 s = lambda with W = eta [w0 w1^T; w1 I + w1 w1^T / (1 + w0)]
 * (Vandenberghe, 2010, section 4.2).
 *
 * @param eta the length
 * @param w the hyperbolic unit vector (w0, w1), w0^2 - ||w1||^2 = 1
 * @param lambda the scaled point
 */
record SecondOrderScaling(double eta, double[] w, double[] lambda) {

  static SecondOrderScaling of(double[] s, double[] z) {
    int n = s.length;
    double ds = Math.sqrt(determinant(s));
    double dz = Math.sqrt(determinant(z));
    double inner = 0;
    for (int i = 0; i < n; i++) {
      inner += s[i] / ds * (z[i] / dz);
    }
    double gamma = Math.sqrt((1 + inner) / 2);
    double[] w = new double[n];
    for (int i = 0; i < n; i++) {
      w[i] = (s[i] / ds + (i == 0 ? 1 : -1) * z[i] / dz) / (2 * gamma);
    }
    putOnHyperboloid(w);
    double eta = Math.sqrt(ds / dz);
    return new SecondOrderScaling(eta, w, scaled(eta, w, z));
  }

  /** Sets w0 so that w0^2 - ||w1||^2 = 1 whatever was rounded. */
  private static void putOnHyperboloid(double[] w) {
    double squares = 0;
    for (int i = 1; i < w.length; i++) {
      squares += w[i] * w[i];
    }
    w[0] = Math.sqrt(1 + squares);
  }

  /** Returns t^2 - ||u||^2. */
  static double determinant(double[] x) {
    double squares = 0;
    for (int i = 1; i < x.length; i++) {
      squares += x[i] * x[i];
    }
    double length = Math.sqrt(squares);
    return (x[0] - length) * (x[0] + length);
  }

  /** Returns W x. */
  double[] times(double[] x) {
    return scaled(eta, w, x);
  }

  /** Returns W^-1 x. */
  double[] inverseTimes(double[] x) {
    double[] reflected = w.clone();
    for (int i = 1; i < reflected.length; i++) {
      reflected[i] = -reflected[i];
    }
    return scaled(1 / eta, reflected, x);
  }

  private static double[] scaled(double eta, double[] w, double[] x) {
    double inner = 0;
    for (int i = 1; i < x.length; i++) {
      inner += w[i] * x[i];
    }
    double[] y = new double[x.length];
    y[0] = eta * (w[0] * x[0] + inner);
    for (int i = 1; i < x.length; i++) {
      y[i] = eta * (x[i] + w[i] * (x[0] + inner / (1 + w[0])));
    }
    return y;
  }

  /** Returns y with lambda o y = x, o the product of the cone. */
  double[] divide(double[] x) {
    double inner = 0;
    for (int i = 1; i < x.length; i++) {
      inner += lambda[i] * x[i];
    }
    double[] y = new double[x.length];
    y[0] = (lambda[0] * x[0] - inner) / determinant(lambda);
    for (int i = 1; i < x.length; i++) {
      y[i] = (x[i] - y[0] * lambda[i]) / lambda[0];
    }
    return y;
  }

  /** Returns x o y = (x.y, x0 y1 + y0 x1). */
  static double[] product(double[] x, double[] y) {
    double[] p = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      p[0] += x[i] * y[i];
    }
    for (int i = 1; i < x.length; i++) {
      p[i] = x[0] * y[i] + y[0] * x[i];
    }
    return p;
  }

  /** Returns the longest step a with x + a d in the cone; infinite if all are. */
  static double longestStep(double[] x, double[] d) {
    double root = Math.sqrt(determinant(x));
    double first = x[0] / root * (d[0] / root);
    for (int i = 1; i < x.length; i++) {
      first -= x[i] / root * (d[i] / root);
    }
    double share = (first + d[0] / root) / (x[0] / root + 1);
    double squares = 0;
    for (int i = 1; i < x.length; i++) {
      double rest = d[i] / root - share * x[i] / root;
      squares += rest * rest;
    }
    double speed = Math.sqrt(squares) - first;
    return speed > 0 ? 1 / speed : Double.POSITIVE_INFINITY;
  }
}
