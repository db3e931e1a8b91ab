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

/** See {@link Fitter#path}. */
record RegularizationPath(Fitter fitter, List<Double> fractions) {

  RegularizationPath {
    fractions = List.copyOf(fractions);
    for (int i = 0; i < fractions.size(); i++) {
      double before = i == 0 ? Double.POSITIVE_INFINITY : fractions.get(i - 1);
      if (!(fractions.get(i) > 0 && fractions.get(i) < before)) {
        throw new InvalidInputException(
            "the fractions of a path must be positive and fall, found " + fractions);
      }
    }
  }

  List<FitResult> fit(Tokens tokens, Targets targets, ProgressListener listener) {
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
