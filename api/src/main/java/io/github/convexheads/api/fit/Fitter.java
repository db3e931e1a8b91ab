package io.github.convexheads.api.fit;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.StoppingRule;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Fits heads: preprocesses, chooses gates, lifts, solves, certifies. Immutable; one fitter may run
 * several fits at once.
 */
@API(status = API.Status.STABLE)
public final class Fitter {
  private final Configuration configuration;
  private final Parts parts;
  private final PluginCatalog catalog;
  private final boolean narrowing;

  /**
   * What a fitter works with.
   *
   * @param head the head
   * @param loss the loss
   * @param solver the solver
   * @param first the preprocessing step of a plugin, if one is configured
   * @param kernel the linear algebra
   * @param workers the threads
   */
  public record Parts(
      Head head,
      Loss loss,
      Solver solver,
      Optional<PreprocessingStep> first,
      Kernel kernel,
      Workers workers) {}

  /**
   * A fitter of given parts.
   *
   * @param configuration the completed configuration, which the models record
   * @param parts the parts
   * @param catalog the solvers to name where the chosen one needs more memory than there is
   */
  public Fitter(Configuration configuration, Parts parts, PluginCatalog catalog) {
    this(configuration, parts, catalog, false);
  }

  private Fitter(
      Configuration configuration, Parts parts, PluginCatalog catalog, boolean narrowing) {
    this.configuration = configuration;
    this.parts = parts;
    this.catalog = catalog;
    this.narrowing = narrowing;
  }

  /**
   * Returns a fitter whose results will be {@link #narrowed}: it refuses a program of which no
   * solver looks for networks of few heads before it is fitted, as every fitter does where {@code
   * solver.heads} is set.
   *
   * @return the fitter, the same in all else
   */
  public Fitter narrowing() {
    return new Fitter(configuration, parts, catalog, true);
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
    FitRun run = run(listener);
    Prepared ready = run.limits().preparing(() -> prepared(tokens, targets, start, listener));
    if (start.isEmpty() && ready.assembly.generating().isPresent()) {
      return generated(ready, run);
    }
    return fit(ready.problem, ready.chosen.orElseThrow(), start, run);
  }

  /**
   * What a fit begins with.
   *
   * @param assembly the parts
   * @param problem the problem, at its beta; at 0 where a network is searched for
   * @param chosen the solver; none where a network is searched for
   */
  private record Prepared(Assembly assembly, Problem problem, Optional<ChosenSolver> chosen) {}

  private Prepared prepared(
      Tokens tokens, Targets targets, Optional<Variable> start, ProgressListener listener) {
    Configuration.PenaltyWeight weight = configuration.weight();
    Assembly assembly = assembly(tokens, targets);
    Problem found = assembly.problem();
    noteHeavyTails(found, tokens, listener);
    Problem signed = found.withBeta(Math.signum(weight.value()));
    if (start.isEmpty() && assembly.searching().isPresent()) {
      requireNarrowed(signed.program());
      return new Prepared(assembly, found, Optional.empty());
    }
    // What does not fit is refused before beta_max is computed, when only the sign of beta matters.
    ChosenSolver chosen = chosen(signed);
    var unused = found.data().digest(); // reads all data, as long as there is time
    double beta = weight.resolve(found.betaMax(Certifier::betaMax));
    return new Prepared(assembly, found.withBeta(beta), Optional.of(chosen));
  }

  /** Fits with gates that are generated, or with those of a network that is searched for. */
  private FitResult generated(Prepared ready, FitRun run) {
    GeneratedFit own =
        new GeneratedFit(configuration, ready.assembly, run.limits(), run.listener());
    if (ready.assembly.searching().isPresent()) {
      GeneratedFit.Network found = own.network();
      return completion().of(found.problem(), found.outcome(), run);
    }
    ProgressListener quiet = new OnlyCancelled(run.listener());
    GateGeneration.Solve solve = (p, z) -> solve(p, chosen(p), z, quiet).solution().variable();
    GateGeneration.Grown grown = run.limits().solving(() -> own.gates(ready.problem, solve));
    Problem problem = grown.problem();
    ChosenSolver chosen = chosen(problem);
    // Known of every problem that gates were generated for: a stop has taken nothing away here.
    announce(problem, chosen, problem.betaMax(Certifier::betaMax), run.listener());
    return solved(problem, chosen, grown.point(), run);
  }

  private FitRun run(ProgressListener listener) {
    Map<String, String> own = configuration.solver().values();
    Duration limit = StoppingRule.timeLimit(own, configuration.solver().origins());
    return new FitRun(System.nanoTime(), new FitLimits(limit, listener), listener);
  }

  /**
   * The solver {@code auto}: of a catalog's solvers the one that suits a program best.
   *
   * @param catalog the solvers to choose from
   * @param settings the stopping rule's settings, passed on to the chosen solver
   * @return the solver
   */
  public static Solver automatic(PluginCatalog catalog, Settings settings) {
    return new AutoSolver(catalog, settings);
  }

  /**
   * Returns the loss that heads are fitted with.
   *
   * @return the loss
   */
  public Loss loss() {
    return parts.loss;
  }

  /**
   * Puts the training problem together, with beta = 0.
   *
   * @param tokens raw training tokens
   * @param targets training targets
   * @return the problem; {@link Problem#withBeta} sets the weight
   */
  public Problem problem(Tokens tokens, Targets targets) {
    Assembly assembly = assembly(tokens, targets);
    if (assembly.asksToGenerate()) {
      throw new InvalidInputException(
          "head.gates.source = generated needs the one beta that gates are generated for, and does"
              + " not go with paths, compare or sets that choose beta; fit first, then give the"
              + " model's gates as head.gates.file");
    }
    return assembly.problem();
  }

  private Assembly assembly(Tokens tokens, Targets targets) {
    return new ProblemAssembly(configuration, parts, catalog).of(tokens, targets);
  }

  /**
   * Fits at a falling sequence of beta, each from the solution before (Friedman, Hastie and
   * Tibshirani, 2010, section 2.5); the configured beta does not matter.
   *
   * @param fractions fractions of beta_max, positive and falling
   * @param tokens raw training tokens
   * @param targets training targets
   * @param listener hears of progress and may cancel, which ends the path early
   * @return one result for every beta that was reached, in order
   * @throws InvalidInputException as {@link #fit}, and if the fractions do not fall
   */
  public List<FitResult> path(
      List<Double> fractions, Tokens tokens, Targets targets, ProgressListener listener) {
    return new RegularizationPath(this, fractions).fit(tokens, targets, listener);
  }

  /**
   * Warns of values that preprocessing leaves in and that will rule the fit, with what helps.
   *
   * @param problem the problem
   * @param tokens the raw tokens it was made of
   * @param listener hears of them
   */
  public static void noteHeavyTails(Problem problem, Tokens tokens, ProgressListener listener) {
    problem.preprocessing().heavyTails(tokens).ifPresent(listener::warned);
  }

  /**
   * Solves and certifies a problem at its beta, whoever put it together: a path of several beta
   * shares the work, and a program may be any, with samples in chunks or on other machines.
   *
   * @param problem the problem, of this fitter's head and loss
   * @param start where to start
   * @param listener hears of progress
   * @return the result
   * @throws InvalidInputException if the solver does not take the program
   */
  public FitResult fit(Problem problem, Optional<Variable> start, ProgressListener listener) {
    return fit(problem, chosen(problem), start, run(listener));
  }

  private FitResult fit(Problem asked, ChosenSolver chosen, Optional<Variable> start, FitRun run) {
    run.limits()
        .preparing(
            () -> {
              double most = asked.betaMax(Certifier::betaMax);
              FitConditions.requireTold(asked.program(), most);
              announce(asked, chosen, most, run.listener());
              start.ifPresent(point -> FitConditions.requireStart(asked.program(), point));
              return most;
            });
    return solved(asked, chosen, start.orElse(Variable.zero(asked.lift().blocks())), run);
  }

  private FitResult solved(Problem asked, ChosenSolver chosen, Variable from, FitRun run) {
    Portfolio.Outcome outcome =
        run.limits().solving(() -> solve(asked, chosen, from, run.listener()));
    return completion().of(asked, outcome, run);
  }

  /**
   * Looks for the best network of few heads, given the optimum: local descents from several starts.
   * Its distance from the optimum over all networks is proven by the optimum's lower bound, and the
   * head keeps the optimum as the {@link FittedHead#witness} of it.
   *
   * @param optimum a fit of this fitter
   * @param heads the most heads, at least 1
   * @param listener may cancel, which ends the search with the best network so far
   * @return the fit with at most so many heads; the optimum itself where it has no more, or where a
   *     limit ended the search before it had a network or the solver of a plugin failed, of which
   *     the listener is warned
   * @throws InvalidInputException if no solver looks for networks of few heads of this program;
   *     {@link #narrowing} has that said before the optimum is searched for
   */
  public FitResult narrowed(FitResult optimum, int heads, ProgressListener listener) {
    Provenance record = optimum.head().provenance();
    Portfolio.Outcome outcome =
        new Portfolio.Outcome(optimum.solution(), record.solver(), List.of(record.solver()));
    return completion().narrowed(optimum, outcome, heads, run(listener));
  }

  private FitCompletion completion() {
    return new FitCompletion(configuration, parts, catalog);
  }

  /** One solver, or where the choice is automatic, others where it stalls. */
  private Portfolio.Outcome solve(
      Problem problem, ChosenSolver chosen, Variable from, ProgressListener listener) {
    OutsideParts outside = new OutsideParts(catalog, configuration);
    FitConditions conditions = new FitConditions(outside, problem);
    if (parts.solver instanceof AutoSolver auto) {
      return new Portfolio(auto, problem.program(), conditions, listener).run(chosen, from);
    }
    RelayedProgress relay = new RelayedProgress(listener);
    Solution found = relay.solve(chosen.solver(), problem.program(), from);
    conditions.require(chosen.id(), found);
    return new Portfolio.Outcome(found, chosen.id(), List.of(chosen.id()));
  }

  /** The solver, after it was asked whether it takes the problem and there is memory for it. */
  private ChosenSolver chosen(Problem problem) {
    requireNarrowed(problem.program());
    return new SolverSearch(catalog, configuration.solver().type(), parts.solver)
        .require(problem.program(), problem.data().tokenBytes());
  }

  private void announce(
      Problem problem, ChosenSolver chosen, double betaMax, ProgressListener listener) {
    if (parts.solver instanceof AutoSolver) {
      listener.noted("auto chose " + chosen.id() + ", which " + chosen.acceptance().reason());
    }
    listener.estimated(
        SolverSearch.estimate(chosen, problem.program(), problem.data().tokenBytes()));
    FitConditions.zero(problem.program().beta(), betaMax).ifPresent(listener::warned);
  }

  /**
   * Fails before anybody waits for an optimum of which no solver would find networks of few heads.
   */
  private void requireNarrowed(ConvexProgram program) {
    if (narrowing || completion().heads() > 0) {
      completion().few().require(program);
    }
  }
}
