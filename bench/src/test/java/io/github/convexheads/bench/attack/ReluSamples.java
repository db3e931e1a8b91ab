package io.github.convexheads.bench.attack;

import io.github.convexheads.api.head.NetworkHead;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;

/**
 * Relu networks sum_j relu(x_t w_j) v_j on samples with the squared loss, in forty digits from
 * their weights.
 *
 * @param n samples
 * @param s tokens of a sample
 * @param d features of a token
 * @param c outputs
 * @param pooled whether outputs are the mean over the tokens of a sample, or one row a token
 * @param x tokens, n x s x d
 * @param y targets, one row of c an output row
 */
record ReluSamples(int n, int s, int d, int c, boolean pooled, double[] x, double[] y) {
  private static final MathContext DIGITS = new MathContext(40);

  int tokens() {
    return n * s;
  }

  /** The row of outputs that a token is part of. */
  int row(int token) {
    return pooled ? token / s : token;
  }

  /** How many tokens a row of outputs is the mean of. */
  int share() {
    return pooled ? s : 1;
  }

  BigDecimal[] outputs(List<NetworkHead> heads) {
    BigDecimal[] out = new BigDecimal[y.length];
    Arrays.fill(out, BigDecimal.ZERO);
    for (NetworkHead head : heads) {
      double[] w = head.first();
      double[] v = head.second();
      for (int token = 0; token < tokens(); token++) {
        BigDecimal z = BigDecimal.ZERO;
        for (int l = 0; l < d; l++) {
          z = z.add(new BigDecimal(x[token * d + l]).multiply(new BigDecimal(w[l])));
        }
        for (int p = 0; p < c && z.signum() > 0; p++) {
          BigDecimal term = z.multiply(new BigDecimal(v[p]), DIGITS);
          int at = row(token) * c + p;
          out[at] = out[at].add(term.divide(BigDecimal.valueOf(share()), DIGITS), DIGITS);
        }
      }
    }
    return out;
  }

  /** (1/2n) ||outputs - y||^2 + beta sum_j ||w_j|| ||v_j||. */
  BigDecimal objective(List<NetworkHead> heads, double beta) {
    BigDecimal[] out = outputs(heads);
    BigDecimal loss = BigDecimal.ZERO;
    for (int i = 0; i < out.length; i++) {
      BigDecimal e = out[i].subtract(new BigDecimal(y[i]));
      loss = loss.add(e.multiply(e, DIGITS), DIGITS);
    }
    BigDecimal penalty = BigDecimal.ZERO;
    for (NetworkHead head : heads) {
      BigDecimal squares = squares(head.first()).multiply(squares(head.second()), DIGITS);
      penalty = penalty.add(squares.sqrt(DIGITS), DIGITS);
    }
    return loss.divide(BigDecimal.valueOf(2L * n), DIGITS)
        .add(new BigDecimal(beta).multiply(penalty, DIGITS), DIGITS);
  }

  private static BigDecimal squares(double[] values) {
    BigDecimal sum = BigDecimal.ZERO;
    for (double value : values) {
      sum = sum.add(new BigDecimal(value).pow(2, DIGITS), DIGITS);
    }
    return sum;
  }

  /** Outputs minus targets, rounded. */
  double[] residuals(List<NetworkHead> heads) {
    BigDecimal[] out = outputs(heads);
    double[] e = new double[out.length];
    Arrays.setAll(e, i -> out[i].subtract(new BigDecimal(y[i])).doubleValue());
    return e;
  }

  /** G(u) = (1/n) sum_i E_i^T relu(x_i u), by plain sums. */
  double[] gradient(double[] e, double[] u) {
    double[] sum = new double[c];
    for (int token = 0; token < tokens(); token++) {
      double z = 0;
      for (int l = 0; l < d; l++) {
        z += x[token * d + l] * u[l];
      }
      for (int p = 0; p < c && z > 0; p++) {
        sum[p] += z * e[row(token) * c + p] / (n * share());
      }
    }
    return sum;
  }
}
