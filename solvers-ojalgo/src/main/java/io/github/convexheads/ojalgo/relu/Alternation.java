package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.ojalgo.interior.ConicGroups;
import java.util.ArrayList;
import java.util.List;

/**
 * Exact descent over one factor of every component at a time: with the directions of all v fixed
 * the best u within their cones solve a convex program, and with the directions of all u fixed the
 * best v do. An error delta of the fixed directions costs delta^2 of the objective.
 */
final class Alternation {
  private static final double ACCURACY = 1e-11;

  private final ConvexProgram program;
  private final Cells cells;

  Alternation(Cells cells) {
    this.program = cells.program();
    this.cells = cells;
  }

  /** Returns the components with the best u for the directions of their v. */
  ConeComponents overFirst(ConeComponents components) {
    List<ConicGroups.Group> groups = new ArrayList<>();
    for (ConeComponents.Component component : components.components()) {
      Cells.Cell cell = cells.of(component.block());
      Block block = cell.block();
      double[] features = new double[outputs() * block.rows()];
      double[] v = Cells.unit(component.v());
      for (int row = 0; row < cell.phi().length / block.rows(); row++) {
        int k = row % block.width();
        int from = row / block.width() * program.size().outputs() + block.outputOffset();
        for (int p = 0; p < block.outputs(); p++) {
          for (int r = 0; r < block.rows(); r++) {
            features[(from + p) * block.rows() + r] +=
                cell.phi()[row * block.rows() + r] * v[k * block.outputs() + p];
          }
        }
      }
      groups.add(new ConicGroups.Group(features, cells.facets(component.block()), block.rows()));
    }
    List<double[]> u = ConicGroups.solve(program, groups, ACCURACY);
    List<ConeComponents.Component> next = new ArrayList<>();
    for (int h = 0; h < u.size(); h++) {
      ConeComponents.Component component = components.components().get(h);
      next.add(
          new ConeComponents.Component(component.block(), u.get(h), Cells.unit(component.v()))
              .balanced());
    }
    return new ConeComponents(components.blocks(), next);
  }

  /** Returns the components with the best v for the directions of their u. */
  ConeComponents overSecond(ConeComponents components) {
    List<ConicGroups.Group> groups = new ArrayList<>();
    for (ConeComponents.Component component : components.components()) {
      Cells.Cell cell = cells.of(component.block());
      Block block = cell.block();
      int columns = block.columns();
      double[] features = new double[outputs() * columns];
      double[] projected = cell.project(Cells.unit(component.u()));
      for (int row = 0; row < projected.length; row++) {
        int k = row % block.width();
        int from = row / block.width() * program.size().outputs() + block.outputOffset();
        for (int p = 0; p < block.outputs(); p++) {
          features[(from + p) * columns + k * block.outputs() + p] = projected[row];
        }
      }
      groups.add(new ConicGroups.Group(features, new double[0], columns));
    }
    List<double[]> v = ConicGroups.solve(program, groups, ACCURACY);
    List<ConeComponents.Component> next = new ArrayList<>();
    for (int h = 0; h < v.size(); h++) {
      ConeComponents.Component component = components.components().get(h);
      next.add(
          new ConeComponents.Component(component.block(), Cells.unit(component.u()), v.get(h))
              .balanced());
    }
    return new ConeComponents(components.blocks(), next);
  }

  private int outputs() {
    return Math.toIntExact(Math.multiplyExact(program.size().rows(), program.size().outputs()));
  }
}
