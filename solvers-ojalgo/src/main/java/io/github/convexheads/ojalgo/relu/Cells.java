package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.internal.program.ConeProjection;
import io.github.convexheads.api.internal.program.Facets;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LocalData;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The cells of a relu program, one for every block: cone and features written out when they are
 * first asked for, so that a component is evaluated by as many products as it has features,
 * whatever the number of cells.
 */
final class Cells {
  /** Inequalities x R up to which a cone is searched for its facets. */
  private static final int MOST_TO_SIFT = 10_000;

  private final ConvexProgram program;
  private final LocalData data;
  private final ConcurrentMap<Integer, Cell> written = new ConcurrentHashMap<>();
  private final ConcurrentMap<Integer, double[]> facets = new ConcurrentHashMap<>();

  Cells(ConvexProgram program) {
    this.program = program;
    this.data = program.localData().orElseThrow();
  }

  /**
   * One cell.
   *
   * @param block its block
   * @param projection projects on its cone
   * @param k the unit rows of its cone, row-major
   * @param interior a point inside
   * @param phi features, one row for every row of outputs and index q: n * T * q x R
   */
  record Cell(Block block, ConeProjection projection, double[] k, double[] interior, double[] phi) {

    /** Returns phi^T u, n * T * q values. */
    double[] project(double[] u) {
      double[] p = new double[phi.length / u.length];
      for (int i = 0; i < p.length; i++) {
        double sum = 0;
        for (int r = 0; r < u.length; r++) {
          sum += phi[i * u.length + r] * u[r];
        }
        p[i] = sum;
      }
      return p;
    }
  }

  /** Returns the memory of the cells of a program when all are written out. */
  static double bytes(ConvexProgram program) {
    double inequalities =
        program.localData().flatMap(data -> data.cone(0)).orElseThrow().inequalities();
    double values = 0;
    for (Block block : program.blocks()) {
      double features = program.size().rows() * (double) block.width();
      values += (3 * inequalities + features + 4.0 * block.columns()) * block.rows();
    }
    return 8 * values;
  }

  ConvexProgram program() {
    return program;
  }

  List<Block> blocks() {
    return program.blocks();
  }

  Cell of(int block) {
    return written.computeIfAbsent(block, this::write);
  }

  /** Returns the rows of a cell's cone that others do not imply, where there are few enough. */
  double[] facets(int block) {
    return facets.computeIfAbsent(
        block,
        j -> {
          double[] k = of(j).k();
          return k.length <= MOST_TO_SIFT ? Facets.of(k, of(j).block().rows()) : k;
        });
  }

  private Cell write(int j) {
    Block block = program.blocks().get(j);
    LocalData.Cone cone = data.cone(j).orElseThrow();
    ConeProjection projection = ConeProjection.of(cone, block.rows());
    double[] interior = cone.interior().orElseGet(() -> new double[block.rows()]);
    double[] phi = data.project(j, Matrix.identity(block.rows()).toArray(), block.rows());
    return new Cell(block, projection, projection.directions(), interior, phi);
  }

  /** The mean loss of components with E / n. */
  record Outputs(double loss, double[] residual) {}

  /** Returns the outputs of components, n x T x c values. */
  double[] outputs(ConeComponents components) {
    double[] out = new double[Math.multiplyExact(data.rows(), program.size().outputs())];
    for (ConeComponents.Component component : components.components()) {
      add(component, out);
    }
    return out;
  }

  /** Returns the outputs with the intercept that is best for them, where the program has one. */
  private double[] withIntercept(ConeComponents components) {
    double[] out = outputs(components);
    double[] b = data.intercept(out);
    for (int i = 0; b.length > 0 && i < out.length; i++) {
      out[i] += b[i % b.length];
    }
    return out;
  }

  private void add(ConeComponents.Component component, double[] out) {
    Cell cell = of(component.block());
    Block block = cell.block();
    double[] projected = cell.project(component.u());
    for (int i = 0; i < projected.length; i++) {
      int k = i % block.width();
      int from = i / block.width() * program.size().outputs() + block.outputOffset();
      for (int p = 0; p < block.outputs(); p++) {
        out[from + p] += projected[i] * component.v()[k * block.outputs() + p];
      }
    }
  }

  /** Evaluates components. */
  Outputs at(ConeComponents components) {
    double[] out = withIntercept(components);
    return new Outputs(data.loss(out), data.residual(out));
  }

  /** Returns the objective, the mean loss and beta times the weights of all components. */
  double objective(ConeComponents components) {
    double weight =
        components.components().stream().mapToDouble(ConeComponents.Component::weight).sum();
    return data.loss(withIntercept(components)) + program.beta() * weight;
  }

  /** Returns the mean square of the outputs of a component alone. */
  double meanSquare(ConeComponents.Component component) {
    double[] out = outputs(new ConeComponents(blocks(), List.of(component)));
    return Vectors.dot(out, out) / program.size().rows() * program.size().positions();
  }

  /** Returns phi^T-weighted residuals: M = A_j^* E / n, R x q*c values. */
  double[] adjoint(int j, double[] residual) {
    Cell cell = of(j);
    Block block = cell.block();
    int r = block.rows();
    int c = block.columns();
    double[] m = new double[r * c];
    int rows = cell.phi.length / r;
    for (int i = 0; i < rows; i++) {
      int k = i % block.width();
      int from = i / block.width() * program.size().outputs() + block.outputOffset();
      for (int a = 0; a < r; a++) {
        double phi = cell.phi[i * r + a];
        int to = a * c + k * block.outputs();
        for (int p = 0; p < block.outputs() && phi != 0; p++) {
          m[to + p] += phi * residual[from + p];
        }
      }
    }
    return m;
  }

  /** Returns phi^T V-weighted residuals of one column: A_j^* E v / n, R values. */
  double[] adjointTimes(ConeComponents.Component component, double[] residual) {
    Cell cell = of(component.block());
    double[] pulled = pulled(cell.block(), component.v(), residual);
    int r = component.u().length;
    double[] g = new double[r];
    for (int i = 0; i < pulled.length; i++) {
      for (int a = 0; a < r; a++) {
        g[a] += cell.phi[i * r + a] * pulled[i];
      }
    }
    return g;
  }

  private double[] pulled(Block block, double[] v, double[] residual) {
    int width = block.width();
    int outputs = program.size().outputs();
    double[] pulled = new double[residual.length / outputs * width];
    for (int i = 0; i < pulled.length; i++) {
      int k = i % width;
      int from = i / width * outputs + block.outputOffset();
      for (int p = 0; p < block.outputs(); p++) {
        pulled[i] += residual[from + p] * v[k * block.outputs() + p];
      }
    }
    return pulled;
  }

  /** Returns (A_j^* E / n)^T u, q*c values. */
  double[] adjointTransposeTimes(ConeComponents.Component component, double[] residual) {
    Cell cell = of(component.block());
    Block block = cell.block();
    double[] projected = cell.project(component.u());
    double[] g = new double[block.columns()];
    for (int i = 0; i < projected.length; i++) {
      int k = i % block.width();
      int from = i / block.width() * program.size().outputs() + block.outputOffset();
      for (int p = 0; p < block.outputs(); p++) {
        g[k * block.outputs() + p] += projected[i] * residual[from + p];
      }
    }
    return g;
  }

  static double[] unit(double[] x) {
    double size = Vectors.norm(x);
    double[] y = new double[x.length];
    Arrays.setAll(y, i -> size > 0 ? x[i] / size : 0);
    return y;
  }
}
