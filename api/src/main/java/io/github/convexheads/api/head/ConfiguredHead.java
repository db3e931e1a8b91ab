package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * What all heads with {@link HeadSettings} share: gates are chosen through the head's {@link
 * Preactivation}, and checked before the head is lifted.
 *
 * <p>A relu head lifts as the gated head whose gates stand for its activation patterns; the cones
 * of the patterns come from the program.
 */
@API(status = API.Status.STABLE)
public abstract class ConfiguredHead implements Head {
  private final HeadSettings settings;

  /**
   * A head with settings.
   *
   * @param settings activation, pooling and the source of gates
   */
  protected ConfiguredHead(HeadSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns the pre-activations of this head on tokens of a shape.
   *
   * @param shape s x d
   * @param outputs c
   * @return the linear map
   * @throws io.github.convexheads.api.error.InvalidInputException if the head cannot take such
   *     tokens or outputs
   */
  protected abstract Preactivation preactivation(TokenShape shape, int outputs);

  /**
   * Lifts the head with gates that fit.
   *
   * @param shape s x d
   * @param outputs c, at least 1
   * @param gates the gates; none when the activation is linear
   * @return the lift
   */
  protected abstract Lift liftChecked(TokenShape shape, int outputs, Gates gates);

  @Override
  public final Gates gates(Tokens training, int outputs, Kernel kernel) {
    Preactivation map = preactivation(training.shape(), outputs);
    return activation() == Activation.LINEAR
        ? Gates.none()
        : settings.gates().choose(map, training, kernel);
  }

  @Override
  public final Gates examined(Gates gates, Tokens tokens, int outputs, Kernel kernel) {
    OptionalLong limit = settings.gates().patternLimit();
    if (activation() != Activation.RELU || limit.isEmpty()) {
      return gates.withoutSelection();
    }
    Preactivation map = preactivation(tokens.shape(), outputs);
    return GateMerging.examined(gates, map, tokens, kernel, limit.getAsLong());
  }

  /**
   * Returns the pre-activations whose patterns this head enumerates, to hold them against those of
   * its features.
   *
   * @param shape s x d
   * @param outputs c
   * @return the linear map
   */
  @API(status = API.Status.INTERNAL)
  public final Preactivation patternMap(TokenShape shape, int outputs) {
    return preactivation(shape, outputs);
  }

  /**
   * Says whether a fit adds gates to the chosen ones, and the model's gates are a result of it.
   *
   * @param chosen the gates that were chosen before the fit, or those of a model
   * @return false where all activation patterns are known, and where gates are drawn or given
   */
  @API(status = API.Status.INTERNAL)
  public final boolean generates(Gates chosen) {
    return settings.proposals().generates()
        && !chosen.selection().map(Gates.Selection::exhaustive).orElse(false);
  }

  /**
   * Returns the most gates of a group that a fit generates.
   *
   * @return the number; 0 where that was not asked for in so many words
   */
  @API(status = API.Status.INTERNAL)
  public final int mostGenerated() {
    return settings.proposals().asked() ? settings.proposals().most() : 0;
  }

  /**
   * Draws gates for a fit to try.
   *
   * @param round the round, from 0; every round has other gates
   * @param count gates of every group
   * @param training the training tokens as the head sees them
   * @param outputs c
   * @param kernel the linear algebra
   * @return the gates that are open somewhere, each pattern once
   */
  @API(status = API.Status.INTERNAL)
  public final Gates tried(int round, int count, Tokens training, int outputs, Kernel kernel) {
    Preactivation map = preactivation(training.shape(), outputs);
    return settings.proposals().tried(round, count).choose(map, training, kernel);
  }

  /**
   * Leaves out gates that switch the training tokens like an earlier one, or not at all.
   *
   * @param gates the gates
   * @param training the training tokens as the head sees them
   * @param outputs c
   * @param kernel the linear algebra
   * @return the others, with what became of them
   */
  @API(status = API.Status.INTERNAL)
  public final Gates distinct(Gates gates, Tokens training, int outputs, Kernel kernel) {
    Preactivation map = preactivation(training.shape(), outputs);
    return GateMerging.merge(gates, map, training, kernel);
  }

  @Override
  public final Lift lift(TokenShape shape, int outputs, Gates gates) {
    Preactivation map = preactivation(shape, outputs);
    int[] lengths = new int[activation() == Activation.LINEAR ? 0 : map.groups()];
    for (int group = 0; group < lengths.length; group++) {
      lengths[group] = map.length(group);
    }
    gates.require(lengths);
    return liftChecked(shape, outputs, gates);
  }

  @Override
  public final Activation activation() {
    return settings.activation();
  }

  @Override
  public final Pooling pooling() {
    return settings.pooling();
  }

  @Override
  public final boolean intercept() {
    return settings.intercept();
  }
}
