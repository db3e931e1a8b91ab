package io.github.convexheads.spark;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.ProgramParts;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.wiring.Overrides;
import io.github.convexheads.api.wiring.Wiring;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A program as plain data: ids, settings and arrays. Executors make head, loss and step of it again
 * from the plugins that they have; heads and losses themselves do not travel.
 */
final class ProgramRecipe implements Serializable {
  private static final long serialVersionUID = 1;

  private final long id;
  private final HashMap<String, String> configuration;
  private final PreprocessingData preprocessing;
  private final GateData gates;
  private final int outputs;
  private final BlockTargets targets;
  private transient Rebuilt rebuilt;

  /**
   * Writes a program down.
   *
   * @param id tells it from other programs of this driver
   * @param parts what it is made of
   * @param targets those of every block; none where only outputs are asked for
   */
  ProgramRecipe(long id, ProgramParts parts, BlockTargets targets) {
    this.id = id;
    this.configuration = new HashMap<>(parts.configuration());
    this.preprocessing = PreprocessingData.of(parts.preprocessing());
    this.gates = GateData.of(parts.gates());
    this.outputs = parts.targets().outputs();
    this.targets = targets;
  }

  long id() {
    return id;
  }

  /** The parts of a program as this machine has made them again. */
  private record Rebuilt(Head head, Lift lift, Loss loss, Preprocessing steps, Kernel kernel) {}

  /** Puts the program of one block together, with beta = 0, on some threads. */
  LiftedProgram program(TokenBlock block, int threads) {
    Rebuilt parts = rebuilt();
    // Projections P = phi^T U are kept everywhere, or last bits would follow from the room there
    // is.
    return LiftedProgram.of(
            parts.lift,
            parts.steps.apply(block.tokens()),
            targets.of(block),
            parts.loss,
            parts.kernel,
            Workers.of(threads))
        .keeping(true);
  }

  /** Computes the outputs of one block. */
  double[] outputs(TokenBlock block, Variable z, int threads) {
    Rebuilt parts = rebuilt();
    return LiftedProgram.outputs(
        parts.lift, parts.steps.apply(block.tokens()), z, parts.kernel, Workers.of(threads));
  }

  private synchronized Rebuilt rebuilt() {
    if (rebuilt == null) {
      try {
        rebuilt = rebuild();
      } catch (InvalidInputException e) {
        throw new InvalidInputException(
            ("an executor cannot make the program again: %s; where that is of a plugin, send its jar"
                    + " with --plugins or --engine-set jars=FILE")
                .formatted(e.getMessage()),
            e);
      }
    }
    return rebuilt;
  }

  private Rebuilt rebuild() {
    ConvexHeads settings = ConvexHeads.builder();
    for (Map.Entry<String, String> setting : configuration.entrySet()) {
      settings = settings.set(setting.getKey(), setting.getValue());
    }
    Configuration read = settings.configuration();
    Wiring wiring = Wiring.of(read, PluginCatalog.load(), Overrides.none());
    Optional<PreprocessingStep> step =
        read.step().map(choice -> wiring.get(PreprocessingStep.class));
    Preprocessing steps = preprocessing.rebuilt(step);
    Head head = wiring.get(Head.class);
    Lift lift = head.lift(steps.output(), outputs, gates.rebuilt());
    return new Rebuilt(head, lift, wiring.get(Loss.class), steps, wiring.get(Kernel.class));
  }
}
