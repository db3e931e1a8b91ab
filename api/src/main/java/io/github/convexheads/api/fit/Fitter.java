package io.github.convexheads.api.fit;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.configuration.RunSettings;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.GateSelection;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.model.DataDigest;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.FeasiblePoint;
import io.github.convexheads.api.program.Penalty;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.Status;
import io.github.convexheads.api.solver.StoppingRule;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Map;
import java.util.Optional;

/**
 * Fits heads: preprocesses, chooses gates, lifts, solves, certifies. Immutable; one fitter may run
 * several fits at once.
 */
public final class Fitter {
  /** A beta_max whose square is far from underflow. */
  private static final double SMALLEST = 1e-120;

  /** Singular values below this share of the relative gap, times the largest, are idle. */
  private static final double IDLE = 1e-3;

  private final Configuration configuration;
  private final Head head;
  private final Loss loss;
  private final Solver solver;
  private final Kernel kernel;
  private final Workers workers;
  private final PluginCatalog catalog;

  /**
   * A fitter of given parts.
   *
   * @param configuration the completed configuration, which the models record
   * @param head the head
   * @param loss the loss
   * @param solver the solver
   * @param kernel the linear algebra
   * @param workers the threads
   * @param catalog the solvers to name where the chosen one needs more memory than there is
   */
  public Fitter(
      Configuration configuration,
      Head head,
      Loss loss,
      Solver solver,
      Kernel kernel,
      Workers workers,
      PluginCatalog catalog) {
    this.configuration = configuration;
    this.head = head;
    this.loss = loss;
    this.solver = solver;
    this.kernel = kernel;
    this.workers = workers;
    this.catalog = catalog;
  }

  /**
   * Fits a head from a cold start.
   *
   * @param tokens raw training tokens
   * @param targets training targets
   * @param listener hears of progress
   * @return the result
   * @throws InvalidInputException if data and configuration do not fit, or the solver does not take
   *     the program
   */
  public FitResult fit(Tokens tokens, Targets targets, ProgressListener listener) {
    return fit(tokens, targets, Optional.empty(), listener);
  }

  /**
   * Fits a head, from a given variable if there is one.
   *
   * @param tokens raw training tokens
   * @param targets training targets
   * @param start where to start; its blocks must have the program's shapes
   * @param listener hears of progress
   * @return the result
   * @throws InvalidInputException if data and configuration do not fit, or the solver does not take
   *     the program
   */
  public FitResult fit(
      Tokens tokens, Targets targets, Optional<Variable> start, ProgressListener listener) {
    long began = System.nanoTime();
    Problem unweighted = problem(tokens, targets);
    double weight = configuration.weight().value();
    var unused = suited(unweighted.withBeta(weight), tokens);
    double betaMax = Certifier.betaMax(unweighted.program());
    double beta = configuration.weight().resolve(betaMax);
    return fit(unweighted.withBeta(beta), betaMax, tokens, targets, start, began, listener);
  }

  /**
   * Puts the training problem together, with beta = 0.
   *
   * @param tokens raw training tokens
   * @param targets training targets
   * @return the problem; {@link Problem#withBeta} sets the weight
   */
  public Problem problem(Tokens tokens, Targets targets) {
    loss.requireTargets(targets);
    PreprocessSettings steps = PreprocessSettings.of(configuration.preprocess());
    Preprocessing preprocessing = Preprocessing.fit(steps, tokens, kernel);
    OutsideParts outside = new OutsideParts(catalog, configuration);
    Gates gates = outside.gates(head, preprocessing.apply(tokens), targets.outputs(), kernel);
    outside.requireFinite(loss, targets);
    outside.requireFinite(head, gates, preprocessing, tokens, targets.outputs(), kernel, workers);
    return Problem.of(preprocessing, head, gates, tokens, targets, loss, 0, kernel, workers)
        .withRandomStarts(RandomStarts.configured(configuration.run().get(RunSettings.SEED)));
  }

  /**
   * Solves and certifies a problem that was put together before, so that a path of several beta
   * shares the work.
   *
   * @param asked the problem at its beta
   * @param betaMax beta_max of the problem
   * @param tokens the raw tokens it was made of
   * @param targets the targets
   * @param start where to start
   * @param began {@link System#nanoTime()} when the fit began
   * @param listener hears of progress
   * @return the result
   */
  public FitResult fit(
      Problem asked,
      double betaMax,
      Tokens tokens,
      Targets targets,
      Optional<Variable> start,
      long began,
      ProgressListener listener) {
    Problem problem = asked;
    SuitedSolver suited = suited(problem, tokens);
    String solverId = suited.id();
    Solver chosen = suited.solver();
    if (solver instanceof AutoSolver) {
      listener.noted("auto chose " + solverId + ": it " + suited.reason());
    }
    listener.estimated(suited.estimate());
    requireComputable(betaMax);
    if (problem.program().beta() >= betaMax) {
      listener.warned(
          "beta = %.6g is at least beta_max = %.6g: the solution is zero; choose a smaller beta"
              .formatted(problem.program().beta(), betaMax));
    }
    Variable from = start.orElse(Variable.zero(problem.lift().blocks()));
    Solution found = chosen.solve(problem.program(), from, listener);
    new OutsideParts(catalog, configuration).requireSolution(solverId, found, problem);
    if (found.equivalentBeta().isPresent()) {
      requireNoWeight(solverId, found.equivalentBeta().getAsDouble());
      problem = problem.withBeta(found.equivalentBeta().getAsDouble());
    }
    Variable whole = tidy(problem, found);
    Certificate proof = certified(problem.program(), whole, found);
    Certified kept = withoutIdleHeads(problem.program(), new Certified(whole, proof));
    Variable solved = kept.point();
    Certificate certificate = kept.certificate();
    Solution solution = found.judgedBy(certificate, tolerance());
    Provenance provenance =
        provenance(problem, solution, certificate, betaMax, solverId, tokens, targets);
    FittedHead fitted =
        new FittedHead(
            head,
            loss,
            problem.preprocessing(),
            problem.gates(),
            targets.outputs(),
            solved,
            provenance,
            kernel,
            workers);
    return new FitResult(
        fitted, problem, solution, certificate, betaMax, (System.nanoTime() - began) * 1e-9);
  }

  /** The solver, after it was asked whether it takes the problem and there is memory for it. */
  private SuitedSolver suited(Problem problem, Tokens tokens) {
    boolean copied = problem.preprocessing().apply(tokens) != tokens;
    long held = tokens.heapBytes() + (copied ? problem.program().memory().tokens() : 0);
    return new SolverSearch(catalog, configuration.solver().type(), solver)
        .require(problem.program(), held);
  }

  /** Squares of a program's numbers must not underflow; {@link Certifier} refuses overflow. */
  private static void requireComputable(double betaMax) {
    if (betaMax != 0 && !(betaMax > SMALLEST)) {
      throw new InvalidInputException(
          "the tokens, or the targets, are so small that products of them underflow; set"
              + " preprocess.standardize = true, or scale them");
    }
  }

  /**
   * The bound of a solver's last examination is not computed again where that is costly, if it was
   * that of the solution, so that whoever has the solution can prove it again.
   */
  private static Certificate certified(ConvexProgram program, Variable solved, Solution solution) {
    return solution
        .bound()
        .filter(bound -> bound.costly() && bound.speaksFor(program))
        .map(bound -> Certifier.certify(program, solved, bound))
        .filter(certificate -> solution.bound().orElseThrow().provenAt(certificate.primal()))
        .orElseGet(() -> Certifier.certify(program, solved));
  }

  /** A point with its certificate. */
  private record Certified(Variable point, Certificate certificate) {}

  /**
   * Leaves out heads whose weight is negligible beside what the gap leaves open: a solver may add
   * heads that it then shrinks to almost nothing. Where proving the gap again is costly, or the
   * smaller network would miss it, all stay.
   */
  private Certified withoutIdleHeads(ConvexProgram program, Certified whole) {
    Certificate proof = whole.certificate();
    if (program.penalty() != Penalty.NUCLEAR_NORM
        || proof.failureProbability() > 0
        || proof.contradiction().isPresent()) {
      return whole;
    }
    Variable fewer = whole.point().balanced(kernel, IDLE * proof.relativeGap());
    if (fewer.totalRank() == whole.point().totalRank()) {
      return whole;
    }
    Certificate again = Certifier.certify(program, fewer);
    return again.relativeGap() <= allowedGap(proof) ? new Certified(fewer, again) : whole;
  }

  /** The tolerance where it is met; else the gap there is. */
  private double allowedGap(Certificate proof) {
    return Math.max(tolerance(), proof.relativeGap());
  }

  private double tolerance() {
    String text =
        configuration
            .solver()
            .values()
            .getOrDefault(StoppingRule.TOLERANCE.key(), StoppingRule.TOLERANCE.defaultText());
    return StoppingRule.TOLERANCE.parse(text, "");
  }

  /** A solver that finds beta cannot also be given one. */
  private void requireNoWeight(String solverId, double beta) {
    if (configuration.weight().chosen()) {
      throw new InvalidInputException(
          "%s = %s was asked for, but solver %s was set to solve another form of the program, which"
                  .formatted(configuration.weight().key(), configuration.weight().value(), solverId)
              + " gives its own beta (%.6g); leave out beta and beta-fraction, or that setting of"
                  .formatted(beta)
              + " the solver");
    }
  }

  /**
   * Balanced factors by decreasing singular value; relu factors within their cones; a point with a
   * contradiction as it is, so that it can be found again.
   */
  private Variable tidy(Problem problem, Solution found) {
    Variable variable = found.variable();
    if (found.status() == Status.CONTRADICTION) {
      return variable;
    }
    return switch (problem.program().penalty()) {
      case NUCLEAR_NORM -> variable.balanced(kernel, 1e-12);
      case CONSTRAINED_NUCLEAR_NORM -> FeasiblePoint.of(problem.program(), variable);
    };
  }

  private Double gateMargin(Gates gates) {
    return gates
        .selection()
        .map(GateSelection::margin)
        .filter(margin -> head.activation() == Activation.GATED_RELU && Double.isFinite(margin))
        .orElse(null);
  }

  private Provenance provenance(
      Problem problem,
      Solution solution,
      Certificate certificate,
      double betaMax,
      String solverId,
      Tokens tokens,
      Targets targets) {
    String version = Fitter.class.getPackage().getImplementationVersion();
    Map<String, String> asked = configuration.asMap();
    if (solution.equivalentBeta().isPresent()) {
      asked.remove(configuration.weight().key());
    }
    return new Provenance(
            asked,
            solverId,
            solution.status().text(),
            solution.iterations(),
            problem.program().beta(),
            betaMax,
            certificate.recorded(),
            gateMargin(problem.gates()),
            tokens.samples(),
            DataDigest.of(tokens, targets),
            kernel.description(),
            version == null ? "development" : version,
            Map.of())
        .withClassNames(targets.names());
  }
}
