package io.github.convexheads.api.fit;

import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a fit does whose gates are a result of it.
 *
 * @param configuration says which beta
 * @param assembly the problem of any gates
 * @param limits say how much time
 * @param listener hears of it
 */
record GeneratedFit(
    Configuration configuration, Assembly assembly, FitLimits limits, ProgressListener listener) {
  /** The share of the time limit for the search of a network; then comes beta_max. */
  private static final double SEARCH = 0.6;

  private static final double LEAST = 0.25;

  /** Variations of a network where nobody says how long to look. */
  private static final int FEW_TURNS = 5;

  /** Seconds that beta_max and the certificate take at most, about. */
  private static final double BOUNDS = 4;

  private static final String NAME = "network-search";

  /** A relative change of beta_max that the network is fitted anew for. */
  private static final double CHANGED = 1e-3;

  /** What a network search found, at the beta of its own patterns. */
  record Network(Problem problem, Portfolio.Outcome outcome) {}

  /** Generates gates of a gated head. */
  GateGeneration.Grown gates(Problem first, GateGeneration.Solve solve) {
    GateGeneration generation =
        new GateGeneration(assembly, assembly.generating().orElseThrow(), this::weighed);
    GateGeneration.Grown grown = generation.grow(first, solve);
    listener.noted(grown.words());
    return grown;
  }

  /** The problem at its beta, with a beta_max that is known; here a stop leaves the one before. */
  private Problem weighed(Problem problem) {
    Problem known =
        problem.withBeta(configuration.weight().resolve(problem.betaMax(Certifier::betaMax)));
    FitConditions.requireTold(known.program(), known.betaMax(Certifier::betaMax));
    return known;
  }

  /**
   * Searches for a relu network; beta_max is that of its patterns and of the first heads. From the
   * first problem on there is a network, which no stop takes away.
   */
  Network network() {
    long began = System.nanoTime();
    String asked = configuration.solver().type();
    if (!asked.equals("auto")) {
      listener.warned(
          "solver.type = %s has no effect: of generated relu gates a network is searched for"
              .formatted(asked));
    }
    NetworkSearch search = new NetworkSearch(assembly, assembly.searching().orElseThrow());
    List<SearchedNetwork.Head> first = limits.preparing(search::first);
    SearchedNetwork network = new SearchedNetwork(assembly::with, List.of());
    Problem problem =
        limits.preparing(
            () ->
                weighed(
                    search
                        .placed(new SearchedNetwork(assembly::with, List.of()), first)
                        .problem()));
    StopToken time = limits.solving(this::time);
    for (int turn = 0; turn < 2; turn++) {
      double beta = problem.program().beta();
      network = search.improved(network.heads(), beta, time);
      network =
          search.varied(network, beta, time, limits.endless() ? FEW_TURNS : Integer.MAX_VALUE);
      Problem own = ofPatterns(search.placed(network, first).problem(), beta);
      boolean settled = Math.abs(own.program().beta() - beta) <= CHANGED * beta;
      problem = own;
      if (settled) {
        break;
      }
    }
    Solution.Status status = time.reason().map(Solution.Status::of).orElse(Solution.Status.STALLED);
    Variable point = search.placed(network, first).point();
    double seconds = (System.nanoTime() - began) * 1e-9;
    return new Network(problem, outcome(problem, point, status, seconds));
  }

  /** The problem of a network that was found at a beta, which stays where a stop comes before. */
  private Problem ofPatterns(Problem own, double beta) {
    try {
      return limits.solving(() -> weighed(own));
    } catch (StoppedException e) {
      if (configuration.weight().fraction()) {
        listener.warned(
            String.format(
                Locale.ROOT,
                "the fit was stopped before beta_max of the patterns that were found was known: beta = %.6g is %s of that of those before; raise solver.time-limit",
                beta,
                configuration.weight().value()));
      }
      return own.withBeta(beta);
    }
  }

  private Portfolio.Outcome outcome(
      Problem problem, Variable point, Solution.Status status, double seconds) {
    ConvexProgram program = problem.program();
    listener.estimated(
        new MemoryEstimate(
            NAME,
            problem.data().tokenBytes(),
            program.memory().features(),
            0,
            MemoryEstimate.availableBytes()));
    double weights = point.blocks().stream().mapToDouble(Factors::sumOfWeights).sum();
    double primal = program.at(point).loss() + program.beta() * weights;
    listener.improved(point);
    Progress end = new Progress(1, seconds, primal, Double.NEGATIVE_INFINITY, point.totalRank());
    listener.progressed(end);
    Solution solution = new Solution(point, status, 1, seconds, List.of(end));
    return new Portfolio.Outcome(solution, NAME, List.of(NAME));
  }

  /**
   * What is left of the limit for the search: bounds of cones take a few seconds, whatever it is.
   */
  private StopToken time() {
    double limit = limits.limit().toNanos() * 1e-9;
    double seconds = Math.max(LEAST * limit, SEARCH * limit - BOUNDS);
    return StopToken.current().within(Duration.ofNanos((long) (1e9 * seconds)));
  }
}
