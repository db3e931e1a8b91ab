package io.github.convexheads.api.head;

import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.TokenShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Self-attention as a plugin author would first write it: the dense phi of one row straight from
 * its formula, phi[(a,b),k] = X[t,a] * sum over u of D[t,u] X[u,b] X[u,k]. The naive twin of the
 * fast attention head.
 */
public final class DenseAttentionProvider implements HeadProvider {

  /** Creates the provider. */
  public DenseAttentionProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "dense-attention";
  }

  @Override
  public String description() {
    return "Self-attention from the dense features of one row; for tests.";
  }

  @Override
  public List<Setting<?>> settings() {
    return HeadSettings.declarations();
  }

  @Override
  public Head create(Settings settings) {
    return new DenseAttention(HeadSettings.of(settings));
  }

  /** z[t,u] = x_t W x_u^T, so that row (t,u) of the matrix is x_t outer x_u. */
  static Preactivation pairs(TokenShape shape) {
    int s = shape.tokens();
    int d = shape.features();
    return Preactivation.dense(1, s * s, new int[] {d, d}, x -> pairs(x, s, d));
  }

  private static double[] pairs(double[] x, int s, int d) {
    double[] matrix = new double[s * s * d * d];
    for (int i = 0; i < matrix.length; i++) {
      int b = i % d;
      int a = i / d % d;
      int u = i / (d * d) % s;
      int t = i / (d * d * s);
      matrix[i] = x[t * d + a] * x[u * d + b];
    }
    return matrix;
  }

  private static final class DenseAttention extends ConfiguredHead {
    DenseAttention(HeadSettings settings) {
      super(settings);
    }

    @Override
    protected Preactivation preactivation(TokenShape shape, int outputs) {
      return pairs(shape);
    }

    @Override
    protected Lift liftChecked(TokenShape shape, int outputs, Gates gates) {
      return new DenseAttentionLift(shape, outputs, pooling(), gates);
    }
  }

  private static final class DenseAttentionLift extends DenseLift {
    private final Gates gates;
    private final Preactivation pairs;

    DenseAttentionLift(TokenShape shape, int outputs, Pooling pooling, Gates gates) {
      super(shape, outputs, pooling, blocks(shape, outputs, gates));
      this.gates = gates;
      this.pairs = DenseAttentionProvider.pairs(shape);
    }

    private static List<Block> blocks(TokenShape shape, int outputs, Gates gates) {
      int d = shape.features();
      int count = gates.groups() == 0 ? 1 : gates.count(0);
      List<Block> blocks = new ArrayList<>();
      for (int j = 0; j < count; j++) {
        blocks.add(new Block(d * d, d, outputs, 0, 0, gates.groups() == 0 ? -1 : j));
      }
      return blocks;
    }

    @Override
    protected Optional<Preactivation> preactivation() {
      return gates.groups() == 0 ? Optional.empty() : Optional.of(pairs);
    }

    @Override
    protected double[] phi(double[] x, int position, int block) {
      if (pooling() != Pooling.MEAN) {
        return phiOfToken(x, position, block);
      }
      int s = shape().tokens();
      double[] mean = new double[blocks().get(block).rows() * shape().features()];
      for (int t = 0; t < s; t++) {
        double[] phi = phiOfToken(x, t, block);
        for (int i = 0; i < mean.length; i++) {
          mean[i] += phi[i] / s;
        }
      }
      return mean;
    }

    private double[] phiOfToken(double[] x, int t, int block) {
      int s = shape().tokens();
      int d = shape().features();
      double[] phi = new double[d * d * d];
      for (int u = 0; u < s; u++) {
        if (gates.groups() == 0 || open(x, t, u, gates.gate(0, block))) {
          for (int i = 0; i < phi.length; i++) {
            int k = i % d;
            int b = i / d % d;
            int a = i / (d * d);
            phi[i] += x[t * d + a] * x[u * d + b] * x[u * d + k];
          }
        }
      }
      return phi;
    }

    private boolean open(double[] x, int t, int u, double[] gate) {
      int d = shape().features();
      double z = 0;
      for (int i = 0; i < d * d; i++) {
        z += gate[i] * x[t * d + i / d] * x[u * d + i % d];
      }
      return z >= 0;
    }

    @Override
    public NetworkHead networkHead(int block, double[] u, double[] v) {
      int d = shape().features();
      return new NetworkHead(
          0, blocks().get(block).gate(), u, new int[] {d, d}, v, new int[] {d, outputs()});
    }
  }
}
