package io.github.convexheads.api.loss;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.Targets;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A convex loss of one row of outputs, loss(o, y) with o in R^c.
 *
 * <p>A training objective is (1/n) times the sum over all rows. Implementations are immutable and
 * safe for use by several threads; they must be finite for every finite row (logits of 1e3 and more
 * included).
 */
@API(status = API.Status.STABLE)
public interface Loss {

  /**
   * Returns loss(o, y) of one row.
   *
   * @param outputs holds the row of c outputs
   * @param position index of the row's first output
   * @param targets the targets y; c = {@code targets.outputs()}
   * @param row the row of the targets
   * @return the loss, finite for finite outputs
   */
  double value(double[] outputs, int position, Targets targets, int row);

  /**
   * Writes the gradient of loss(., y) at one row; {@code gradient} may be the array of outputs.
   *
   * @param outputs holds the row of c outputs
   * @param position index of the row's first output, in both arrays
   * @param targets the targets y
   * @param row the row of the targets
   * @param gradient receives c values
   */
  void gradient(double[] outputs, int position, Targets targets, int row, double[] gradient);

  /**
   * Does {@link #value} and {@link #gradient} at once, with the same results, for losses that share
   * work between the two.
   *
   * @param outputs holds the row of c outputs
   * @param position index of the row's first output, in both arrays
   * @param targets the targets y
   * @param row the row of the targets
   * @param gradient receives c values; may be the array of outputs
   * @return the loss
   */
  default double valueAndGradient(
      double[] outputs, int position, Targets targets, int row, double[] gradient) {
    double value = value(outputs, position, targets, row);
    gradient(outputs, position, targets, row, gradient);
    return value;
  }

  /**
   * Returns the convex conjugate loss*(u, y) = sup over o of u.o - loss(o, y), with a relative
   * error of a few roundings a term. At the edge of its domain it may be that of a row within a
   * relative distance of 8 c 2^-53, so that rounding does not make a gradient infeasible.
   *
   * @param dual holds the row u of c values
   * @param position index of the row's first value
   * @param targets the targets y
   * @param row the row of the targets
   * @return the conjugate; positive infinity outside its domain
   */
  double conjugate(double[] dual, int position, Targets targets, int row);

  /**
   * Writes the Hessian of loss(., y) at one row.
   *
   * @param outputs holds the row of c outputs
   * @param position index of the row's first output
   * @param targets the targets y
   * @param row the row of the targets
   * @param hessian receives c x c values, row-major, symmetric positive semidefinite
   */
  void hessian(double[] outputs, int position, Targets targets, int row, double[] hessian);

  /**
   * Writes the Hessian H of loss(., y) at one row as its diagonal and a vector v with {@code H_ab =
   * -v_a v_b} for a != b, where it has that form: sums of such Hessians are one product, and a
   * product with one takes c operations. Softmax has it with v the probabilities, a loss of every
   * output alone with v = 0.
   *
   * @param outputs holds the row of c outputs
   * @param position index of the row's first output
   * @param targets the targets y
   * @param row the row of the targets
   * @param diagonal receives the c values H_pp
   * @param vector receives the c values of v
   * @return whether the row's H has this form; where it has not, what is written means nothing
   */
  default boolean hessianParts(
      double[] outputs,
      int position,
      Targets targets,
      int row,
      double[] diagonal,
      double[] vector) {
    return false;
  }

  /**
   * Returns the trace of the Hessian of loss(., y) at one row.
   *
   * @param outputs holds the row of c outputs
   * @param position index of the row's first output
   * @param targets the targets y
   * @param row the row of the targets
   * @return the sum of the diagonal, at least 0
   */
  default double hessianTrace(double[] outputs, int position, Targets targets, int row) {
    int c = targets.outputs();
    double[] hessian = new double[c * c];
    hessian(outputs, position, targets, row, hessian);
    double trace = 0;
    for (int p = 0; p < c; p++) {
      trace += hessian[p * c + p];
    }
    return trace;
  }

  /**
   * Returns this loss without the bounds of its slopes, where it is a strictly convex one of every
   * output alone but for them: loss*(u, y) is that of what is returned where low_p &lt;= u_p &lt;=
   * high_p for all p, else infinite, so that loss(o, y) = min over v of that loss at o - v, plus
   * sum_p max(low_p v_p, high_p v_p). low and high are the gradients of this loss at outputs of
   * negative and positive infinity, which {@link #gradient} then takes. Interior-point solvers need
   * it: this loss has no curvature where a slope is at its bound.
   *
   * @return the loss without bounds, with a diagonal Hessian that is positive wherever low_p &lt;
   *     high_p; empty for a loss that is no such
   */
  default Optional<Loss> unbounded() {
    return Optional.empty();
  }

  /**
   * Returns a Lipschitz constant of the gradient in the Euclidean norm, an upper bound of the
   * Hessian's largest eigenvalue.
   *
   * @return the constant
   */
  double curvature();

  /**
   * Fails unless these targets suit this loss.
   *
   * @param targets the targets
   * @throws io.github.convexheads.api.error.InvalidInputException if they do not; says what would
   */
  void requireTargets(Targets targets);

  /**
   * Names the metrics that judge outputs fitted with this loss. The first one that suits the
   * targets chooses beta; without any the mean loss does.
   *
   * @return the metrics, the telling ones first
   */
  default List<Metric> metrics() {
    return List.of();
  }

  /**
   * Says what a row of outputs answers: one class, any number of labels, or values.
   *
   * @return the kind; empty for a loss that does not say
   */
  default Optional<Targets.Kind> answers() {
    return Optional.empty();
  }

  /**
   * Says how outputs become probabilities.
   *
   * @return the link; empty for a loss whose outputs have none
   */
  default Optional<Link> link() {
    return Optional.empty();
  }

  /** How the c outputs of a row become probabilities. */
  enum Link {
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
    public abstract void probabilities(
        double[] outputs, int position, int c, double[] into, int to);
  }
}
