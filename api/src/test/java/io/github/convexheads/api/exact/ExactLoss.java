package io.github.convexheads.api.exact;

import static io.github.convexheads.api.exact.ExactNumbers.DIGITS;

import java.math.BigDecimal;
import java.util.Arrays;

/** A loss of one row with forty digits. */
public interface ExactLoss {
  /**
   * Returns loss(o, y).
   *
   * @param o c outputs
   * @param row the row of the targets
   * @return the loss
   */
  BigDecimal value(BigDecimal[] o, int row);

  /**
   * Returns the gradient.
   *
   * @param o c outputs
   * @param row the row of the targets
   * @return c values
   */
  BigDecimal[] gradient(BigDecimal[] o, int row);

  /**
   * Returns the conjugate.
   *
   * @param u c values
   * @param row the row of the targets
   * @return the conjugate; null where it is infinite
   */
  BigDecimal conjugate(BigDecimal[] u, int row);

  /**
   * Squared loss.
   *
   * @param y rows x c targets
   * @param c the number of outputs
   * @return the loss
   */
  static ExactLoss squared(double[] y, int c) {
    return new ExactLoss() {
      @Override
      public BigDecimal value(BigDecimal[] o, int row) {
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal r : gradient(o, row)) {
          sum = sum.add(r.multiply(r, DIGITS), DIGITS);
        }
        return sum.divide(BigDecimal.valueOf(2), DIGITS);
      }

      @Override
      public BigDecimal[] gradient(BigDecimal[] o, int row) {
        BigDecimal[] r = new BigDecimal[c];
        for (int p = 0; p < c; p++) {
          r[p] = o[p].subtract(new BigDecimal(y[row * c + p]), DIGITS);
        }
        return r;
      }

      @Override
      public BigDecimal conjugate(BigDecimal[] u, int row) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int p = 0; p < c; p++) {
          BigDecimal half = u[p].divide(BigDecimal.valueOf(2), DIGITS);
          sum =
              sum.add(
                  u[p].multiply(half.add(new BigDecimal(y[row * c + p]), DIGITS), DIGITS), DIGITS);
        }
        return sum;
      }
    };
  }

  /**
   * Softmax cross-entropy.
   *
   * @param labels the class of every row
   * @return the loss
   */
  static ExactLoss softmax(int[] labels) {
    return new ExactLoss() {
      @Override
      public BigDecimal value(BigDecimal[] o, int row) {
        BigDecimal largest = Arrays.stream(o).max(BigDecimal::compareTo).orElseThrow();
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal output : o) {
          sum = sum.add(ExactNumbers.exp(output.subtract(largest, DIGITS)), DIGITS);
        }
        return ExactNumbers.log(sum).add(largest.subtract(o[labels[row]], DIGITS), DIGITS);
      }

      @Override
      public BigDecimal[] gradient(BigDecimal[] o, int row) {
        BigDecimal[] q = new BigDecimal[o.length];
        BigDecimal largest = Arrays.stream(o).max(BigDecimal::compareTo).orElseThrow();
        BigDecimal sum = BigDecimal.ZERO;
        for (int p = 0; p < o.length; p++) {
          q[p] = ExactNumbers.exp(o[p].subtract(largest, DIGITS));
          sum = sum.add(q[p], DIGITS);
        }
        BigDecimal rest = BigDecimal.ZERO;
        for (int p = 0; p < o.length; p++) {
          q[p] = q[p].divide(sum, DIGITS);
          rest = p == labels[row] ? rest : rest.add(q[p], DIGITS);
        }
        q[labels[row]] = rest.negate();
        return q;
      }

      @Override
      public BigDecimal conjugate(BigDecimal[] u, int row) {
        BigDecimal rest = BigDecimal.ZERO;
        BigDecimal value = BigDecimal.ZERO;
        for (int p = 0; p < u.length; p++) {
          if (p != labels[row]) {
            if (u[p].signum() < 0) {
              return null;
            }
            rest = rest.add(u[p], DIGITS);
            value = value.add(entropy(u[p]), DIGITS);
          }
        }
        BigDecimal own = BigDecimal.ONE.subtract(rest, DIGITS);
        return own.signum() < 0 ? null : value.add(entropy(own), DIGITS);
      }

      private BigDecimal entropy(BigDecimal q) {
        return q.signum() == 0 ? BigDecimal.ZERO : q.multiply(ExactNumbers.log(q), DIGITS);
      }
    };
  }
}
