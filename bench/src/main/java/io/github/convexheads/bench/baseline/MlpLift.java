package io.github.convexheads.bench.baseline;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.BlockwiseLift;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Gates;
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

/**
 * The MLP as a lifted linear model: phi[i,t] in R^d with phi[i,t][l] = D[t] X[t,l], one block for
 * every gate, or one block with D = 1 when the head is linear. When outputs are pooled, phi[i] is
 * the mean over t: one vector of R^d for a sample and gate, because outputs are linear in phi.
 */
final class MlpLift extends BlockwiseLift implements NetworkForm {

  MlpLift(TokenShape shape, int outputs, Pooling pooling, Gates gates) {
    super(
        shape,
        outputs,
        pooling,
        gates,
        new MlpPreactivation(shape, pooling),
        List.of(new Block(shape.features(), 1, outputs, 0, 0, -1)));
  }

  @Override
  protected Features featuresChecked(TokenBatch batch, List<RowMask> masks, Kernel kernel) {
    if (!gated()) {
      return new MlpFeatures(pooling().rows(batch), kernel);
    }
    return pooling() == Pooling.MEAN
        ? new PooledGatedMlpFeatures(batch, masks, preactivation(), kernel)
        : new GatedMlpFeatures(batch, pooling(), masks, preactivation(), kernel);
  }

  @Override
  public long bytesPerSample(Precision precision) {
    int d = shape().features();
    if (!gated()) {
      return (long) precision.bytes() * (pooling() == Pooling.MEAN ? d : shape().size());
    }
    long means = pooling() == Pooling.MEAN ? (long) blocks().size() * d : 0;
    long masks = (long) blocks().size() * preactivations() / Byte.SIZE;
    return precision.bytes() * (shape().size() + means) + masks;
  }

  @Override
  public NetworkHead networkHead(int block, double[] u, double[] v) {
    int gate = blocks().get(block).gate();
    return new NetworkHead(0, gate, u, new int[] {u.length}, v, new int[] {v.length});
  }

  @Override
  public <T> T preactivation(NetworkGraph<T> graph, T x, int group, double[] w) {
    return graph.matMul(x, graph.constant(w, w.length, 1));
  }

  @Override
  public <T> T output(NetworkGraph<T> graph, T x, T activated, NetworkHead head) {
    return graph.matMul(activated, graph.constant(head.second(), 1, outputs()));
  }

  /** A token, masked, or the mean token. */
  @Override
  protected double featureSize(double norm) {
    return norm;
  }
}
