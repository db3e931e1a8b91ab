package io.github.convexheads.api.head;

import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.TokenShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An MLP head z = X w, out[t] = sum_j sigma(x_t w_j) v_j, that is not what it says it is in one way
 * and by a given amount.
 */
public final class TwistedHead extends ConfiguredHead {
  /** What is wrong. */
  public enum Twist {
    /** Nothing. */
    NONE,
    /** The head enumerates patterns of other pre-activations than its features have. */
    MAP,
    /** Cones and masks are of other pre-activations than the gates that switch features. */
    GATES,
    /** What gates close leaks through. */
    LEAK,
    /** The features of the first gate are larger than those of the others. */
    SCALE,
    /** A term that is no pre-activation is added. */
    OTHER_TERM,
    /** Blocks that say they have no gates. */
    NO_GATES
  }

  private final Twist twist;
  private final double amount;
  private final boolean drawn;

  /**
   * A head with a twist.
   *
   * @param activation the activation; patterns of relu are enumerated
   * @param pooling the pooling
   * @param twist what is wrong
   * @param amount by how much, relatively
   * @param drawn whether its lift draws the MLP
   */
  public TwistedHead(
      Activation activation, Pooling pooling, Twist twist, double amount, boolean drawn) {
    super(settings(activation, pooling));
    this.twist = twist;
    this.amount = amount;
    this.drawn = drawn;
  }

  private static HeadSettings settings(Activation activation, Pooling pooling) {
    Map<String, String> values =
        Map.of(
            "activation", activation.name().toLowerCase(Locale.ROOT).replace('_', '-'),
            "pooling", pooling.name().toLowerCase(Locale.ROOT),
            "gates.enumerate", Boolean.toString(activation == Activation.RELU));
    return HeadSettings.of(Settings.of("head", HeadSettings.declarations(), values, Map.of()));
  }

  @Override
  protected Preactivation preactivation(TokenShape shape, int outputs) {
    return rows(shape, twist == Twist.MAP ? amount : 0);
  }

  /** x_t, with a share of the feature to the left added to every feature. */
  private static Preactivation rows(TokenShape shape, double mixed) {
    return Preactivation.dense(
        1,
        shape.tokens(),
        new int[] {shape.features()},
        sample -> mixed(sample, shape.features(), mixed));
  }

  private static double[] mixed(double[] sample, int d, double by) {
    double[] rows = sample.clone();
    for (int i = 0; i < rows.length && by != 0; i++) {
      rows[i] += by * sample[i % d == 0 ? i + d - 1 : i - 1];
    }
    return rows;
  }

  @Override
  protected Lift liftChecked(TokenShape shape, int outputs, Gates gates) {
    return drawn ? new DrawnRows(shape, outputs, gates) : new Rows(shape, outputs, gates);
  }

  /** The MLP as it should be. */
  private final class DrawnRows extends Rows implements NetworkForm {
    DrawnRows(TokenShape shape, int outputs, Gates gates) {
      super(shape, outputs, gates);
    }

    @Override
    public <T> T preactivation(NetworkGraph<T> graph, T x, int group, double[] w) {
      return graph.matMul(x, graph.constant(w, w.length, 1));
    }

    @Override
    public <T> T output(NetworkGraph<T> graph, T x, T activated, NetworkHead head) {
      return graph.matMul(activated, graph.constant(head.second(), 1, outputs()));
    }
  }

  private class Rows extends DenseLift {
    private final Gates gates;

    Rows(TokenShape shape, int outputs, Gates gates) {
      super(
          shape,
          outputs,
          TwistedHead.this.pooling(),
          TwistedHead.this.blocksOf(shape, outputs, gates));
      this.gates = gates;
    }

    @Override
    protected Optional<Preactivation> preactivation() {
      return gates.groups() == 0
          ? Optional.empty()
          : Optional.of(rows(shape(), twist == Twist.GATES ? amount : 0));
    }

    @Override
    protected double[] phi(double[] sample, int position, int block) {
      if (pooling() != Pooling.MEAN) {
        return ofToken(sample, position, block);
      }
      int s = shape().tokens();
      double[] mean = new double[shape().features()];
      for (int t = 0; t < s; t++) {
        double[] own = ofToken(sample, t, block);
        for (int l = 0; l < mean.length; l++) {
          mean[l] += own[l] / s;
        }
      }
      return mean;
    }

    private double[] ofToken(double[] sample, int t, int block) {
      int d = shape().features();
      double[] h = gates.groups() == 0 ? new double[d] : gates.gate(0, block);
      double z = 0;
      double[] row = new double[d];
      for (int l = 0; l < d; l++) {
        row[l] = sample[t * d + l];
        z += row[l] * h[l];
      }
      double through = z >= 0 ? 1 : twist == Twist.LEAK ? amount : 0;
      through *= twist == Twist.SCALE && block == 0 ? 1 + amount : 1;
      for (int l = 0; l < d; l++) {
        row[l] = through * row[l] + (twist == Twist.OTHER_TERM ? amount * sample[l] * row[l] : 0);
      }
      return row;
    }

    @Override
    public NetworkHead networkHead(int block, double[] u, double[] v) {
      int gate = blocks().get(block).gate();
      return new NetworkHead(0, gate, u, new int[] {u.length}, v, new int[] {v.length});
    }
  }

  private List<Block> blocksOf(TokenShape shape, int outputs, Gates gates) {
    List<Block> blocks = new ArrayList<>();
    for (int j = 0; j < (gates.groups() == 0 ? 1 : gates.count(0)); j++) {
      int gate = gates.groups() == 0 || twist == Twist.NO_GATES ? -1 : j;
      blocks.add(new Block(shape.features(), 1, outputs, 0, 0, gate));
    }
    return blocks;
  }
}
