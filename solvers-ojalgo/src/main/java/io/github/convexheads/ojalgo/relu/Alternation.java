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
 * Exact descent over one factor of every component at a time: with the directions of all v fixed
 * the best u within their cones solve a convex program, and with the directions of all u fixed the
 * best v do. An error delta of the fixed directions costs delta^2 of the objective.
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

  /** Returns the components with the best u for the directions of their v. */
  ConeComponents overFirst(ConeComponents components) {
    List<ConicGroups.Group> groups = new ArrayList<>();
    for (ConeComponents.Component component : components.components()) {
      Block block = program.blocks().get(component.block());
      double[] features = new double[rows() * block.rows()];
      double[] v = unit(component.v());
      double[] eye = Matrix.identity(block.rows()).toArray();
      double[] phi = data.project(component.block(), eye, block.rows());
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
      groups.add(new ConicGroups.Group(features, cones.of(component.block()).k(), block.rows()));
    }
    List<double[]> u = ConicGroups.solve(program, groups, ACCURACY);
    List<ConeComponents.Component> next = new ArrayList<>();
    for (int h = 0; h < u.size(); h++) {
      ConeComponents.Component component = components.components().get(h);
      next.add(
          new ConeComponents.Component(component.block(), u.get(h), unit(component.v()))
              .balanced());
    }
    return new ConeComponents(components.blocks(), next);
  }

  /** Returns the components with the best v for the directions of their u. */
  ConeComponents overSecond(ConeComponents components) {
    List<ConicGroups.Group> groups = new ArrayList<>();
    for (ConeComponents.Component component : components.components()) {
      Block block = program.blocks().get(component.block());
      int columns = block.columns();
      double[] features = new double[rows() * columns];
      double[] projected = data.project(component.block(), unit(component.u()), 1);
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
    List<ConeComponents.Component> next = new ArrayList<>();
    for (int h = 0; h < v.size(); h++) {
      ConeComponents.Component component = components.components().get(h);
      next.add(
          new ConeComponents.Component(component.block(), unit(component.u()), v.get(h))
              .balanced());
    }
    return new ConeComponents(components.blocks(), next);
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
