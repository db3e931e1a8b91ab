package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.solver.Solution;

/**
 * What a fit tells.
 *
 * @param status why it stopped
 * @param equivalentBeta the beta that the solver found; null where it was given
 * @param proof the certificate
 * @param claim what is proven, in words
 * @param betaMax the smallest beta whose solution is zero
 * @param iterations of the solver
 * @param seconds of the whole fit
 * @param head the fitted head
 * @param solver the solver whose point is kept
 * @param solvers all solvers that ran; null where only one did
 * @param kernel the linear algebra
 */
record FitFacts(
    String status,
    @JsonInclude(JsonInclude.Include.NON_NULL) Double equivalentBeta,
    @JsonUnwrapped ProofFacts proof,
    String claim,
    double betaMax,
    int iterations,
    double seconds,
    @JsonUnwrapped HeadFacts head,
    String solver,
    @JsonInclude(JsonInclude.Include.NON_NULL) String solvers,
    String kernel) {
  /**
   * What a fit was expected to take, in bytes.
   *
   * @param needed all of it
   * @param tokens raw and preprocessed tokens
   * @param solver what the solver needs
   * @param keptFeatures prepared features, as long as there is room
   * @param available what the heap has
   */
  record Memory(long needed, long tokens, long solver, long keptFeatures, long available) {
    static Memory of(MemoryEstimate memory) {
      return new Memory(
          memory.needed(),
          memory.tokens(),
          memory.solving(),
          memory.features(),
          memory.available());
    }
  }

  static FitFacts of(FitResult result) {
    FittedHead head = result.head();
    var equivalent = result.solution().equivalentBeta();
    return new FitFacts(
        result.solution().status().text(),
        equivalent.isPresent() ? equivalent.getAsDouble() : null,
        ProofFacts.of(result.certificate()),
        claim(result),
        result.betaMax(),
        result.solution().iterations(),
        result.seconds(),
        HeadFacts.of(head),
        head.provenance().solver(),
        head.provenance().extra().get(Provenance.SOLVERS),
        head.provenance().kernel());
  }

  private static String claim(FitResult result) {
    boolean contradicted = result.solution().status() == Solution.Status.CONTRADICTION;
    return contradicted && result.certificate().contradiction().isEmpty()
        ? "a lower bound was above the objective on the way: nothing is proven"
        : FitReport.claim(result.certificate(), result.head());
  }

  /** The solvers that ran. */
  String ran() {
    return solvers == null ? solver : solvers;
  }
}
