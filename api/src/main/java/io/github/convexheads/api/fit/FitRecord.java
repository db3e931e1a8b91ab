package io.github.convexheads.api.fit;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.solver.Solution;
import java.util.List;
import java.util.Map;

/**
 * What a fit leaves on record of itself.
 *
 * @param configuration what was asked for
 * @param head the head
 * @param kernel the linear algebra
 */
record FitRecord(Configuration configuration, Head head, Kernel kernel) {

  /** Returns the record of a fit. */
  Provenance of(
      Problem problem, Solution solution, Certificate certificate, Portfolio.Outcome outcome) {
    String version = Fitter.class.getPackage().getImplementationVersion();
    List<String> ran = outcome.ran();
    double beta = problem.program().beta();
    double betaMax = problem.betaMax(Certifier::betaMax);
    Map<String, String> asked = configuration.withWeight(used(beta, betaMax)).asMap();
    if (solution.equivalentBeta().isPresent()) {
      asked.remove(configuration.weight().key());
    }
    return new Provenance(
            asked,
            outcome.solver(),
            solution.status().text(),
            solution.iterations(),
            beta,
            betaMax,
            certificate.recorded(),
            gateMargin(problem.gates()),
            problem.program().size().samples(),
            problem.data().digest(),
            kernel.description(),
            version == null ? "development" : version,
            ran.size() < 2 ? Map.of() : Map.of(Provenance.SOLVERS, String.join(", ", ran)))
        .withClassNames(problem.data().classNames());
  }

  private Double gateMargin(Gates gates) {
    return gates
        .selection()
        .map(Gates.Selection::margin)
        .filter(margin -> head.activation() == Activation.GATED_RELU && Double.isFinite(margin))
        .orElse(null);
  }

  /** The configured weight, or the one that a path of several beta used instead. */
  private Configuration.PenaltyWeight used(double beta, double betaMax) {
    Configuration.PenaltyWeight asked = configuration.weight();
    if (asked.resolve(betaMax) == beta || !asked.fraction()) {
      return asked.fraction() ? asked : Configuration.PenaltyWeight.absolute(beta);
    }
    return Configuration.PenaltyWeight.fractionOfMax(beta / betaMax);
  }
}
