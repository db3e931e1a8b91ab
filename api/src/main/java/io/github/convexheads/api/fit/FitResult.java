package io.github.convexheads.api.fit;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.solver.Solution;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * What a fit gives: the head, how the solver got there, and the proof.
 *
 * @param head the fitted head
 * @param problem the problem that was solved
 * @param solution where the solver ended, with its history
 * @param certificate the proof, computed from data and solution alone
 * @param betaMax the smallest beta whose solution is zero
 * @param seconds the time from raw tokens to certificate
 */
@API(status = API.Status.STABLE)
public record FitResult(
    FittedHead head,
    Problem problem,
    Solution solution,
    Certificate certificate,
    double betaMax,
    double seconds) {

  /**
   * The result in a line, without the points along the way.
   *
   * @return objective, proven gap, status and rank
   */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "FitResult[%s, objective %.9g, relative gap %.1e, ranks %s, beta %.6g, %s iterations, %.2f s]",
        solution.status().text(),
        certificate.primal(),
        certificate.relativeGap(),
        certificate.ranks(),
        certificate.beta(),
        solution.iterations(),
        seconds);
  }
}
