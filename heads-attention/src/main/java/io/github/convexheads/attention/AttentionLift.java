package io.github.convexheads.attention;

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
import java.util.List;
import java.util.Optional;

/**
 * Self-attention as a lifted linear model: every block has R = d^2 with r = (a,b), q = d, and
 *
 * <pre>  phi[i,t][(a,b),k] = X[t,a] * sum over u of D[t,u] X[u,b] X[u,k]</pre>
 *
 * <p>with D the gate's mask, all ones when the activation is linear (Sahiner et al., 2022, theorems
 * 3.1 and 3.2). Then phi^T u v = sigma(X mat(u) X^T) X mat(v).
 */
final class AttentionLift extends BlockwiseLift implements NetworkForm {

  AttentionLift(AttentionPreactivation preactivation, int outputs, Gates gates) {
    super(
        preactivation.shape(),
        outputs,
        preactivation.pooling(),
        gates,
        preactivation,
        List.of(block(preactivation.shape(), outputs)));
  }

  private static Block block(TokenShape shape, int outputs) {
    int d = shape.features();
    return new Block(Math.multiplyExact(d, d), d, outputs, 0, 0, -1);
  }

  /** ||X_t|| ||X||_F^2 at most. */
  @Override
  protected double featureSize(double norm) {
    return norm * norm * norm;
  }

  @Override
  protected Features featuresChecked(TokenBatch batch, List<RowMask> masks, Kernel kernel) {
    if (!gated()) {
      return new AttentionFeatures(batch, pooling(), preactivation(), kernel);
    }
    return pooling() == Pooling.MEAN
        ? new PooledGatedAttentionFeatures(batch, masks, preactivation(), kernel)
        : new AttentionFeatures.Gated(batch, pooling(), masks, preactivation(), kernel);
  }

  @Override
  public long bytesPerSample(Precision precision) {
    long s = shape().tokens();
    long d = shape().features();
    if (!gated()) {
      long gram = AttentionFeatures.keepsGram(shape()) ? d * d : 0;
      return precision.bytes() * (s * d + d + gram);
    }
    long means = pooling() == Pooling.MEAN ? blocks().size() * s * d : 0;
    long masks = pooling() == Pooling.MEAN ? 0 : blocks().size() * preactivations() / Byte.SIZE + 1;
    return precision.bytes() * (s * d + means) + masks;
  }

  @Override
  public NetworkHead networkHead(int block, double[] u, double[] v) {
    int d = shape().features();
    return new NetworkHead(
        0, blocks().get(block).gate(), u, new int[] {d, d}, v, new int[] {d, outputs()});
  }

  @Override
  public List<Interpretation> interpret(NetworkHead head) {
    return AttentionInterpretation.of(shape(), head);
  }

  @Override
  public List<Interpretation> interpret(NetworkHead head, double[] sample) {
    return AttentionInterpretation.of(shape(), pooling(), gates(), head, sample);
  }

  @Override
  public Optional<Interpretation> tokenMap(NetworkHead head, double[] sample) {
    Interpretation map = AttentionInterpretation.map(shape(), pooling(), gates(), head, sample);
    return Optional.of(map).filter(found -> found.rows() == found.columns());
  }

  @Override
  public <T> T preactivation(NetworkGraph<T> graph, T x, int group, double[] w) {
    int d = shape().features();
    return graph.matMul(graph.matMul(x, graph.constant(w, d, d)), graph.transpose(x));
  }

  @Override
  public <T> T output(NetworkGraph<T> graph, T x, T activated, NetworkHead head) {
    T values = graph.matMul(x, graph.constant(head.second(), head.secondShape()));
    return graph.matMul(activated, values);
  }
}
