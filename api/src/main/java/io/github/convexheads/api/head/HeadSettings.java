package io.github.convexheads.api.head;

import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;

/**
 * The settings that all heads with an activation share.
 *
 * @param activation sigma
 * @param pooling what becomes of the rows of a sample
 * @param gates where gates come from; not asked when the activation is linear
 */
public record HeadSettings(Activation activation, Pooling pooling, GateSource gates) {
  /** The activation. */
  public static final Setting<Activation> ACTIVATION =
      Setting.constant(
          "activation",
          Activation.LINEAR,
          "the activation: linear, gated-relu (fixed gates switch linear heads) or relu");

  /** The pooling. */
  public static final Setting<Pooling> POOLING =
      Setting.constant(
          "pooling",
          Pooling.MEAN,
          "mean: one row of outputs a sample, averaged over tokens; none: one row a token");

  /** The number of sampled gates. */
  public static final Setting<Integer> GATES_COUNT =
      Setting.integer(
          "gates.count", 8, 1, 1_000_000, "how many gates are drawn, for b-fno in every group");

  /** The seed of sampled gates. */
  public static final Setting<Long> GATES_SEED =
      Setting.seed("gates.seed", 1, "the seed from which gates are drawn");

  /** The distribution of sampled gates. */
  public static final Setting<GateDistribution> GATES_DISTRIBUTION =
      Setting.constant(
          "gates.distribution",
          GateDistribution.NORMAL,
          "normal: independent entries; rank-one: outer products of normal vectors; difference:"
              + " differences of two random rows of the training data");

  /**
   * Returns the settings that {@link #of} reads, for {@link
   * io.github.convexheads.api.settings.Provider#settings()}.
   *
   * @return the declarations, in the order in which they should be read
   */
  public static List<Setting<?>> declarations() {
    return List.of(ACTIVATION, POOLING, GATES_COUNT, GATES_SEED, GATES_DISTRIBUTION);
  }

  /**
   * Reads checked settings.
   *
   * @param settings values of {@link #declarations()}
   * @return the settings of the head
   */
  public static HeadSettings of(Settings settings) {
    Activation activation = settings.get(ACTIVATION);
    GateSource sampled =
        GateSource.sampled(
            settings.get(GATES_COUNT), settings.get(GATES_SEED), settings.get(GATES_DISTRIBUTION));
    return new HeadSettings(activation, settings.get(POOLING), sampled);
  }
}
