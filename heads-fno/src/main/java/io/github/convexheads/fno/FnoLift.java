package io.github.convexheads.fno;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.BlockwiseLift;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.NetworkForm;
import io.github.convexheads.api.head.NetworkGraph;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.Arrays;
import java.util.List;

/**
 * The FNO as a lifted linear model: phi[i,t] in R^(s*d) with phi[i,t][(a,l)] = D[t] X[t+a, l],
 * where t + a is the token that lies the shift a ahead of t on the {@link Grid}; one block for
 * every group and gate, or one for every group with D = 1 when the head is linear; d counts the
 * features of the group.
 *
 * <p>The pooled linear head is reduced to R = d, phi[i] = sqrt(s) xbar with the mean token xbar.
 * Proof: every circular shift has the same mean, so the mean over t of phi[i,t] is 1 (x) xbar with
 * 1 in R^s, which is (w (x) I) sqrt(s) xbar with the unit vector w = 1 / sqrt(s). Outputs therefore
 * depend on Z in R^(sd x c) only through Z' = (w (x) I)^T Z in R^(d x c), with ||Z'||_* &lt;=
 * ||Z||_*, because the columns of w (x) I are orthonormal; and every Z' is reached by Z = (w (x) I)
 * Z', with the same nuclear norm. A factor u of Z' is the factor w (x) u of Z, a filter w1 with
 * w1[(a,l)] = u[l] / sqrt(s). Groups share no variable, so each is reduced by itself.
 *
 * <p>Where outputs are kept per token and no cone constrains the filters, as exact relu does, the
 * variable is the spectrum of the filters, Z' = (Q (x) I) Z with the orthogonal Q of {@link
 * FourierBasis}: Z' has the singular values of Z, and phi^T Z = ((Q (x) I) phi)^T Z', so the
 * program is the same. It saves the transform of the filters and of their gradient for every batch.
 * A factor u of Z' is the filter (Q (x) I)^T u.
 */
final class FnoLift extends BlockwiseLift implements NetworkForm {
  private final FnoPreactivation preactivation;
  private final boolean reduced;
  private final boolean spectral;

  FnoLift(FnoPreactivation preactivation, int outputs, Gates gates, Activation activation) {
    super(
        preactivation.shape(),
        outputs,
        preactivation.pooling(),
        gates,
        preactivation,
        blocks(preactivation, gates));
    this.preactivation = preactivation;
    this.reduced = reduced(preactivation.pooling(), gates);
    this.spectral = preactivation.pooling() == Pooling.NONE && activation != Activation.RELU;
  }

  private static boolean reduced(Pooling pooling, Gates gates) {
    return pooling == Pooling.MEAN && gates.groups() == 0;
  }

  private static List<Block> blocks(FnoPreactivation preactivation, Gates gates) {
    int shifts = reduced(preactivation.pooling(), gates) ? 1 : preactivation.shape().tokens();
    return preactivation.splitting().stream().map(group -> block(group, shifts)).toList();
  }

  private static Block block(FnoGroup group, int shifts) {
    int rows = Math.multiplyExact(shifts, group.features());
    return new Block(rows, 1, group.outputs(), group.outputOffset(), group.index(), -1);
  }

  /** The sample itself, masked and shifted, or sqrt(s) times its mean token. */
  @Override
  protected double featureSize(double norm) {
    return norm;
  }

  @Override
  protected Features featuresChecked(TokenBatch batch, List<RowMask> masks, Kernel kernel) {
    if (pooling() == Pooling.FIRST) {
      return new FnoFeatures.First(batch, masks, preactivation, blocks(), kernel);
    }
    if (!gated()) {
      return reduced
          ? new FnoFeatures.Pooled(batch, preactivation.splitting(), kernel)
          : new FnoFeatures(batch, preactivation, kernel);
    }
    return pooling() == Pooling.MEAN
        ? new PooledGatedFnoFeatures(batch, masks, preactivation, blocks(), kernel)
        : new FnoFeatures.Gated(batch, masks, preactivation, blocks(), spectral, kernel);
  }

  @Override
  public long bytesPerSample(Precision precision) {
    if (reduced) {
      return (long) precision.bytes() * shape().features();
    }
    long spectra = (shape().tokens() + 2L) * shape().features();
    if (!gated()) {
      return precision.bytes() * spectra;
    }
    long masks = (long) blocks().size() * preactivations() / Byte.SIZE;
    long values =
        pooling() == Pooling.MEAN
            ? shape().size() + blocks().stream().mapToLong(Block::rows).sum()
            : spectra;
    return precision.bytes() * values + masks;
  }

  @Override
  public NetworkHead networkHead(int block, double[] u, double[] v) {
    int s = shape().tokens();
    Block of = blocks().get(block);
    int d = preactivation.splitting().get(of.group()).features();
    return new NetworkHead(
        of.group(), of.gate(), filter(u, d), new int[] {s, d}, v, new int[] {of.outputs()});
  }

  private double[] filter(double[] u, int d) {
    if (spectral) {
      return preactivation.basis().synthesize(u, d);
    }
    if (!reduced) {
      return u;
    }
    int s = shape().tokens();
    double[] filter = new double[s * d];
    for (int i = 0; i < filter.length; i++) {
      filter[i] = u[i % d] / Math.sqrt(s);
    }
    return filter;
  }

  @Override
  public List<Interpretation> interpret(NetworkHead head) {
    return FnoInterpretation.of(preactivation.grid(), head);
  }

  @Override
  public <T> T preactivation(NetworkGraph<T> graph, T x, int group, double[] w) {
    int s = shape().tokens();
    FnoGroup of = preactivation.splitting().get(group);
    int[] features = new int[of.features()];
    Arrays.setAll(features, l -> of.featureOffset() + l);
    int[] shifted = new int[s * s];
    Arrays.setAll(shifted, i -> preactivation.grid().shifted(i / s, i % s));
    T circulant =
        graph.reshape(graph.gather(graph.gather(x, 2, features), 1, shifted), s, s * of.features());
    return graph.matMul(circulant, graph.constant(w, w.length, 1));
  }

  @Override
  public <T> T output(NetworkGraph<T> graph, T x, T activated, NetworkHead head) {
    double[] second = new double[outputs()];
    int offset = preactivation.splitting().get(head.group()).outputOffset();
    System.arraycopy(head.second(), 0, second, offset, head.second().length);
    return graph.matMul(activated, graph.constant(second, 1, outputs()));
  }
}
