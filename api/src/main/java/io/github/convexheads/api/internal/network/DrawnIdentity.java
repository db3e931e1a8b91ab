package io.github.convexheads.api.internal.network;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.ConfiguredHead;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkForm;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apiguardian.api.API;

/**
 * Whether the lifted features of a head are those of the network that it draws, tried on some
 * samples and at random points: (phi_j^T u) v^T = output(D_j o preactivation(W1), W2) for random u
 * and v, W1 and W2 the weights that the head makes of them, of the same lengths, and D_j the gate.
 *
 * <p>Optimality over all networks rests on it, and is claimed of no relu head without a drawing;
 * for one {@link NetworkIdentity} can only tell that there is some network.
 */
@API(status = API.Status.INTERNAL)
public final class DrawnIdentity {
  private final Head head;
  private final Lift lift;
  private final NetworkForm form;
  private final NetworkTrials trials;
  private final ArrayGraph graph = new ArrayGraph();

  private DrawnIdentity(Head head, Lift lift, NetworkForm form, NetworkTrials trials) {
    this.head = head;
    this.lift = lift;
    this.form = form;
    this.trials = trials;
  }

  /**
   * Tries the identity, and those of pre-activations and gates.
   *
   * @param head the head
   * @param gates its gates
   * @param tokens preprocessed tokens
   * @param outputs c
   * @param kernel the linear algebra to use
   * @param random numbers that nobody knew when the head was made
   * @return what does not hold, in words that go on from "its"; empty where all holds
   */
  public static Optional<String> violation(
      Head head, Gates gates, Tokens tokens, int outputs, Kernel kernel, RandomGenerator random) {
    Lift lift = head.lift(tokens.shape(), outputs, gates);
    boolean activates = head.activation() != Activation.LINEAR;
    if (activates && !lift.blocks().stream().allMatch(block -> block.gate() >= 0)) {
      return Optional.of("activation switches values, but its blocks have no gates");
    }
    boolean drawn = lift instanceof NetworkForm;
    if (activates && lift.preactivations() == 0) {
      return drawn
          ? Optional.of("drawn pre-activations are not those of its lift")
          : Optional.empty();
    }
    if (!activates && !drawn) {
      return Optional.empty();
    }
    NetworkTrials trials = new NetworkTrials(head, gates, lift, kernel, random);
    NetworkIdentity any = new NetworkIdentity(head, lift, kernel, trials);
    return trials
        .of(tokens)
        .flatMap(round -> violation(any, head, lift, trials, round).stream())
        .findFirst();
  }

  private static Optional<String> violation(
      NetworkIdentity any, Head head, Lift lift, NetworkTrials trials, NetworkTrials.Round round) {
    Optional<String> other = trials.activates() ? any.violation(round) : Optional.empty();
    return other.isPresent() || !(lift instanceof NetworkForm form)
        ? other
        : new DrawnIdentity(head, lift, form, trials).violation(round);
  }

  /** Products of one drawing of one sample, which may lay tokens out once for every token. */
  static double work(Lift lift) {
    double tokens = lift.shape().tokens();
    double entries =
        lift.blocks().stream()
            .mapToDouble(b -> (double) b.rows() + b.columns())
            .max()
            .orElseThrow();
    return tokens * (entries + tokens * lift.shape().features());
  }

  /**
   * Leaves what is known of a relu head's gates only where this library chose them and the head
   * draws its network: that they stand for all activation patterns is believed of nobody else.
   *
   * @param head the head
   * @param gates gates that it chose or examined
   * @param shape the shape of preprocessed tokens
   * @param outputs c
   * @return the gates
   */
  public static Gates known(Head head, Gates gates, TokenShape shape, int outputs) {
    if (head.activation() != Activation.RELU) {
      return gates;
    }
    boolean own =
        head instanceof ConfiguredHead && head.lift(shape, outputs, gates) instanceof NetworkForm;
    return own ? gates : gates.withoutSelection();
  }

  /**
   * Refuses a head.
   *
   * @param head its id
   * @param violation what does not hold
   * @return the exception
   */
  public static InvalidInputException refusal(String head, String violation) {
    return new InvalidInputException(
        "head %s: its %s; nothing is proven of such a head".formatted(head, violation));
  }

  private Optional<String> violation(NetworkTrials.Round round) {
    TokenShape shape = lift.shape();
    ArrayGraph.Tensor tokens =
        graph.constant(
            round.at().x().values().doubles(),
            round.at().sizes().length,
            shape.tokens(),
            shape.features());
    return round.groups().stream()
        .flatMap(
            group ->
                group.trials().stream()
                    .flatMap(trial -> violation(round.at(), tokens, group, trial).stream()))
        .findFirst();
  }

  private Optional<String> violation(
      TrialPoints.Points at,
      ArrayGraph.Tensor tokens,
      NetworkTrials.Group group,
      NetworkTrials.Trial trial) {
    Block block = lift.blocks().get(trial.block());
    NetworkHead weights = trial.weights().heads().get(0);
    double[] u = NetworkTrials.part(trial.weights().u(), trials.columns(), 0, 1);
    double[] v = trial.weights().v();
    double allowed = trials.points().roundings(block.columns());
    double longer = Math.abs(Vectors.norm(weights.first()) / Vectors.norm(u) - 1);
    double other = Math.abs(Vectors.norm(weights.second()) / Vectors.norm(v) - 1);
    if (!(Math.max(longer, other) <= allowed)) {
      return Optional.of("networkHead() changes the lengths of weights");
    }
    ArrayGraph.Tensor z = form.preactivation(graph, tokens, weights.group(), weights.first());
    ArrayGraph.Tensor activated = z;
    if (trials.activates()) {
      if (!agree(group, trial, at.sizes().length, z.values())) {
        return Optional.of("drawn pre-activations are not those of its lift");
      }
      activated = new ArrayGraph.Tensor(opened(z.values(), trial, at.sizes().length), z.shape());
    }
    ArrayGraph.Tensor out = form.output(graph, tokens, activated, weights);
    double[] drawn = head.pooling().pooled(graph, out, lift.outputs()).values();
    double[] lifted =
        outputs(block, NetworkTrials.part(trial.projected(), trials.columns(), 0, 1), v);
    double most = allowed * Vectors.norm(u) * Vectors.norm(v);
    return near(lifted, drawn, at.sizes(), most)
        ? Optional.empty()
        : Optional.of("lifted features are not those of the network that it draws");
  }

  /** Whether outputs of every sample differ by no more than a multiple of its size. */
  private static boolean near(double[] lifted, double[] drawn, double[] sizes, double most) {
    int own = lifted.length / sizes.length;
    double root = Math.sqrt(own);
    for (int sample = 0; sample < sizes.length; sample++) {
      double[] apart = new double[own];
      for (int i = 0; i < own; i++) {
        apart[i] = lifted[sample * own + i] - drawn[sample * own + i];
      }
      if (!(Vectors.norm(apart) <= most * sizes[sample] * root + NetworkIdentity.TINY)) {
        return false;
      }
    }
    return true;
  }

  /** Whether drawn pre-activations of every sample are those of the lift, which come first. */
  private boolean agree(
      NetworkTrials.Group group, NetworkTrials.Trial trial, int samples, double[] z) {
    int m = lift.preactivations();
    int own = z.length / samples;
    if (own != m && !(head.pooling() == Pooling.FIRST && own > m)) {
      return false;
    }
    for (int sample = 0; sample < samples; sample++) {
      for (int i = 0; i < m; i++) {
        int lifted = (sample * m + i) * group.k() + trial.first();
        double apart = Math.abs(z[sample * own + i] - group.z()[lifted]);
        if (!(apart <= NetworkIdentity.ROUNDING * group.terms()[lifted] + NetworkIdentity.TINY)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The values that a gate lets pass; those of tokens without outputs come last in a sample. */
  private double[] opened(double[] z, NetworkTrials.Trial trial, int samples) {
    int m = lift.preactivations();
    int own = z.length / samples;
    double[] open = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      int within = i % own;
      open[i] = within < m && trial.mask().open(i / own * m + within) ? z[i] : 0;
    }
    return open;
  }

  /** (phi^T u) v^T of every row, (samples T) x c. */
  private double[] outputs(Block block, double[] p, double[] v) {
    int c = lift.outputs();
    int rows = p.length / block.width();
    double[] out = new double[rows * c];
    for (int t = 0; t < rows; t++) {
      for (int k = 0; k < block.width(); k++) {
        for (int q = 0; q < block.outputs(); q++) {
          out[t * c + block.outputOffset() + q] +=
              p[t * block.width() + k] * v[k * block.outputs() + q];
        }
      }
    }
    return out;
  }
}
