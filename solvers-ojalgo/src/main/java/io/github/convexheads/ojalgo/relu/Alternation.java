package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LocalData;
import io.github.convexheads.ojalgo.interior.ConicGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Exact descent over one factor of every head at a time: with the directions of all v fixed the
 * best u within their cones solve a convex program, and with the directions of all u fixed the best
 * v do. An error delta of the fixed directions costs delta^2 of the objective.
 */
final class Alternation {
  private static final double ACCURACY = 1e-11;

  private final ConvexProgram program;
  private final LocalData data;
  private final Cones cones;

  Alternation(ConvexProgram program, Cones cones) {
    this.program = program;
    this.data = program.localData().orElseThrow();
    this.cones = cones;
  }

  /** Returns the heads with the best u for the directions of their v. */
  ConeHeads overFirst(ConeHeads heads) {
    List<ConicGroups.Group> groups = new ArrayList<>();
    for (ConeHeads.Head head : heads.heads()) {
      Block block = program.blocks().get(head.block());
      double[] features = new double[rows() * block.rows()];
      double[] v = unit(head.v());
      double[] eye = Matrix.identity(block.rows()).toArray();
      double[] phi = data.project(head.block(), eye, block.rows());
      for (int i = 0; i < data.rows(); i++) {
        for (int k = 0; k < block.width(); k++) {
          for (int p = 0; p < block.outputs(); p++) {
            int output = i * program.size().outputs() + block.outputOffset() + p;
            for (int r = 0; r < block.rows(); r++) {
              features[output * block.rows() + r] +=
                  phi[(i * block.width() + k) * block.rows() + r] * v[k * block.outputs() + p];
            }
          }
        }
      }
      groups.add(new ConicGroups.Group(features, cones.of(head.block()).k(), block.rows()));
    }
    List<double[]> u = ConicGroups.solve(program, groups, ACCURACY);
    List<ConeHeads.Head> next = new ArrayList<>();
    for (int h = 0; h < u.size(); h++) {
      ConeHeads.Head head = heads.heads().get(h);
      next.add(new ConeHeads.Head(head.block(), u.get(h), unit(head.v())).balanced());
    }
    return new ConeHeads(heads.blocks(), next);
  }

  /** Returns the heads with the best v for the directions of their u. */
  ConeHeads overSecond(ConeHeads heads) {
    List<ConicGroups.Group> groups = new ArrayList<>();
    for (ConeHeads.Head head : heads.heads()) {
      Block block = program.blocks().get(head.block());
      int columns = block.columns();
      double[] features = new double[rows() * columns];
      double[] projected = data.project(head.block(), unit(head.u()), 1);
      for (int i = 0; i < data.rows(); i++) {
        for (int k = 0; k < block.width(); k++) {
          for (int p = 0; p < block.outputs(); p++) {
            int output = i * program.size().outputs() + block.outputOffset() + p;
            features[output * columns + k * block.outputs() + p] = projected[i * block.width() + k];
          }
        }
      }
      groups.add(new ConicGroups.Group(features, new double[0], columns));
    }
    List<double[]> v = ConicGroups.solve(program, groups, ACCURACY);
    List<ConeHeads.Head> next = new ArrayList<>();
    for (int h = 0; h < v.size(); h++) {
      ConeHeads.Head head = heads.heads().get(h);
      next.add(new ConeHeads.Head(head.block(), unit(head.u()), v.get(h)).balanced());
    }
    return new ConeHeads(heads.blocks(), next);
  }

  private int rows() {
    return Math.multiplyExact(data.rows(), program.size().outputs());
  }

  private static double[] unit(double[] x) {
    double squares = 0;
    for (double value : x) {
      squares += value * value;
    }
    double size = Math.sqrt(squares);
    double[] y = x.clone();
    Arrays.setAll(y, i -> size > 0 ? x[i] / size : 0);
    return y;
  }
}
