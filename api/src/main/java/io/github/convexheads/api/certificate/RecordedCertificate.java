package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.ConvexProgram;
import java.util.List;
import org.apiguardian.api.API;

/**
 * What a certificate said when a model was saved: numbers out of a file, which prove nothing until
 * a {@link Certifier} has found them again. The components are those of {@link Certificate}.
 *
 * @param primal the objective
 * @param dual the lower bound
 * @param loss the smooth part of the objective
 * @param penalty sum over blocks of ||Z_j||_*, without beta
 * @param beta the weight of the penalty
 * @param scale theta
 * @param norms for every block an upper bound of ||A_j^* E / n||
 * @param failureProbability the probability that any of the norms is too low
 * @param ranks the rank of every block
 * @param scope which networks the lower bound speaks for
 * @param seed the seed of the random numbers that the bounds rest on; null where they rest on none
 * @param floor the objective below which gaps are relative to this instead, {@link #FLOOR} times
 *     the loss of outputs of zero; null for {@link #FLOOR} itself
 */
@API(status = API.Status.STABLE)
public record RecordedCertificate(
    double primal,
    double dual,
    double loss,
    double penalty,
    double beta,
    double scale,
    List<Double> norms,
    double failureProbability,
    List<Integer> ranks,
    ConvexProgram.Scope scope,
    Long seed,
    Double floor) {
  /** The smallest objective that gaps are relative to, where the loss of outputs of zero is 1. */
  public static final double FLOOR = 1e-12;

  /** Copies the lists; a record without a scope speaks for its own model only. */
  public RecordedCertificate {
    norms = List.copyOf(norms);
    ranks = List.copyOf(ranks);
    scope = scope == null ? ConvexProgram.Scope.THESE_PATTERNS : scope;
  }

  /**
   * Returns primal - dual as recorded.
   *
   * @return the recorded distance to the optimal value; negative where the record contradicts
   *     itself
   */
  public double gap() {
    return primal - dual;
  }

  /**
   * Returns the recorded gap relative to the objective.
   *
   * @return (primal - dual) / max(floor, |primal|); 0 where the two are equal
   */
  public double relativeGap() {
    return gap() == 0 ? 0 : gap() / Math.max(leastObjective(), Math.abs(primal));
  }

  /**
   * Returns the objective below which gaps are relative to this instead.
   *
   * @return the floor, {@link #FLOOR} where there is none of its own
   */
  public double leastObjective() {
    return floor == null ? FLOOR : floor;
  }

  /** The same without a lower bound. */
  RecordedCertificate unproven() {
    return new RecordedCertificate(
        primal,
        Double.NEGATIVE_INFINITY,
        loss,
        penalty,
        beta,
        scale,
        norms,
        failureProbability,
        ranks,
        scope,
        seed,
        floor);
  }
}
