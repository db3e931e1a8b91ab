package io.github.convexheads.api.head;

import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;
import org.apiguardian.api.API;

/** The settings that all heads with an activation share. */
@API(status = API.Status.STABLE)
public final class HeadSettings {
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
          "mean: one row of outputs a sample, averaged over tokens; none: one row a token; first: the"
              + " row of token 0 alone, for a class token");

  /** The intercept. */
  public static final Setting<Boolean> INTERCEPT =
      Setting.flag(
          "intercept",
          false,
          "true: an intercept that the penalty leaves out is added to every row of outputs");

  /** The number of sampled gates. */
  public static final Setting<Integer> GATES_COUNT =
      Setting.integer(
          "gates.count", 8, 1, 1_000_000, "how many gates are drawn, for b-fno in every group");

  /** The seed of sampled gates. */
  public static final Setting<Long> GATES_SEED =
      Setting.seed("gates.seed", 1, "the seed from which gates are drawn");

  /** The distribution of sampled gates. */
  static final Setting<GateDistribution> GATES_DISTRIBUTION =
      Setting.constant(
          "gates.distribution",
          GateDistribution.NORMAL,
          "normal: independent entries; rank-one: outer products of normal vectors; difference:"
              + " differences of two random rows of the training data");

  /** Files that hold the gates. */
  public static final Setting<String> GATES_FILE =
      Setting.text(
          "gates.file",
          "",
          "an NPY file with gates x shape of W1, in place of drawn ones; for b-fno one file for every"
              + " group, separated by commas, or one name with <b> for the number of the group");

  /** Whether gates stand for all activation patterns. */
  static final Setting<GateEnumeration> GATES_ENUMERATE =
      Setting.constant(
          "gates.enumerate",
          GateEnumeration.AUTO,
          "true: one gate for every activation pattern of the training data, or fail if there may"
              + " be too many; false: draw gates; auto: as true for relu where there are few enough,"
              + " else draw gates");

  /** The most activation patterns to enumerate. */
  public static final Setting<Integer> GATES_LIMIT =
      Setting.integer(
          "gates.limit",
          20_000,
          1,
          10_000_000,
          "how many activation patterns a group may be expected to have at most");

  private final Activation activation;
  private final Pooling pooling;
  private final GateSource gates;
  private final boolean intercept;

  private HeadSettings(
      Activation activation, Pooling pooling, GateSource gates, boolean intercept) {
    this.activation = activation;
    this.pooling = pooling;
    this.gates = gates;
    this.intercept = intercept;
  }

  /**
   * Returns the settings that {@link #of} reads, for {@link
   * io.github.convexheads.api.settings.Provider#settings()}.
   *
   * @return the declarations, in the order in which they should be read
   */
  public static List<Setting<?>> declarations() {
    return List.of(
        ACTIVATION,
        POOLING,
        INTERCEPT,
        GATES_COUNT,
        GATES_SEED,
        GATES_DISTRIBUTION,
        GATES_FILE,
        GATES_ENUMERATE,
        GATES_LIMIT);
  }

  /**
   * Reads checked settings.
   *
   * @param settings values of {@link #declarations()}
   * @return the settings of the head
   */
  public static HeadSettings of(Settings settings) {
    Activation activation = settings.get(ACTIVATION);
    return new HeadSettings(
        activation, settings.get(POOLING), source(activation, settings), settings.get(INTERCEPT));
  }

  /**
   * Returns the activation.
   *
   * @return sigma
   */
  public Activation activation() {
    return activation;
  }

  /**
   * Returns the pooling.
   *
   * @return what becomes of the rows of a sample
   */
  public Pooling pooling() {
    return pooling;
  }

  /**
   * Says whether outputs have an intercept, which the penalty leaves out.
   *
   * @return false unless it is asked for
   */
  public boolean intercept() {
    return intercept;
  }

  /** Returns where gates come from; not asked when the activation is linear. */
  GateSource gates() {
    return gates;
  }

  private static GateSource source(Activation activation, Settings settings) {
    int limit = settings.get(GATES_LIMIT);
    if (!settings.get(GATES_FILE).isEmpty()) {
      return GateSource.files(settings.get(GATES_FILE));
    }
    GateSource sampled =
        GateSource.sampled(
            settings.get(GATES_COUNT), settings.get(GATES_SEED), settings.get(GATES_DISTRIBUTION));
    return switch (settings.get(GATES_ENUMERATE)) {
      case TRUE -> GateSource.enumerated(limit);
      case FALSE -> sampled;
      case AUTO ->
          activation == Activation.RELU ? GateSource.enumeratedUpTo(limit, sampled) : sampled;
    };
  }
}
