package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Exact relu written out for the two heads with one pre-activation a row, MLP (a row is a token)
 * and FNO (a row is a circular shift), together with the network itself, so that programs and
 * certificates can be compared with real relu networks.
 *
 * @param tokens n x s x d
 * @param circular whether rows are circular shifts
 */
public record ReluRows(Tokens tokens, boolean circular) {

  /**
   * The convex program over all activation patterns.
   *
   * @param targets one row a token
   * @param loss the loss
   * @param beta the weight of the penalty
   * @param kernel the linear algebra
   * @return the program
   */
  public LiftedProgram program(Targets targets, Loss loss, double beta, Kernel kernel) {
    Gates gates = GateSource.enumerated(100_000).choose(map(), tokens, kernel);
    return program(gates, targets, loss, beta, kernel);
  }

  /**
   * The convex program over the patterns of given gates.
   *
   * @param gates the gates
   * @param targets one row a token
   * @param loss the loss
   * @param beta the weight of the penalty
   * @param kernel the linear algebra
   * @return the program
   */
  public LiftedProgram program(
      Gates gates, Targets targets, Loss loss, double beta, Kernel kernel) {
    Lift lift = new Rows(tokens.shape(), targets.outputs(), gates, map());
    return LiftedProgram.of(lift, tokens, targets, loss, kernel, Workers.of(1))
        .withPatterns(gates)
        .withBeta(beta);
  }

  /**
   * Returns the outputs of the relu network whose heads are the columns of all blocks, straight
   * from its definition sum_j max(A u_j, 0) v_j^T.
   *
   * @param z the variable
   * @return n x s x c values
   */
  public double[] network(Variable z) {
    int c = z.block(0).columns();
    int s = tokens.shape().tokens();
    double[] out = new double[tokens.samples() * s * c];
    for (int i = 0; i < tokens.samples(); i++) {
      double[] a = map().matrix(tokens.batch(i, i + 1, Precision.FLOAT64), 0);
      for (Factors block : z.blocks()) {
        for (int h = 0; h < block.rank(); h++) {
          addHead(a, block.leftColumn(h), block.rightColumn(h), out, i * s * c);
        }
      }
    }
    return out;
  }

  private static void addHead(double[] a, double[] u, double[] v, double[] out, int from) {
    for (int t = 0; t < a.length / u.length; t++) {
      double z = 0;
      for (int r = 0; r < u.length; r++) {
        z += a[t * u.length + r] * u[r];
      }
      for (int p = 0; p < v.length; p++) {
        out[from + t * v.length + p] += Math.max(z, 0) * v[p];
      }
    }
  }

  private Preactivation map() {
    return circular ? TokenRows.circular(tokens.shape()) : TokenRows.of(tokens.shape(), 1);
  }

  /** phi[i,t] = D[t] A[t,:], D the pattern of the block's gate. */
  private static final class Rows extends DenseLift {
    private final Gates gates;
    private final Preactivation map;

    Rows(TokenShape shape, int outputs, Gates gates, Preactivation map) {
      super(shape, outputs, Pooling.NONE, blocks(map.length(0), outputs, gates.count(0)));
      this.gates = gates;
      this.map = map;
    }

    private static List<Block> blocks(int rows, int outputs, int count) {
      List<Block> blocks = new ArrayList<>();
      for (int gate = 0; gate < count; gate++) {
        blocks.add(new Block(rows, 1, outputs, 0, 0, gate));
      }
      return blocks;
    }

    @Override
    protected double[] phi(double[] sample, int position, int block) {
      double[] h = gates.gate(0, block);
      double[] a = map.matrix(new TokenBatch(shape(), 1, RealArray.wrap(sample)), 0);
      double[] row = new double[h.length];
      double z = 0;
      for (int r = 0; r < h.length; r++) {
        row[r] = a[position * h.length + r];
        z += row[r] * h[r];
      }
      return z >= 0 ? row : new double[h.length];
    }

    @Override
    protected Optional<Preactivation> preactivation() {
      return Optional.of(map);
    }

    @Override
    public NetworkHead networkHead(int block, double[] u, double[] v) {
      return new NetworkHead(0, block, u, new int[] {u.length}, v, new int[] {v.length});
    }
  }
}
