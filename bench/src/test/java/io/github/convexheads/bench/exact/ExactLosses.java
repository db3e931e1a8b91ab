package io.github.convexheads.bench.exact;

import static io.github.convexheads.api.exact.ExactNumbers.DIGITS;

import io.github.convexheads.api.exact.ExactLoss;
import io.github.convexheads.api.exact.ExactNumbers;
import io.github.convexheads.api.token.Targets;
import java.math.BigDecimal;
import java.util.Arrays;

/** The other losses, each a sum over outputs or a shift of softmax, with forty digits. */
final class ExactLosses {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private ExactLosses() {}

  /** A loss that is a sum over outputs. */
  private interface Entry {
    BigDecimal value(BigDecimal o, int row, int p);

    BigDecimal gradient(BigDecimal o, int row, int p);

    /** Null where it is infinite. */
    BigDecimal conjugate(BigDecimal u, int row, int p);
  }

  private static ExactLoss sum(Entry entry) {
    return new ExactLoss() {
      @Override
      public BigDecimal value(BigDecimal[] o, int row) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int p = 0; p < o.length; p++) {
          sum = sum.add(entry.value(o[p], row, p), DIGITS);
        }
        return sum;
      }

      @Override
      public BigDecimal[] gradient(BigDecimal[] o, int row) {
        BigDecimal[] gradient = new BigDecimal[o.length];
        Arrays.setAll(gradient, p -> entry.gradient(o[p], row, p));
        return gradient;
      }

      @Override
      public BigDecimal conjugate(BigDecimal[] u, int row) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int p = 0; p < u.length; p++) {
          BigDecimal own = entry.conjugate(u[p], row, p);
          if (own == null) {
            return null;
          }
          sum = sum.add(own, DIGITS);
        }
        return sum;
      }
    };
  }

  /** A loss times the weight of its sample. */
  static ExactLoss weighted(ExactLoss plain, Targets targets, int positions) {
    return new ExactLoss() {
      private BigDecimal weight(int row) {
        return new BigDecimal(targets.weight(row / positions));
      }

      @Override
      public BigDecimal value(BigDecimal[] o, int row) {
        return weight(row).multiply(plain.value(o, row), DIGITS);
      }

      @Override
      public BigDecimal[] gradient(BigDecimal[] o, int row) {
        BigDecimal[] gradient = plain.gradient(o, row);
        Arrays.setAll(gradient, p -> weight(row).multiply(gradient[p], DIGITS));
        return gradient;
      }

      @Override
      public BigDecimal conjugate(BigDecimal[] u, int row) {
        BigDecimal w = weight(row);
        if (w.signum() == 0) {
          return Arrays.stream(u).allMatch(v -> v.signum() == 0) ? BigDecimal.ZERO : null;
        }
        BigDecimal[] divided = new BigDecimal[u.length];
        Arrays.setAll(divided, p -> u[p].divide(w, DIGITS));
        BigDecimal conjugate = plain.conjugate(divided, row);
        return conjugate == null ? null : w.multiply(conjugate, DIGITS);
      }
    };
  }

  /** A loss that is 0 in rows whose label is negative, with the conjugate of 0. */
  static ExactLoss labelled(ExactLoss plain, int[] labels) {
    return new ExactLoss() {
      @Override
      public BigDecimal value(BigDecimal[] o, int row) {
        return labels[row] < 0 ? BigDecimal.ZERO : plain.value(o, row);
      }

      @Override
      public BigDecimal[] gradient(BigDecimal[] o, int row) {
        if (labels[row] >= 0) {
          return plain.gradient(o, row);
        }
        BigDecimal[] zero = new BigDecimal[o.length];
        Arrays.fill(zero, BigDecimal.ZERO);
        return zero;
      }

      @Override
      public BigDecimal conjugate(BigDecimal[] u, int row) {
        if (labels[row] >= 0) {
          return plain.conjugate(u, row);
        }
        return Arrays.stream(u).allMatch(value -> value.signum() == 0) ? BigDecimal.ZERO : null;
      }
    };
  }

  /** log(1 + exp(o)) - y o. */
  static ExactLoss logistic(boolean[] member, int c) {
    return sum(
        new Entry() {
          private BigDecimal signed(BigDecimal o, int row, int p) {
            return member[row * c + p] ? o.negate() : o;
          }

          @Override
          public BigDecimal value(BigDecimal o, int row, int p) {
            BigDecimal z = signed(o, row, p);
            BigDecimal e = ExactNumbers.exp(z.abs().negate());
            return ExactNumbers.log(BigDecimal.ONE.add(e, DIGITS))
                .add(z.max(BigDecimal.ZERO), DIGITS);
          }

          @Override
          public BigDecimal gradient(BigDecimal o, int row, int p) {
            BigDecimal z = signed(o, row, p);
            BigDecimal e = ExactNumbers.exp(z.abs().negate());
            BigDecimal larger = z.signum() < 0 ? e : BigDecimal.ONE;
            return signed(larger.divide(BigDecimal.ONE.add(e, DIGITS), DIGITS), row, p);
          }

          @Override
          public BigDecimal conjugate(BigDecimal u, int row, int p) {
            BigDecimal v = signed(u, row, p);
            BigDecimal rest = BigDecimal.ONE.subtract(v, DIGITS);
            return v.signum() < 0 || rest.signum() < 0 ? null : entropy(v).add(entropy(rest));
          }
        });
  }

  /** Squared within delta, linear beyond. */
  static ExactLoss huber(double[] y, int c, double delta) {
    BigDecimal bound = new BigDecimal(delta);
    return sum(
        new Entry() {
          @Override
          public BigDecimal value(BigDecimal o, int row, int p) {
            BigDecimal r = o.subtract(new BigDecimal(y[row * c + p]), DIGITS).abs();
            BigDecimal near = r.min(bound);
            return near.multiply(r.subtract(near.divide(TWO), DIGITS), DIGITS);
          }

          @Override
          public BigDecimal gradient(BigDecimal o, int row, int p) {
            BigDecimal r = o.subtract(new BigDecimal(y[row * c + p]), DIGITS);
            return r.min(bound).max(bound.negate());
          }

          @Override
          public BigDecimal conjugate(BigDecimal u, int row, int p) {
            BigDecimal inner = u.divide(TWO).add(new BigDecimal(y[row * c + p]), DIGITS);
            return u.abs().compareTo(bound) > 0 ? null : u.multiply(inner, DIGITS);
          }
        });
  }

  /** Half the squared slack of y o >= 1. */
  static ExactLoss squaredHinge(boolean[] member, int c) {
    return sum(
        new Entry() {
          private BigDecimal signed(BigDecimal o, int row, int p) {
            return member[row * c + p] ? o : o.negate();
          }

          private BigDecimal slack(BigDecimal o, int row, int p) {
            return BigDecimal.ONE.subtract(signed(o, row, p), DIGITS).max(BigDecimal.ZERO);
          }

          @Override
          public BigDecimal value(BigDecimal o, int row, int p) {
            BigDecimal slack = slack(o, row, p);
            return slack.multiply(slack, DIGITS).divide(TWO);
          }

          @Override
          public BigDecimal gradient(BigDecimal o, int row, int p) {
            return signed(slack(o, row, p), row, p).negate();
          }

          @Override
          public BigDecimal conjugate(BigDecimal u, int row, int p) {
            BigDecimal margin = signed(u, row, p);
            return margin.signum() > 0
                ? null
                : margin.add(u.multiply(u, DIGITS).divide(TWO), DIGITS);
          }
        });
  }

  /** Softmax against labels of which a share is spread over all classes. */
  static ExactLoss smoothed(int[] labels, double epsilon) {
    ExactLoss plain = ExactLoss.softmax(labels);
    return new ExactLoss() {
      private BigDecimal target(int c, int row, int p) {
        BigDecimal share = new BigDecimal(epsilon).divide(BigDecimal.valueOf(c), DIGITS);
        return p == labels[row]
            ? BigDecimal.ONE.subtract(new BigDecimal(epsilon), DIGITS).add(share, DIGITS)
            : share;
      }

      @Override
      public BigDecimal value(BigDecimal[] o, int row) {
        BigDecimal value = plain.value(o, row).add(o[labels[row]], DIGITS);
        for (int p = 0; p < o.length; p++) {
          value = value.subtract(target(o.length, row, p).multiply(o[p], DIGITS), DIGITS);
        }
        return value;
      }

      @Override
      public BigDecimal[] gradient(BigDecimal[] o, int row) {
        BigDecimal[] q = plain.gradient(o, row);
        q[labels[row]] = q[labels[row]].add(BigDecimal.ONE, DIGITS);
        for (int p = 0; p < o.length; p++) {
          q[p] = q[p].subtract(target(o.length, row, p), DIGITS);
        }
        return q;
      }

      @Override
      public BigDecimal conjugate(BigDecimal[] u, int row) {
        BigDecimal[] shifted = new BigDecimal[u.length];
        for (int p = 0; p < u.length; p++) {
          shifted[p] = u[p].add(target(u.length, row, p), DIGITS);
        }
        shifted[labels[row]] = shifted[labels[row]].subtract(BigDecimal.ONE, DIGITS);
        return plain.conjugate(shifted, row);
      }
    };
  }

  private static BigDecimal entropy(BigDecimal q) {
    return q.signum() == 0 ? BigDecimal.ZERO : q.multiply(ExactNumbers.log(q), DIGITS);
  }
}
