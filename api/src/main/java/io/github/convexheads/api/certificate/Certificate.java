package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.Scope;
import java.util.List;
import java.util.Locale;

/**
 * A proven bound on the distance of a point to the global optimum: the objective is {@code primal},
 * and no point has an objective below {@code dual}.
 *
 * <p>Source: MATH.md section 4; Sahiner et al. (2022), equation (12) for the dual.
 *
 * @param primal the objective (1/n) sum of losses + beta * sum ||Z_j||_*
 * @param dual a lower bound of the optimal value
 * @param loss the smooth part of the objective
 * @param penalty sum over blocks of ||Z_j||_*, without beta
 * @param beta the weight of the penalty
 * @param scale theta, by which the residual gradient was scaled to be dual feasible
 * @param norms for every block an upper bound of ||A_j^* E / n||, the norm that theta must bring
 *     below beta
 * @param failureProbability the probability, over the random starts of the Lanczos iterations, that
 *     any of the upper bounds is too low; 0 where all norms were computed exactly
 * @param ranks the rank of every block
 * @param scope which networks the lower bound speaks for
 */
public record Certificate(
    double primal,
    double dual,
    double loss,
    double penalty,
    double beta,
    double scale,
    List<Double> norms,
    double failureProbability,
    List<Integer> ranks,
    Scope scope) {

  /** Copies the lists; a certificate without a scope speaks for its own model only. */
  public Certificate {
    norms = List.copyOf(norms);
    ranks = List.copyOf(ranks);
    scope = scope == null ? Scope.THESE_PATTERNS : scope;
  }

  /**
   * Returns primal - dual.
   *
   * @return the proven distance to the optimal value, never negative
   */
  public double gap() {
    return Math.max(0, primal - dual);
  }

  /**
   * Returns the gap relative to the objective.
   *
   * @return (primal - dual) / max(1e-12, |primal|)
   */
  public double relativeGap() {
    return gap() / Math.max(1e-12, Math.abs(primal));
  }

  /**
   * Says whether the point is proven optimal to a tolerance.
   *
   * @param tolerance a relative gap
   * @return true if {@link #relativeGap()} is at most the tolerance; false for NaN
   */
  public boolean proves(double tolerance) {
    return relativeGap() <= tolerance;
  }

  /**
   * Says in words what is proven, and never more.
   *
   * @param tolerance the relative gap at which a point counts as optimal
   * @return {@code optimal}, {@code optimal for these gates}, {@code within 1.3e-02 of the optimum}
   *     (relative, rounded up) with the same restrictions, or that nothing is proven
   */
  public String statement(double tolerance) {
    if (proves(tolerance)) {
      return "optimal" + scope.restriction();
    }
    double gap = relativeGap();
    if (!(gap < Double.POSITIVE_INFINITY)) {
      return "no distance to the optimum is proven";
    }
    double unit = Math.pow(10, Math.floor(Math.log10(gap)) - 1);
    return String.format(
        Locale.ROOT,
        "within %.1e of the optimum%s",
        Math.ceil(gap / unit) * unit,
        scope.restriction());
  }
}
