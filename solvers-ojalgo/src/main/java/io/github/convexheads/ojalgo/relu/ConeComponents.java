package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * The components of a relu network, each in the cone of one activation pattern.
 *
 * @param blocks the blocks of the program
 * @param components the components in any order
 */
record ConeComponents(List<Block> blocks, List<Component> components) {

  /**
   * One component u v^T.
   *
   * @param block the pattern's block
   * @param u R values with K u &gt;= 0 or nearly so
   * @param v q*c values
   */
  record Component(int block, double[] u, double[] v) {
    double weight() {
      return Vectors.norm(u) * Vectors.norm(v);
    }

    /** Returns the same component with ||u|| = ||v||. */
    Component balanced() {
      double ratio = Math.sqrt(Vectors.norm(v) / Vectors.norm(u));
      return ratio > 0 && ratio < Double.POSITIVE_INFINITY
          ? new Component(block, Vectors.scaled(ratio, u), Vectors.scaled(1 / ratio, v))
          : this;
    }
  }

  ConeComponents {
    components = List.copyOf(components);
  }

  static ConeComponents of(ConvexProgram program, Variable point) {
    List<Component> components = new ArrayList<>();
    for (int j = 0; j < point.blocks().size(); j++) {
      Factors block = point.block(j);
      for (int h = 0; h < block.rank(); h++) {
        components.add(new Component(j, block.leftColumn(h), block.rightColumn(h)).balanced());
      }
    }
    return new ConeComponents(program.blocks(), components).pruned(0);
  }

  /** Drops components whose weight is at most a share of the heaviest's. */
  ConeComponents pruned(double share) {
    double largest = components.stream().mapToDouble(Component::weight).max().orElse(0);
    return new ConeComponents(
        blocks,
        components.stream().filter(component -> component.weight() > share * largest).toList());
  }

  ConeComponents with(List<Component> more) {
    List<Component> all = new ArrayList<>(components);
    all.addAll(more);
    return new ConeComponents(blocks, all);
  }

  Variable variable() {
    List<Factors> factors = new ArrayList<>();
    for (int j = 0; j < blocks.size(); j++) {
      int block = j;
      List<Component> own =
          components.stream().filter(component -> component.block() == block).toList();
      Block shape = blocks.get(j);
      double[] u = new double[shape.rows() * own.size()];
      double[] v = new double[shape.columns() * own.size()];
      for (int h = 0; h < own.size(); h++) {
        spread(own.get(h).u(), u, own.size(), h);
        spread(own.get(h).v(), v, own.size(), h);
      }
      factors.add(new Factors(shape.rows(), shape.columns(), own.size(), u, v));
    }
    return new Variable(factors);
  }

  private static void spread(double[] x, double[] into, int stride, int offset) {
    for (int i = 0; i < x.length; i++) {
      into[i * stride + offset] = x[i];
    }
  }

  /** Returns all u and v, component after component. */
  double[] packed() {
    double[] x = new double[components.stream().mapToInt(h -> h.u().length + h.v().length).sum()];
    int at = 0;
    for (Component component : components) {
      System.arraycopy(component.u(), 0, x, at, component.u().length);
      at += component.u().length;
      System.arraycopy(component.v(), 0, x, at, component.v().length);
      at += component.v().length;
    }
    return x;
  }

  ConeComponents unpacked(double[] x) {
    List<Component> next = new ArrayList<>();
    int at = 0;
    for (Component component : components) {
      double[] u = java.util.Arrays.copyOfRange(x, at, at + component.u().length);
      at += u.length;
      double[] v = java.util.Arrays.copyOfRange(x, at, at + component.v().length);
      at += v.length;
      next.add(new Component(component.block(), u, v));
    }
    return new ConeComponents(blocks, next);
  }

  /** Returns the gradient of the mean loss, in the order of {@link #packed}. */
  double[] packed(double[] residual, Cells cells) {
    double[] g = packed();
    int at = 0;
    for (Component component : components) {
      double[] u = cells.adjointTimes(component, residual);
      System.arraycopy(u, 0, g, at, u.length);
      at += u.length;
      double[] v = cells.adjointTransposeTimes(component, residual);
      System.arraycopy(v, 0, g, at, v.length);
      at += v.length;
    }
    return g;
  }
}
