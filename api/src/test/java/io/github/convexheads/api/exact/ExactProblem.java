package io.github.convexheads.api.exact;

import static io.github.convexheads.api.exact.ExactNumbers.DIGITS;

import java.math.BigDecimal;
import java.util.List;

/**
 * A lifted problem with forty digits: min over Z of (1/n) sum_i loss(out_i, Y_i) + beta sum_j
 * ||Z_j||_*, out[row, offset_j + p] = sum over blocks, r and k of phi[row][j][r, k] Z_j[r, k c_j +
 * p].
 *
 * @param samples n
 * @param phi for every row and block the R x q features
 * @param offsets where the outputs of every block begin
 * @param outputs c
 * @param loss the loss
 * @param beta the weight of the penalty
 */
public record ExactProblem(
    int samples,
    List<List<ExactMatrix>> phi,
    int[] offsets,
    int outputs,
    ExactLoss loss,
    BigDecimal beta) {

  /**
   * Returns the outputs at a point.
   *
   * @param z R x (q c_j) for every block
   * @return rows x c
   */
  public ExactMatrix outputs(List<ExactMatrix> z) {
    ExactMatrix out = ExactMatrix.zeros(phi.size(), outputs);
    for (int row = 0; row < phi.size(); row++) {
      for (int j = 0; j < z.size(); j++) {
        ExactMatrix f = phi.get(row).get(j);
        int c = z.get(j).columns() / f.columns();
        for (int r = 0; r < f.rows(); r++) {
          for (int k = 0; k < f.columns(); k++) {
            for (int p = 0; p < c && f.get(r, k).signum() != 0; p++) {
              out.add(
                  row, offsets[j] + p, f.get(r, k).multiply(z.get(j).get(r, k * c + p), DIGITS));
            }
          }
        }
      }
    }
    return out;
  }

  /**
   * Returns the mean loss of outputs.
   *
   * @param out rows x c
   * @return (1/n) times the sum of losses
   */
  public BigDecimal meanLoss(ExactMatrix out) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int row = 0; row < out.rows(); row++) {
      sum = sum.add(loss.value(row(out, row), row), DIGITS);
    }
    return sum.divide(BigDecimal.valueOf(samples), DIGITS);
  }

  /**
   * Returns the objective at a point.
   *
   * @param z every block
   * @return loss and penalty
   */
  public BigDecimal objective(List<ExactMatrix> z) {
    return meanLoss(outputs(z)).add(beta.multiply(nuclear(z), DIGITS), DIGITS);
  }

  /**
   * Returns the penalty without beta.
   *
   * @param z every block
   * @return the sum of all singular values
   */
  public static BigDecimal nuclear(List<ExactMatrix> z) {
    BigDecimal sum = BigDecimal.ZERO;
    for (ExactMatrix block : z) {
      for (BigDecimal value : block.singularValues()) {
        sum = sum.add(value, DIGITS);
      }
    }
    return sum;
  }

  /**
   * Returns the gradients of the losses of all rows.
   *
   * @param out rows x c
   * @return E, rows x c
   */
  public ExactMatrix gradients(ExactMatrix out) {
    ExactMatrix e = ExactMatrix.zeros(out.rows(), outputs);
    for (int row = 0; row < out.rows(); row++) {
      BigDecimal[] gradient = loss.gradient(row(out, row), row);
      for (int p = 0; p < outputs; p++) {
        e.add(row, p, gradient[p]);
      }
    }
    return e;
  }

  /**
   * Returns max_j ||A_j^* E / n||_2.
   *
   * @param e rows x c
   * @param columns q c_j of every block
   * @return the norm
   */
  public BigDecimal dualNorm(ExactMatrix e, int[] columns) {
    BigDecimal largest = BigDecimal.ZERO;
    for (int j = 0; j < columns.length; j++) {
      ExactMatrix first = phi.get(0).get(j);
      int c = columns[j] / first.columns();
      ExactMatrix m = ExactMatrix.zeros(first.rows(), columns[j]);
      for (int row = 0; row < phi.size(); row++) {
        ExactMatrix f = phi.get(row).get(j);
        for (int r = 0; r < f.rows(); r++) {
          for (int k = 0; k < f.columns(); k++) {
            for (int p = 0; p < c && f.get(r, k).signum() != 0; p++) {
              m.add(r, k * c + p, f.get(r, k).multiply(e.get(row, offsets[j] + p), DIGITS));
            }
          }
        }
      }
      largest = largest.max(m.singularValues()[0]);
    }
    return largest.divide(BigDecimal.valueOf(samples), DIGITS);
  }

  /**
   * Returns the dual value of a multiple of the gradients.
   *
   * @param e rows x c
   * @param theta the multiple
   * @return -(1/n) sum of loss*(theta E_i); null where it is minus infinity
   */
  public BigDecimal dual(ExactMatrix e, BigDecimal theta) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int row = 0; row < e.rows(); row++) {
      BigDecimal[] u = row(e, row);
      for (int p = 0; p < outputs; p++) {
        u[p] = u[p].multiply(theta, DIGITS);
      }
      BigDecimal conjugate = loss.conjugate(u, row);
      if (conjugate == null) {
        return null;
      }
      sum = sum.subtract(conjugate, DIGITS);
    }
    return sum.divide(BigDecimal.valueOf(samples), DIGITS);
  }

  private static BigDecimal[] row(ExactMatrix m, int row) {
    BigDecimal[] values = new BigDecimal[m.columns()];
    for (int p = 0; p < values.length; p++) {
      values[p] = m.get(row, p);
    }
    return values;
  }
}
