package io.github.convexheads.api.head;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.memory.MemoryBudget;
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

  /** Where gates come from. */
  static final Setting<GateOrigin> GATES_SOURCE =
      Setting.constant(
          "gates.source",
          GateOrigin.AUTO,
          "auto, drawn: gates are drawn before the fit; generated: the fit adds those gates that lower"
              + " the optimum most by their dual violation, until gates.count or none of those tried"
              + " does; for relu with more activation patterns than gates.limit or memory allows they"
              + " are those of a network that is searched for within the time limit");

  /** The most activation patterns to enumerate. */
  public static final Setting<Integer> GATES_LIMIT =
      Setting.integer(
          "gates.limit",
          20_000,
          1,
          10_000_000,
          "how many activation patterns a group may be expected to have at most");

  /** Of gates that are generated the first are drawn: one of so many. */
  private static final int FIRST_SHARE = 4;

  /** The share of memory that lasting data may take. */
  private static final double SHARE = 0.7;

  private static final double INFINITE = Double.POSITIVE_INFINITY;

  private final Activation activation;
  private final Pooling pooling;
  private final GateSource gates;
  private final boolean intercept;
  private final GateProposals proposals;

  private HeadSettings(Settings settings) {
    this.activation = settings.get(ACTIVATION);
    this.pooling = settings.get(POOLING);
    this.gates = source(activation, settings);
    this.intercept = settings.get(INTERCEPT);
    this.proposals =
        new GateProposals(
            generates(activation, settings),
            settings.get(GATES_SOURCE) == GateOrigin.GENERATED,
            settings.get(GATES_COUNT),
            settings.get(GATES_SEED),
            settings.get(GATES_DISTRIBUTION));
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
        GATES_LIMIT,
        GATES_SOURCE);
  }

  /**
   * Reads checked settings.
   *
   * @param settings values of {@link #declarations()}
   * @return the settings of the head
   */
  public static HeadSettings of(Settings settings) {
    return new HeadSettings(settings);
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

  /** Returns what a fit that generates gates asks for. */
  GateProposals proposals() {
    return proposals;
  }

  /** Returns where gates come from; not asked when the activation is linear. */
  GateSource gates() {
    return gates;
  }

  private static GateSource source(Activation activation, Settings settings) {
    int limit = settings.get(GATES_LIMIT);
    requireOneSource(settings);
    if (!settings.get(GATES_FILE).isEmpty()) {
      return GateSource.files(settings.get(GATES_FILE));
    }
    boolean generated = settings.get(GATES_SOURCE) == GateOrigin.GENERATED;
    int count = settings.get(GATES_COUNT);
    GateSource sampled =
        GateSource.sampled(
            generated ? Math.max(1, count / FIRST_SHARE) : count,
            settings.get(GATES_SEED),
            settings.get(GATES_DISTRIBUTION));
    return switch (settings.get(GATES_ENUMERATE)) {
      case TRUE -> GateSource.enumerated(limit);
      case FALSE -> sampled;
      case AUTO ->
          activation == Activation.RELU
              ? GateSource.enumeratedUpTo(limit, sampled, generated ? ownMemory() : INFINITE)
              : sampled;
    };
  }

  /** Where patterns do not fit into memory a network can be searched for instead. */
  private static double ownMemory() {
    return SHARE * MemoryBudget.whole().bytes();
  }

  private static boolean generates(Activation activation, Settings settings) {
    boolean free =
        settings.get(GATES_FILE).isEmpty()
            && settings.get(GATES_ENUMERATE) != GateEnumeration.TRUE
            && activation != Activation.LINEAR;
    return settings.get(GATES_SOURCE) == GateOrigin.GENERATED && free;
  }

  private static void requireOneSource(Settings settings) {
    if (settings.get(GATES_SOURCE) != GateOrigin.GENERATED) {
      return;
    }
    String other =
        !settings.get(GATES_FILE).isEmpty()
            ? "gates.file = " + settings.get(GATES_FILE)
            : settings.get(GATES_ENUMERATE) == GateEnumeration.TRUE ? "gates.enumerate = true" : "";
    if (!other.isEmpty()) {
      throw new InvalidInputException(
          "gates.source = generated and %s name two sources of gates; leave out one of them"
              .formatted(other));
    }
  }
}
