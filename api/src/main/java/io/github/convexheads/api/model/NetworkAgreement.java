package io.github.convexheads.api.model;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkForm;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.internal.error.BrokenContractException;
import io.github.convexheads.api.internal.network.ArrayGraph;
import io.github.convexheads.api.internal.network.TrialPoints;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Whether the weights that a head gives for its network are those of the lifted model: W1 and W2
 * have the lengths of u and v, and the network with them, drawn by its definition, the outputs that
 * the head predicts, on random samples.
 */
final class NetworkAgreement {
  /** What rounding may cause, relative to the terms that outputs and lengths are summed of. */
  private static final double ROUNDING = 1e-9;

  /** A sum within this share of the absolute values of its terms has no sign of its own. */
  private static final double TIE = 1e-12;

  private static final int SAMPLES = 2;
  private static final int MOST_HEADS = 8;

  /** Entries of W1 and products with tokens that are worth computing by plain loops. */
  private static final double MOST_WORK = 4e7;

  private final FittedHead fitted;
  private final Lift lift;
  private final String name;

  private NetworkAgreement(FittedHead fitted) {
    this.fitted = fitted;
    this.lift = fitted.lift();
    this.name = fitted.provenance().configuration().get("head.type");
  }

  /** See {@link FittedHead#requireNetwork}. */
  static void require(FittedHead fitted) {
    new NetworkAgreement(fitted).require();
  }

  private void require() {
    Variable some = heaviest();
    List<NetworkHead> heads = new ArrayList<>();
    for (int j = 0; j < some.blocks().size(); j++) {
      Factors block = some.block(j);
      for (int h = 0; h < block.rank(); h++) {
        double[] u = block.leftColumn(h);
        double[] v = block.rightColumn(h);
        NetworkHead head = lift.networkHead(j, u.clone(), v.clone());
        if (head == null) {
          throw new BrokenContractException(lift.getClass(), "networkHead() returned null");
        }
        requireLength("W1", head.first(), u);
        requireLength("W2", head.second(), v);
        heads.add(head);
      }
    }
    if (!heads.isEmpty() && lift instanceof NetworkForm form) {
      requireOutputs(form, heads, some);
    }
  }

  /** The first component of some blocks, as many as can be drawn quickly. */
  private Variable heaviest() {
    double work = 0;
    int heads = 0;
    List<Factors> blocks = new ArrayList<>();
    for (int j = 0; j < lift.blocks().size(); j++) {
      Factors z = fitted.variable().block(j);
      Block block = lift.blocks().get(j);
      double cost = (double) SAMPLES * lift.shape().tokens() * (block.rows() + block.columns());
      boolean taken =
          z.rank() > 0 && heads < MOST_HEADS && (heads == 0 || work + cost <= MOST_WORK);
      work += taken ? cost : 0;
      heads += taken ? 1 : 0;
      blocks.add(
          taken
              ? new Factors(z.rows(), z.columns(), 1, z.leftColumn(0), z.rightColumn(0))
              : Factors.zero(block));
    }
    return new Variable(blocks);
  }

  private void requireLength(String what, double[] weights, double[] factor) {
    double found = Vectors.norm(weights);
    double right = Vectors.norm(factor);
    if (!(Math.abs(found - right) <= ROUNDING * right)) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "head '%s': the %s of its networkHead() has the length %.9g, but its factor has %.9g; they must be equal, and nothing is written",
              name,
              what,
              found,
              right));
    }
  }

  private void requireOutputs(NetworkForm form, List<NetworkHead> heads, Variable some) {
    TokenShape shape = lift.shape();
    double[] x = new double[SAMPLES * shape.size()];
    SplittableRandom random = new SplittableRandom(x.length);
    Arrays.setAll(x, i -> random.nextGaussian());
    Tokens tokens = Tokens.of(x, SAMPLES, shape.tokens(), shape.features());
    double[] lifted = fitted.rows().lifted(some, tokens);
    double[] drawn = drawn(form, heads, x);
    TrialPoints points = new TrialPoints(lift, fitted.rows().kernel(), random);
    double size =
        Arrays.stream(points.sizes(tokens.batch(0, SAMPLES, Precision.FLOAT64))).max().orElseThrow()
            * some.blocks().stream().mapToDouble(Factors::sumOfWeights).sum();
    double worst = Vectors.norm(Vectors.combination(1, lifted, -1, drawn));
    if (!(worst <= ROUNDING * size)) {
      throw new InvalidInputException(
          String.format(
              Locale.ROOT,
              "head '%s': the network with the weights of its networkHead() has other outputs than it predicts, by %.3g where they are of size %.3g; nothing is written",
              name,
              worst,
              size));
    }
  }

  /**
   * Where a gate's sum is nothing but rounding, as on the diagonal of a skew-symmetric W1, another
   * order of summation gives another sign: the one counts that the lift sees.
   *
   * @param z the sums of the network that is drawn
   * @param terms those of the absolute values of tokens and gate
   */
  private ArrayGraph.Tensor decided(
      ArrayGraph.Tensor z, double[] terms, double[] tokens, int group, double[] gate) {
    double[] decided = z.values().clone();
    int[] ties =
        IntStream.range(0, decided.length)
            .filter(i -> Math.abs(decided[i]) <= TIE * terms[i])
            .toArray();
    if (ties.length == 0) {
      return z;
    }
    TokenBatch batch = new TokenBatch(lift.shape(), SAMPLES, RealArray.wrap(tokens));
    RowMask mask = lift.masks(batch, group, gate).get(0);
    int m = mask.length() / SAMPLES;
    int own = decided.length / SAMPLES;
    for (int i : ties) {
      if (i % own < m) {
        decided[i] = mask.open(i / own * m + i % own) ? 1 : -1;
      }
    }
    return new ArrayGraph.Tensor(decided, z.shape());
  }

  private double[] drawn(NetworkForm form, List<NetworkHead> heads, double[] tokens) {
    ArrayGraph graph = new ArrayGraph();
    TokenShape shape = lift.shape();
    Head head = fitted.head();
    ArrayGraph.Tensor x = graph.constant(tokens, SAMPLES, shape.tokens(), shape.features());
    ArrayGraph.Tensor sizes = graph.constant(absolute(tokens), x.shape());
    ArrayGraph.Tensor sum = graph.constant(new double[] {0}, 1, 1, 1);
    for (NetworkHead own : heads) {
      ArrayGraph.Tensor z = form.preactivation(graph, x, own.group(), own.first());
      if (head.activation() == Activation.RELU) {
        z = graph.relu(z);
      } else if (head.activation() == Activation.GATED_RELU) {
        double[] gate = fitted.gates().gate(own.group(), own.gate());
        ArrayGraph.Tensor opening = form.preactivation(graph, x, own.group(), gate);
        double[] terms = form.preactivation(graph, sizes, own.group(), absolute(gate)).values();
        z = graph.multiply(z, graph.gate(decided(opening, terms, tokens, own.group(), gate)));
      }
      sum = graph.add(sum, form.output(graph, x, z, own));
    }
    return head.pooling().pooled(graph, sum, fitted.outputs()).values();
  }

  private static double[] absolute(double[] values) {
    return Arrays.stream(values).map(Math::abs).toArray();
  }
}
