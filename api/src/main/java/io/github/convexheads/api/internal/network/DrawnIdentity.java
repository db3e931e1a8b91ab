package io.github.convexheads.api.internal.network;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.ConfiguredHead;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkForm;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
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
  /** Pre-activations that differ by this share of their terms are the same. */
  private static final double ROUNDING = 1e-10;

  /** What is lost by underflow at most. */
  private static final double TINY = 0x1p-800;

  private static final int MOST_BLOCKS = 4;

  /** Products of the drawings at one point. */
  private static final double MOST_WORK = 4e6;

  private final Head head;
  private final Gates gates;
  private final Lift lift;
  private final NetworkForm form;
  private final Kernel kernel;
  private final RandomGenerator random;
  private final TrialPoints points;
  private final ArrayGraph graph = new ArrayGraph();

  private DrawnIdentity(
      Head head, Gates gates, Lift lift, NetworkForm form, Kernel kernel, RandomGenerator random) {
    this.head = head;
    this.gates = gates;
    this.lift = lift;
    this.form = form;
    this.kernel = kernel;
    this.random = random;
    this.points = new TrialPoints(lift, kernel, random);
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
    Optional<String> other =
        NetworkIdentity.violation(head, gates, tokens, outputs, kernel, random);
    Lift lift = head.lift(tokens.shape(), outputs, gates);
    if (other.isPresent() || !(lift instanceof NetworkForm form)) {
      return other;
    }
    DrawnIdentity identity = new DrawnIdentity(head, gates, lift, form, kernel, random);
    return identity
        .points
        .of(tokens, identity.work() * identity.most())
        .flatMap(x -> identity.at(x).stream())
        .findFirst();
  }

  /** Products of one drawing, which may lay tokens out once for every token. */
  private double work() {
    double tokens = lift.shape().tokens();
    double entries =
        lift.blocks().stream()
            .mapToDouble(b -> (double) b.rows() + b.columns())
            .max()
            .orElseThrow();
    return tokens * (entries + tokens * lift.shape().features());
  }

  /** How many blocks are drawn at a point. */
  private int most() {
    int most = Math.min(MOST_BLOCKS, lift.blocks().size());
    return (int) Math.max(1, Math.min(most, MOST_WORK / work()));
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

  private Optional<String> at(TokenBatch x) {
    double size = points.size(x);
    if (!Double.isFinite(size)) {
      return Optional.empty();
    }
    Features features = lift.features(x, kernel);
    int[] blocks = IntStream.range(0, lift.blocks().size()).toArray();
    int[] any = {random.nextInt(blocks.length)};
    return Arrays.stream(most() == 1 ? any : points.some(blocks, most()))
        .mapToObj(j -> at(x, features, size, j))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> at(TokenBatch x, Features features, double size, int j) {
    Block block = lift.blocks().get(j);
    double[] u = gaussian(block.rows());
    double[] v = gaussian(block.columns());
    NetworkHead weights = lift.networkHead(j, u.clone(), v.clone());
    double allowed = points.roundings(block.columns());
    double longer = Math.abs(Vectors.norm(weights.first()) / Vectors.norm(u) - 1);
    double other = Math.abs(Vectors.norm(weights.second()) / Vectors.norm(v) - 1);
    if (!(Math.max(longer, other) <= allowed)) {
      return Optional.of("networkHead() changes the lengths of weights");
    }
    ArrayGraph.Tensor tokens = tokens(x);
    ArrayGraph.Tensor z = form.preactivation(graph, tokens, weights.group(), weights.first());
    ArrayGraph.Tensor activated = z;
    if (head.activation() != Activation.LINEAR) {
      if (!agree(x, features, weights, z.values())) {
        return Optional.of("drawn pre-activations are not those of its lift");
      }
      double[] gate = gates.gate(weights.group(), block.gate());
      RowMask mask = lift.masks(x, weights.group(), gate).get(0);
      activated = new ArrayGraph.Tensor(opened(z.values(), mask), z.shape());
    }
    ArrayGraph.Tensor out = form.output(graph, tokens, activated, weights);
    double[] drawn = head.pooling().pooled(graph, out, lift.outputs()).values();
    double[] lifted = outputs(block, points.projected(features, j, u, 1), v);
    double apart = Vectors.norm(Vectors.combination(1, lifted, -1, drawn));
    double most = allowed * size * Vectors.norm(u) * Vectors.norm(v) * Math.sqrt(lifted.length);
    return apart <= most + TINY
        ? Optional.empty()
        : Optional.of("lifted features are not those of the network that it draws");
  }

  private ArrayGraph.Tensor tokens(TokenBatch x) {
    double[] values = x.values().copy(Precision.FLOAT64).doubles();
    return graph.constant(values, 1, x.shape().tokens(), x.shape().features());
  }

  /** Whether drawn pre-activations are those of the lift, which come first. */
  private boolean agree(TokenBatch x, Features features, NetworkHead weights, double[] z) {
    double[] w = weights.first();
    int m = lift.preactivations();
    double[] own = points.preactivated(features, weights.group(), w, 1);
    double[] terms = lift.absoluteTerms(x, weights.group(), w, 1);
    return (z.length == m || (head.pooling() == Pooling.FIRST && z.length > m))
        && IntStream.range(0, m)
            .allMatch(i -> Math.abs(z[i] - own[i]) <= ROUNDING * terms[i] + TINY);
  }

  /** The values that a gate lets pass; those of tokens without outputs come last. */
  private static double[] opened(double[] z, RowMask mask) {
    double[] open = new double[z.length];
    Arrays.setAll(open, i -> i < mask.length() && mask.open(i) ? z[i] : 0);
    return open;
  }

  /** (phi^T u) v^T of every position, T x c. */
  private double[] outputs(Block block, double[] p, double[] v) {
    int c = lift.outputs();
    int positions = p.length / block.width();
    double[] out = new double[positions * c];
    for (int t = 0; t < positions; t++) {
      for (int k = 0; k < block.width(); k++) {
        for (int q = 0; q < block.outputs(); q++) {
          out[t * c + block.outputOffset() + q] +=
              p[t * block.width() + k] * v[k * block.outputs() + q];
        }
      }
    }
    return out;
  }

  private double[] gaussian(int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
