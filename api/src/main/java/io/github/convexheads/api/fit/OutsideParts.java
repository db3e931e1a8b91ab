package io.github.convexheads.api.fit;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.loss.LabelledRows;
import io.github.convexheads.api.internal.network.DrawnIdentity;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/**
 * Looks at the first sample through the head and the loss of a plugin from outside, so that numbers
 * that are none are put down to the plugin and not to the data.
 *
 * @param catalog the plugins
 * @param configuration says which are used
 */
record OutsideParts(PluginCatalog catalog, Configuration configuration) {
  /** Products of several tokens below this do not overflow. */
  private static final double MODERATE = 1e50;

  /** Returns the gates that a head chooses, and of what they stand for only what api found out. */
  Gates gates(Head head, Tokens seen, int outputs, Kernel kernel) {
    Optional<Plugin<?>> plugin = head();
    Gates chosen =
        plugin.isEmpty()
            ? head.gates(seen, outputs, kernel)
            : plugin.get().call("gates()", () -> head.gates(seen, outputs, kernel));
    return DrawnIdentity.known(head, chosen, seen.shape(), outputs);
  }

  /**
   * Checks that the lifted features of a gated or relu head are those of its network.
   *
   * @throws InvalidInputException if they are not; names the head
   */
  void requireNetwork(
      Head head, Gates gates, Tokens seen, int outputs, Kernel kernel, RandomGenerator random) {
    DrawnIdentity.violation(head, gates, seen, outputs, kernel, random)
        .ifPresent(
            violation -> {
              throw head()
                  .map(plugin -> plugin.failure("its " + violation))
                  .orElseGet(() -> DrawnIdentity.refusal(configuration.head().type(), violation));
            });
  }

  /**
   * Checks the outputs of a variable of ones on the first sample.
   *
   * @throws InvalidInputException if the head is from outside and they are not finite although the
   *     tokens are moderate; names it
   */
  void requireFinite(
      Head head, Gates gates, Tokens seen, int outputs, Kernel kernel, Workers workers) {
    Optional<Plugin<?>> plugin = head();
    if (plugin.isEmpty()) {
      return;
    }
    Tokens first = seen.slice(0, 1);
    Lift lift = plugin.get().call("lift()", () -> head.lift(first.shape(), outputs, gates));
    List<Block> blocks = plugin.get().call("blocks()", lift::blocks);
    LiftPromises.violation(head, gates, lift, first.shape(), outputs)
        .ifPresent(
            did -> {
              throw plugin.get().failure(did);
            });
    Variable ones = new Variable(blocks.stream().map(OutsideParts::ones).toList());
    if (moderate(first) && !finite(lift, first, ones, kernel, workers)) {
      throw plugin
          .get()
          .failure("its features of the first sample are not finite, and the tokens are");
    }
  }

  /**
   * Checks the loss at some outputs.
   *
   * @throws InvalidInputException if the loss is from outside and does not keep its contract; names
   *     it
   */
  void requireSound(Loss loss, Targets targets) {
    configuration
        .loss()
        .map(Configuration.PluginChoice::type)
        .flatMap(id -> catalog.outside("loss", id))
        .ifPresent(
            plugin ->
                LossProbe.violation(LabelledRows.of(loss, targets), targets)
                    .ifPresent(
                        did -> {
                          throw plugin.failure(did);
                        }));
  }

  /**
   * Checks what a solver returned.
   *
   * @throws InvalidInputException if it is null, of other shapes or not finite; names the solver
   */
  void requireSolution(String solver, Solution solution, Problem problem) {
    Variable point = solution == null ? null : solution.variable();
    requirePoint(solver, "solve()", point, problem.lift().blocks());
  }

  /**
   * Checks a point that a solver returned.
   *
   * @throws InvalidInputException if it is null, of other shapes or not finite; names the solver
   */
  void requirePoint(String solver, String method, Variable point, List<Block> blocks) {
    if (point == null) {
      throw failure(solver, method + " returned null");
    }
    try {
      point.requireShape(blocks);
    } catch (IllegalArgumentException e) {
      throw failure(solver, method + " returned a point of other shapes, " + e.getMessage());
    }
    boolean finite =
        point.blocks().stream()
            .flatMapToDouble(f -> DoubleStream.concat(stream(f.left()), stream(f.right())))
            .allMatch(Double::isFinite);
    if (!finite) {
      throw failure(solver, method + " returned numbers that are not finite");
    }
    if (catalog.outside("solver", solver).isPresent() && !squaresAreFinite(point)) {
      throw failure(solver, method + " returned numbers whose squares overflow");
    }
  }

  /** Our own solvers balance factors of any scale, also where squares of one side overflow. */
  private static boolean squaresAreFinite(Variable point) {
    return point.blocks().stream()
        .mapToDouble(f -> Vectors.dot(f.left(), f.left()) * Vectors.dot(f.right(), f.right()))
        .allMatch(Double::isFinite);
  }

  private static DoubleStream stream(double[] values) {
    return Arrays.stream(values);
  }

  /** What a solver from outside, or one that a module bound, did. */
  private RuntimeException failure(String solver, String did) {
    return catalog
        .outside("solver", solver)
        .<RuntimeException>map(plugin -> plugin.failure(did))
        .orElseGet(() -> new IllegalStateException("solver " + solver + " failed: " + did));
  }

  private Optional<Plugin<?>> head() {
    return catalog.outside("head", configuration.head().type());
  }

  private static Factors ones(Block block) {
    Factors shape = Factors.zero(block);
    double[] left = new double[shape.rows()];
    double[] right = new double[shape.columns()];
    Arrays.fill(left, 1);
    Arrays.fill(right, 1);
    return new Factors(shape.rows(), shape.columns(), 1, left, right);
  }

  private static boolean moderate(Tokens tokens) {
    double[] values = tokens.batch(0, 1, Precision.FLOAT64).values().doubles();
    return Arrays.stream(values).allMatch(value -> Math.abs(value) < MODERATE);
  }

  private static boolean finite(
      Lift lift, Tokens sample, Variable variable, Kernel kernel, Workers workers) {
    try {
      double[] outputs = LiftedProgram.outputs(lift, sample, variable, kernel, workers);
      return Arrays.stream(outputs).allMatch(Double::isFinite);
    } catch (ArithmeticException e) {
      return false;
    }
  }
}
