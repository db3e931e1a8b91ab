package io.github.convexheads.api.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every solver must do. A solver's test inherits all of it:
 *
 * <pre>{@code
 * class MySolverContractTest extends SolverContract {
 *   @Override
 *   protected Solver solver(StoppingRule rule) {
 *     return new MySolver(rule);
 *   }
 * }
 * }</pre>
 *
 * <p>Every result is judged by the api's certificate against programs of known optimum; a solver's
 * own claims count for nothing. A solver that does not take some programs says which in {@link
 * #accepts}.
 */
public abstract class SolverContract {
  private static final Duration LONG = Duration.ofMinutes(2);

  /**
   * Creates the solver under test.
   *
   * @param rule when it stops
   * @return a new solver
   */
  protected abstract Solver solver(StoppingRule rule);

  /**
   * Says which programs the solver takes; {@link Solver#accepts} must say the same.
   *
   * @param program a program of {@link KnownOptima} or of {@link KnownRelu}
   * @return unless overridden, true for the nuclear norm and false for exact relu
   */
  protected boolean accepts(ConvexProgram program) {
    return program.penalty() == ConvexProgram.Penalty.NUCLEAR_NORM;
  }

  /**
   * Returns the certified relative gap that the solver reaches on every program it takes.
   *
   * @return 1e-6 unless overridden
   */
  protected double tolerance() {
    return 1e-6;
  }

  /**
   * Returns the linear algebra of the programs.
   *
   * @return plain loops unless overridden
   */
  protected Kernel kernel() {
    return PlainKernel.create();
  }

  static List<KnownOptimum> knownOptima() {
    return KnownOptima.all();
  }

  static List<KnownRelu> knownRelu() {
    return KnownRelu.all();
  }

  static List<KnownOptimum> ordinary() {
    return List.of(KnownOptima.ordinary(), KnownOptima.classification());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.convexheads.api.solver.SolverContract#knownOptima")
  void reachesTheKnownOptimumAndTheCertificateProvesIt(KnownOptimum known) {
    requireSolved(taken(known), known.primal());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.convexheads.api.solver.SolverContract#knownRelu")
  void reachesTheKnownOptimumOfExactReluWithOneOutput(KnownRelu known) {
    requireSolved(taken(known.program(kernel()), known.name()), known.primal());
  }

  private void requireSolved(ConvexProgram program, double optimum) {
    List<Progress> heard = new ArrayList<>();

    Solution solution = solver(toTolerance()).solve(program, zero(program), heard::add);

    Certificate certificate = Certifier.certify(program, solution.variable());
    assertThat(certificate.relativeGap()).as("certified gap").isLessThanOrEqualTo(tolerance());
    assertThat(certificate.primal())
        .as("primal")
        .isCloseTo(optimum, within(2 * tolerance() * Math.abs(optimum) + 1e-12));
    assertThat(solution.status()).isEqualTo(Solution.Status.SOLVED);
    requireHonest(solution, heard, optimum);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.convexheads.api.solver.SolverContract#ordinary")
  void stopsAtTheIterationLimitWithItsBestPoint(KnownOptimum known) {
    ConvexProgram program = taken(known);

    Solution solution =
        solver(new StoppingRule(0, 1, LONG)).solve(program, zero(program), ProgressListener.SILENT);

    assertThat(solution.status()).isEqualTo(Solution.Status.ITERATION_LIMIT);
    assertThat(solution.iterations()).isEqualTo(1);
    requireBest(program, solution);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.convexheads.api.solver.SolverContract#ordinary")
  void stopsAtTheTimeLimitWithItsBestPoint(KnownOptimum known) {
    ConvexProgram program = taken(known);

    Solution solution =
        solver(new StoppingRule(0, 1000, Duration.ofNanos(1)))
            .solve(program, zero(program), ProgressListener.SILENT);

    assertThat(solution.status()).isEqualTo(Solution.Status.TIME_LIMIT);
    requireBest(program, solution);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.convexheads.api.solver.SolverContract#ordinary")
  void stopsWhenCancelledWithItsBestPoint(KnownOptimum known) {
    ConvexProgram program = taken(known);
    Canceller canceller = new Canceller();

    Solution solution =
        solver(new StoppingRule(0, 1000, LONG)).solve(program, zero(program), canceller);

    assertThat(solution.status()).isEqualTo(Solution.Status.CANCELLED);
    requireBest(program, solution);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.convexheads.api.solver.SolverContract#ordinary")
  void stopsWhenItsThreadIsInterrupted(KnownOptimum known) {
    ConvexProgram program = taken(known);
    Solver solver = solver(new StoppingRule(0, 1000, LONG));
    Thread.currentThread().interrupt();
    try {
      Solution solution = solver.solve(program, zero(program), ProgressListener.SILENT);
      assertThat(solution.status()).isEqualTo(Solution.Status.CANCELLED);
      requireBest(program, solution);
    } finally {
      assertThat(Thread.interrupted()).as("the interruption is left for the caller").isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.convexheads.api.solver.SolverContract#ordinary")
  void aWarmStartFromTheOptimumStopsAtOnce(KnownOptimum known) {
    ConvexProgram program = taken(known);
    Solver solver = solver(toTolerance());
    Solution cold = solver.solve(program, zero(program), ProgressListener.SILENT);

    Solution warm = solver.solve(program, cold.variable(), ProgressListener.SILENT);

    assertThat(warm.status()).isEqualTo(Solution.Status.SOLVED);
    assertThat(warm.iterations()).isLessThanOrEqualTo(1);
    assertThat(Certifier.certify(program, warm.variable()).relativeGap())
        .isLessThanOrEqualTo(tolerance());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.convexheads.api.solver.SolverContract#ordinary")
  void anyStartLeadsToTheOptimum(KnownOptimum known) {
    ConvexProgram program = taken(known);
    Variable start = farAway(program);

    Solution solution = solver(toTolerance()).solve(program, start, ProgressListener.SILENT);

    assertThat(Certifier.certify(program, solution.variable()).relativeGap())
        .isLessThanOrEqualTo(tolerance());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.convexheads.api.solver.SolverContract#ordinary")
  void leavesTheStartUnchanged(KnownOptimum known) {
    ConvexProgram program = taken(known);
    Variable start = farAway(program);
    long[] before = bits(start);

    solver(new StoppingRule(tolerance(), 5, LONG)).solve(program, start, ProgressListener.SILENT);

    assertThat(bits(start)).isEqualTo(before);
  }

  @Test
  void keepsNoStateBetweenCalls() {
    ConvexProgram first = taken(KnownOptima.ordinary());
    ConvexProgram second = taken(KnownOptima.classification());
    Solver solver = solver(toTolerance());
    long[] alone = solved(solver, first);

    solved(solver, second);

    assertThat(solved(solver, first)).isEqualTo(alone);
  }

  @Test
  void twoSolvesInParallelGiveTheBitsOfOneAfterAnother() {
    ConvexProgram first = taken(KnownOptima.ordinary());
    ConvexProgram second = taken(KnownOptima.classification());
    Solver solver = solver(toTolerance());
    long[] expectedFirst = solved(solver, first);
    long[] expectedSecond = solved(solver, second);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      CompletableFuture<long[]> one =
          CompletableFuture.supplyAsync(() -> solved(solver, first), threads);
      CompletableFuture<long[]> two =
          CompletableFuture.supplyAsync(() -> solved(solver, second), threads);

      assertThat(one.join()).isEqualTo(expectedFirst);
      assertThat(two.join()).isEqualTo(expectedSecond);
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.github.convexheads.api.solver.SolverContract#ordinary")
  void givesTheSameBitsForAnyNumberOfThreads(KnownOptimum known) {
    ConvexProgram alone = taken(known);
    ConvexProgram together = known.problem().program(kernel(), Workers.of(3));
    Solver solver = solver(toTolerance());

    assertThat(solved(solver, together)).isEqualTo(solved(solver, alone));
  }

  @Test
  void refusesAStartOfAnotherShape() {
    ConvexProgram program = taken(KnownOptima.ordinary());
    Variable start = zero(KnownOptima.classification().problem().program(kernel(), one()));

    assertThatThrownBy(() -> solver(toTolerance()).solve(program, start, ProgressListener.SILENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the program needs");
  }

  /** The program, after checking that the solver's answer about it is the declared one. */
  private ConvexProgram taken(KnownOptimum known) {
    return taken(known.problem().program(kernel(), one()), known.name());
  }

  private ConvexProgram taken(ConvexProgram program, String name) {
    Solver.Acceptance acceptance = solver(toTolerance()).accepts(program);
    assertThat(acceptance.reason()).as("a reason in words").isNotBlank();
    assertThat(acceptance.accepted())
        .as("takes '%s': %s", name, acceptance.reason())
        .isEqualTo(accepts(program));
    assumeTrue(acceptance.accepted(), acceptance.reason());
    return program;
  }

  /** What a solver reports on its way must be true: bounds below, objectives above the optimum. */
  private static void requireHonest(Solution solution, List<Progress> heard, double optimum) {
    double slack = 1e-8 * Math.abs(optimum) + 1e-14;
    assertThat(heard).as("progress reaches the listener").isNotEmpty();
    assertThat(solution.history()).isEqualTo(heard);
    int iteration = 0;
    for (Progress progress : heard) {
      assertThat(progress.dual()).isLessThanOrEqualTo(optimum + slack);
      assertThat(progress.primal()).isGreaterThanOrEqualTo(optimum - slack);
      assertThat(progress.iteration()).isGreaterThanOrEqualTo(iteration);
      iteration = progress.iteration();
    }
    assertThat(solution.iterations()).isGreaterThanOrEqualTo(iteration);
  }

  private static void requireBest(ConvexProgram program, Solution solution) {
    double primal = program.primal(solution.variable());
    double best = solution.history().stream().mapToDouble(Progress::primal).min().orElseThrow();
    assertThat(primal).isCloseTo(best, within(1e-9 * Math.abs(best)));
    assertThat(primal).isLessThanOrEqualTo(program.primal(zero(program)) * (1 + 1e-12));
  }

  private static long[] solved(Solver solver, ConvexProgram program) {
    return bits(solver.solve(program, zero(program), ProgressListener.SILENT).variable());
  }

  /** Redundant factors of large norm: more columns than either side of a block. */
  private static Variable farAway(ConvexProgram program) {
    List<Factors> factors = new ArrayList<>();
    program
        .blocks()
        .forEach(
            block -> {
              int k = block.rows() + block.columns();
              double[] u = new double[block.rows() * k];
              double[] v = new double[block.columns() * k];
              Arrays.setAll(u, i -> Math.sin(1 + i));
              Arrays.setAll(v, i -> Math.cos(2 + 3 * i));
              factors.add(new Factors(block.rows(), block.columns(), k, u, v));
            });
    return new Variable(factors);
  }

  private static long[] bits(Variable variable) {
    return variable.blocks().stream()
        .flatMapToLong(
            block ->
                java.util.stream.DoubleStream.concat(
                        Arrays.stream(block.left()), Arrays.stream(block.right()))
                    .mapToLong(Double::doubleToRawLongBits))
        .toArray();
  }

  private StoppingRule toTolerance() {
    return new StoppingRule(tolerance(), 100_000, LONG);
  }

  private static Variable zero(ConvexProgram program) {
    return Variable.zero(program.blocks());
  }

  private static Workers one() {
    return Workers.of(1);
  }

  /** Asks to stop after the first report. */
  private static final class Canceller implements ProgressListener {
    private boolean cancelled;

    @Override
    public void progressed(Progress progress) {
      cancelled = true;
    }

    @Override
    public boolean cancelled() {
      return cancelled;
    }
  }
}
