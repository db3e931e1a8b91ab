package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.convexheads.api.certificate.Certificate;

/**
 * A certificate as JSON writes it, which has no infinity: what is not proven is null.
 *
 * @param bounds objective, lower bound and the distance between them
 * @param contradiction why nothing is proven; null where the bounds agree
 * @param failureProbability the chance that the lower bound fails
 * @param seed the seed of the random numbers that it rests on; null where it rests on none
 * @param beta the weight of the penalty
 */
record ProofFacts(
    @JsonUnwrapped Bounds bounds,
    @JsonInclude(JsonInclude.Include.NON_NULL) Contradicted contradiction,
    double failureProbability,
    @JsonInclude(JsonInclude.Include.NON_NULL) Long seed,
    double beta) {
  /**
   * Objective and lower bound.
   *
   * @param primal the objective
   * @param dual the lower bound; null where none is proven
   * @param gap the distance between them
   * @param relativeGap the gap over the objective
   */
  record Bounds(double primal, Double dual, Double gap, Double relativeGap) {
    static Bounds of(Certificate certificate) {
      return new Bounds(
          certificate.primal(),
          finite(certificate.dual()),
          finite(certificate.gap()),
          finite(certificate.relativeGap()));
    }
  }

  /**
   * Bounds that contradict each other.
   *
   * @param objective the objective
   * @param lowerBound the bound
   * @param text what was found
   */
  record Contradicted(Double objective, Double lowerBound, String text) {
    private static Contradicted of(Certificate.Contradiction found) {
      return new Contradicted(finite(found.objective()), finite(found.bound()), found.text());
    }
  }

  static ProofFacts of(Certificate certificate) {
    return new ProofFacts(
        Bounds.of(certificate),
        certificate.contradiction().map(Contradicted::of).orElse(null),
        certificate.failureProbability(),
        certificate.seed().isPresent() ? certificate.seed().getAsLong() : null,
        certificate.beta());
  }

  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
