package org.example.plugin;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.DenseLift;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.List;

/**
 * Quadratic forms of each token, F(X)_t = sum_j (x_t^T W1_j x_t) w2_j^T with W1_j in R^(d x d) and
 * w2_j in R^c.
 *
 * <p>The form is linear in W1: x^T W1 x = phi(x)^T vec(W1) with phi(x) = x outer x. So F = phi Z with
 * Z = sum_j vec(W1_j) w2_j^T, and min 1/2 sum_j (||W1_j||^2 + ||w2_j||^2) over all such sums is the
 * nuclear norm of Z: the convex program has the optimal value of the network.
 */
record QuadraticHead(Pooling pooling) implements Head {

  @Override
  public Activation activation() {
    return Activation.LINEAR;
  }

  @Override
  public Gates gates(Tokens training, int outputs, Kernel kernel) {
    return Gates.none();
  }

  @Override
  public Lift lift(TokenShape shape, int outputs, Gates gates) {
    gates.require();
    int d = shape.features();
    Block block = new Block(Math.multiplyExact(d, d), 1, outputs, 0, 0, -1);
    return new QuadraticLift(shape, outputs, pooling, block);
  }

  private static final class QuadraticLift extends DenseLift {
    QuadraticLift(TokenShape shape, int outputs, Pooling pooling, Block block) {
      super(shape, outputs, pooling, List.of(block));
    }

    @Override
    protected double[] phi(double[] sample, int position, int block) {
      int d = shape().features();
      boolean mean = pooling() == Pooling.MEAN;
      int from = mean ? 0 : position;
      int to = mean ? shape().tokens() : position + 1;
      double[] phi = new double[d * d];
      for (int t = from; t < to; t++) {
        for (int i = 0; i < phi.length; i++) {
          phi[i] += sample[t * d + i / d] * sample[t * d + i % d] / (to - from);
        }
      }
      return phi;
    }

    @Override
    public NetworkHead networkHead(int block, double[] u, double[] v) {
      int d = shape().features();
      return new NetworkHead(0, -1, u, new int[] {d, d}, v, new int[] {outputs()});
    }
  }
}
