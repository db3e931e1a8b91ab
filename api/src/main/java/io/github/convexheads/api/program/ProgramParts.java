package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.loss.LabelledRows;
import io.github.convexheads.api.internal.loss.WeightedRows;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.token.Targets;
import java.util.Map;
import org.apiguardian.api.API;

/**
 * What a program over tokens is made of. Heads, losses and steps are code and do not travel; the
 * configuration says by ids and settings how each is made again.
 *
 * @param configuration completed settings, dotted keys, as models record them
 * @param head the head
 * @param gates its gates
 * @param preprocessing the steps that raw tokens go through
 * @param targets targets, weighted
 * @param loss a loss for such targets
 * @param beta the weight of the penalty
 * @param kernel the linear algebra of this machine
 * @param workers the threads of this machine
 */
@API(status = API.Status.EXPERIMENTAL)
public record ProgramParts(
    Map<String, String> configuration,
    Head head,
    Gates gates,
    Preprocessing preprocessing,
    Targets targets,
    Loss loss,
    double beta,
    Kernel kernel,
    Workers workers) {

  /** Copies the settings. */
  public ProgramParts {
    configuration = Map.copyOf(configuration);
  }

  /**
   * Returns the lifted head.
   *
   * @return the lift, for preprocessed tokens
   */
  public Lift lift() {
    return head.lift(preprocessing.output(), targets.outputs(), gates);
  }

  /**
   * Returns the loss of a row as a program takes it, weighted as the targets say, and 0 for rows
   * that they ignore.
   *
   * @return the loss
   */
  public Loss rowLoss() {
    return WeightedRows.of(LabelledRows.of(loss, targets), targets);
  }
}
