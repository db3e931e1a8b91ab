package io.github.convexheads.mixer;

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
import io.github.convexheads.api.token.TokenShape;
import java.util.Arrays;
import java.util.List;

/**
 * The mixer as a lifted linear model: phi[i,t] in R^(s*s x d) with phi[i,t][(t',u), l] = 1{t' = t}
 * D[t,l] X[u,l], one block for every gate, or one block with D = 1 when the head is linear.
 *
 * <p>The pooled linear head is reduced to R = s, phi[i] = X / sqrt(s). Proof: the mean over t of
 * phi[i,t] is (1/s) 1 (x) X with 1 in R^s, which is (w (x) I) X / sqrt(s) with the unit vector w =
 * 1 / sqrt(s). Outputs therefore depend on Z in R^(s*s x dc) only through Z' = (w (x) I)^T Z in
 * R^(s x dc), with ||Z'||_* &lt;= ||Z||_*, because the columns of w (x) I are orthonormal; and
 * every Z' is reached by Z = (w (x) I) Z', with the same nuclear norm. A factor u of Z' is the
 * factor w (x) u of Z, a token-mixing matrix W1 with s equal rows u / sqrt(s).
 */
final class MixerLift extends BlockwiseLift implements NetworkForm {
  private final MixerPreactivation preactivation;
  private final boolean reduced;

  MixerLift(MixerPreactivation preactivation, int outputs, Gates gates) {
    super(
        preactivation.shape(),
        outputs,
        preactivation.pooling(),
        gates,
        preactivation,
        List.of(block(preactivation, outputs, gates)));
    this.preactivation = preactivation;
    this.reduced = reduced(preactivation.pooling(), gates);
  }

  private static boolean reduced(Pooling pooling, Gates gates) {
    return pooling == Pooling.MEAN && gates.groups() == 0;
  }

  private static Block block(MixerPreactivation preactivation, int outputs, Gates gates) {
    TokenShape shape = preactivation.shape();
    int rows = reduced(preactivation.pooling(), gates) ? shape.tokens() : preactivation.length(0);
    return new Block(rows, shape.features(), outputs, 0, 0, -1);
  }

  /** The sample itself, masked, or divided by sqrt(s). */
  @Override
  protected double featureSize(double norm) {
    return norm;
  }

  @Override
  protected Features featuresChecked(TokenBatch batch, List<RowMask> masks, Kernel kernel) {
    if (!gated()) {
      return reduced
          ? new MixerFeatures.Pooled(batch, kernel)
          : new MixerFeatures(batch, preactivation, kernel);
    }
    return pooling() == Pooling.MEAN
        ? new PooledGatedMixerFeatures(batch, masks, preactivation, kernel)
        : new MixerFeatures.Gated(batch, masks, preactivation, kernel);
  }

  @Override
  public long bytesPerSample(Precision precision) {
    long masks = (long) blocks().size() * preactivations() / Byte.SIZE;
    return (long) precision.bytes() * shape().size() + masks;
  }

  @Override
  public NetworkHead networkHead(int block, double[] u, double[] v) {
    int s = shape().tokens();
    double[] first = u;
    if (reduced) {
      first = new double[s * s];
      Arrays.setAll(first, i -> u[i % s] / Math.sqrt(s));
    }
    return new NetworkHead(
        0,
        blocks().get(block).gate(),
        first,
        preactivation.weightShape(0),
        v,
        new int[] {shape().features(), outputs()});
  }

  @Override
  public List<Interpretation> interpret(NetworkHead head) {
    return MixerInterpretation.of(head);
  }

  @Override
  public <T> T preactivation(NetworkGraph<T> graph, T x, int group, double[] w) {
    int s = shape().tokens();
    return graph.matMul(graph.constant(w, w.length / s, s), x);
  }

  @Override
  public <T> T output(NetworkGraph<T> graph, T x, T activated, NetworkHead head) {
    return graph.matMul(activated, graph.constant(head.second(), head.secondShape()));
  }
}
