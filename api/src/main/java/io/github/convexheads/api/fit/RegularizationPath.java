package io.github.convexheads.api.fit;

import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Solutions for a falling sequence of beta, each started from the one before (Friedman, Hastie and
 * Tibshirani, 2010, section 2.5).
 *
 * @param fractions fractions of beta_max, falling
 */
@API(status = API.Status.STABLE)
public record RegularizationPath(List<Double> fractions) {

  /** Checks the order. */
  public RegularizationPath {
    fractions = List.copyOf(fractions);
    if (fractions.isEmpty()) {
      throw new InvalidInputException("a path needs at least one beta");
    }
    for (int i = 0; i < fractions.size(); i++) {
      if (!(fractions.get(i) > 0) || (i > 0 && !(fractions.get(i) < fractions.get(i - 1)))) {
        throw new InvalidInputException(
            "the fractions of a path must be positive and fall, found " + fractions);
      }
    }
  }

  /**
   * A geometric path that starts just below beta_max.
   *
   * @param count the number of beta, at least 1
   * @param last the last and smallest fraction, in (0, 1)
   * @return the path
   */
  public static RegularizationPath geometric(int count, double last) {
    if (!(count >= 1 && last > 0 && last < 1)) {
      throw new InvalidInputException(
          "a path needs at least one beta and a last fraction between 0 and 1, found %d and %s"
              .formatted(count, last));
    }
    List<Double> fractions = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      fractions.add(Math.pow(last, (double) i / count));
    }
    return new RegularizationPath(fractions);
  }

  /**
   * Fits along the path.
   *
   * @param fitter fits at each beta; its own weight does not matter
   * @param tokens raw training tokens
   * @param targets training targets
   * @param listener hears of progress and may cancel, which ends the path early
   * @return one result for every beta that was reached, in order
   */
  public List<FitResult> fit(
      Fitter fitter, Tokens tokens, Targets targets, ProgressListener listener) {
    Problem problem = fitter.problem(tokens, targets);
    Fitter.noteHeavyTails(problem, tokens, listener);
    double betaMax = problem.betaMax(Certifier::betaMax);
    List<FitResult> results = new ArrayList<>();
    Optional<Variable> start = Optional.empty();
    for (double fraction : fractions) {
      FitResult result = fitter.fit(problem.withBeta(fraction * betaMax), start, listener);
      results.add(result);
      start = Optional.of(result.head().variable());
      if (listener.cancelled()) {
        break;
      }
    }
    return List.copyOf(results);
  }
}
