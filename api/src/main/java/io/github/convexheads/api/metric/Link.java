package io.github.convexheads.api.metric;

import org.apiguardian.api.API;

/** How the c outputs of a row become probabilities. */
@API(status = API.Status.EXPERIMENTAL)
public enum Link {
  /** One of c classes: p_k = exp(o_k) / sum_l exp(o_l); their sum is 1. */
  SOFTMAX {
    @Override
    public void probabilities(double[] outputs, int position, int c, double[] into, int to) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < c; k++) {
        largest = Math.max(largest, outputs[position + k]);
      }
      double sum = 0;
      for (int k = 0; k < c; k++) {
        into[to + k] = Math.exp(outputs[position + k] - largest);
        sum += into[to + k];
      }
      for (int k = 0; k < c; k++) {
        into[to + k] /= sum;
      }
    }
  },
  /** Each of c labels or not: p_k = 1 / (1 + exp(-o_k)). */
  LOGISTIC {
    @Override
    public void probabilities(double[] outputs, int position, int c, double[] into, int to) {
      for (int k = 0; k < c; k++) {
        into[to + k] = 1 / (1 + Math.exp(-outputs[position + k]));
      }
    }
  };

  /**
   * Writes the probabilities of one row.
   *
   * @param outputs holds the row of c outputs
   * @param position index of the row's first output
   * @param c the number of outputs of the row
   * @param into receives c probabilities; may be the array of outputs, at the same position
   * @param to index of the first probability
   */
  public abstract void probabilities(double[] outputs, int position, int c, double[] into, int to);
}
