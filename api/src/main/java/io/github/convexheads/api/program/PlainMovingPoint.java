package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import java.util.ArrayList;
import java.util.List;

/** A moving point of any program, by the program's own actions; nothing but outputs is kept. */
final class PlainMovingPoint implements MovingPoint {
  private final ConvexProgram program;
  private Variable at;
  private Variable direction;
  private double[] outputs;
  private OutputCurve curve;

  PlainMovingPoint(ConvexProgram program, Variable start) {
    this.program = program;
    this.at = start;
    this.outputs = program.outputs(start);
  }

  @Override
  public Variable variable() {
    return at;
  }

  @Override
  public double[] outputs() {
    return outputs;
  }

  @Override
  public Variable adjoint(double[] e) {
    List<Factors> blocks = new ArrayList<>();
    for (int j = 0; j < at.blocks().size(); j++) {
      Factors z = at.block(j);
      boolean empty = z.rank() == 0;
      blocks.add(
          new Factors(
              z.rows(),
              z.columns(),
              z.rank(),
              empty ? new double[0] : program.adjointTimes(j, e, z.right(), z.rank()),
              empty ? new double[0] : program.adjointTransposeTimes(j, e, z.left(), z.rank())));
    }
    return new Variable(blocks);
  }

  @Override
  public Variable adjointRight(double[] e) {
    List<Factors> blocks = new ArrayList<>();
    for (int j = 0; j < at.blocks().size(); j++) {
      Factors z = at.block(j);
      double[] right =
          z.rank() == 0 ? new double[0] : program.adjointTransposeTimes(j, e, z.left(), z.rank());
      blocks.add(new Factors(z.rows(), z.columns(), z.rank(), new double[z.left().length], right));
    }
    return new Variable(blocks);
  }

  @Override
  public boolean keepsProjections() {
    return false;
  }

  /** The polynomial of degree two through the outputs at -1, 0 and 1. */
  @Override
  public OutputCurve along(Variable line) {
    direction = line;
    double[] linear = program.outputs(at.plus(1, line));
    double[] quadratic = program.outputs(at.plus(-1, line));
    for (int i = 0; i < outputs.length; i++) {
      double ahead = linear[i];
      double behind = quadratic[i];
      linear[i] = (ahead - behind) / 2;
      quadratic[i] = (ahead + behind) / 2 - outputs[i];
    }
    curve = new OutputCurve(linear, quadratic);
    return curve;
  }

  @Override
  public void move(double t) {
    at = at.plus(t, direction);
    curve.at(outputs, t, 0, outputs.length, outputs);
  }

  @Override
  public double[] gram(int block, double[] weights, int from, int to) {
    Factors z = at.block(block);
    int m = to - from;
    int order = program.blocks().get(block).width() * m;
    double[] u = new double[z.rows() * m];
    for (int r = 0; r < z.rows(); r++) {
      System.arraycopy(z.left(), r * z.rank() + from, u, r * m, m);
    }
    double[] p = program.project(block, u, m);
    for (int row = 0; row < weights.length; row++) {
      double root = Math.sqrt(weights[row]);
      for (int i = row * order; i < (row + 1) * order; i++) {
        p[i] *= root;
      }
    }
    SymmetricProduct product =
        new SymmetricProduct(
            program.kernel(),
            program.workers(),
            RealArray.allocate(Precision.FLOAT64, order, order),
            order);
    product.add(RealArray.wrap(p), weights.length);
    return product.total();
  }
}
