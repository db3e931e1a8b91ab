package io.github.convexheads.api.solver;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.List;

/**
 * A convex program written out: dense features, targets, loss and beta, for references that share
 * no code with {@link LiftedProgram}.
 *
 * @param lift the blocks
 * @param phi rows x (sum over blocks of R * q) lifted features, row-major
 * @param targets the targets
 * @param loss the loss
 * @param beta the weight of the penalty
 */
public record DenseProblem(DenseLift lift, double[] phi, Targets targets, Loss loss, double beta) {

  /**
   * Writes out the program of a lifted head, by projecting the columns of an identity.
   *
   * @param head the lifted head
   * @param tokens the tokens
   * @param targets the targets
   * @param loss the loss
   * @param beta the weight of the penalty
   * @return the dense program
   */
  public static DenseProblem of(Lift head, Tokens tokens, Targets targets, Loss loss, double beta) {
    DenseLift lift = new DenseLift(head.blocks(), targets.positions(), head.outputs());
    Features features =
        head.features(tokens.batch(0, tokens.samples(), Precision.FLOAT64), PlainKernel.create());
    int rows = targets.samples() * targets.positions();
    int stride = lift.shape().features();
    double[] phi = new double[rows * stride];
    for (int j = 0; j < head.blocks().size(); j++) {
      Block block = head.blocks().get(j);
      int r = block.rows();
      double[] p = new double[rows * block.width() * r];
      features.project(j, Matrix.identity(r), Matrix.of(p, rows * block.width(), r));
      for (int i = 0; i < p.length; i++) {
        int row = i / (block.width() * r);
        int k = i / r % block.width();
        phi[row * stride + lift.offset(j) + i % r * block.width() + k] = p[i];
      }
    }
    return new DenseProblem(lift, phi, targets, loss, beta);
  }

  /**
   * Returns the same problem with another beta.
   *
   * @param newBeta the weight
   * @return the problem
   */
  public DenseProblem withBeta(double newBeta) {
    return new DenseProblem(lift, phi, targets, loss, newBeta);
  }

  /**
   * Returns the program as solvers see it.
   *
   * @param kernel the linear algebra
   * @param workers the threads
   * @return the program
   */
  public LiftedProgram program(Kernel kernel, Workers workers) {
    Tokens tokens = Tokens.of(phi, targets.samples(), lift.positions(), lift.shape().features());
    return LiftedProgram.of(lift, tokens, targets, loss, kernel, workers).withBeta(beta);
  }

  /**
   * Returns the blocks of the variable.
   *
   * @return the blocks
   */
  public List<Block> blocks() {
    return lift.blocks();
  }

  /**
   * Returns n * T.
   *
   * @return the number of rows of outputs
   */
  public int rows() {
    return targets.samples() * targets.positions();
  }

  /**
   * Returns out = sum_j A_j Z_j for dense blocks.
   *
   * @param z R x (q*c) values for every block, row-major
   * @return rows x c values
   */
  public double[] outputs(List<double[]> z) {
    double[] out = new double[rows() * lift.outputs()];
    visit(
        (j, row, r, k, p, feature) ->
            out[row * lift.outputs() + blocks().get(j).outputOffset() + p] +=
                feature * z.get(j)[entry(j, r, k, p)]);
    return out;
  }

  /**
   * Returns A_j^* E for every block, dense.
   *
   * @param e rows x c values
   * @return R x (q*c) values for every block, row-major
   */
  public List<double[]> adjoint(double[] e) {
    List<double[]> g =
        blocks().stream().map(block -> new double[block.rows() * block.columns()]).toList();
    visit(
        (j, row, r, k, p, feature) ->
            g.get(j)[entry(j, r, k, p)] +=
                feature * e[row * lift.outputs() + blocks().get(j).outputOffset() + p]);
    return g;
  }

  /**
   * Returns (1/n) times the sum of losses.
   *
   * @param outputs rows x c values
   * @return the mean loss
   */
  public double meanLoss(double[] outputs) {
    double sum = 0;
    for (int row = 0; row < rows(); row++) {
      sum += loss.value(outputs, row * lift.outputs(), targets, row);
    }
    return sum / targets.samples();
  }

  /**
   * Returns the gradient of {@link #meanLoss}.
   *
   * @param outputs rows x c values
   * @return E / n, rows x c values
   */
  public double[] residual(double[] outputs) {
    double[] e = new double[outputs.length];
    for (int row = 0; row < rows(); row++) {
      loss.gradient(outputs, row * lift.outputs(), targets, row, e);
    }
    for (int i = 0; i < e.length; i++) {
      e[i] /= targets.samples();
    }
    return e;
  }

  private int entry(int j, int r, int k, int p) {
    return r * blocks().get(j).columns() + k * blocks().get(j).outputs() + p;
  }

  /** One term phi_j[row][r, k] * Z_j[r, k*c + p]. */
  private interface Term {
    void accept(int j, int row, int r, int k, int p, double feature);
  }

  private void visit(Term term) {
    int stride = lift.shape().features();
    for (int j = 0; j < blocks().size(); j++) {
      Block block = blocks().get(j);
      int offset = lift.offset(j);
      for (int row = 0; row < rows(); row++) {
        for (int r = 0; r < block.rows(); r++) {
          for (int k = 0; k < block.width(); k++) {
            double feature = phi[row * stride + offset + r * block.width() + k];
            for (int p = 0; p < block.outputs(); p++) {
              term.accept(j, row, r, k, p, feature);
            }
          }
        }
      }
    }
  }
}
