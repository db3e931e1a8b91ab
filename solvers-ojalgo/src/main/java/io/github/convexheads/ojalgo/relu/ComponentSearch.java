package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Looks for components that lower the objective: u v^T with K u &gt;= 0 and unit vectors for which
 * -&lt;A_j^* E, u v^T&gt; exceeds beta. For M = -A_j^* E the best v is M^T u / ||M^T u||, and ||M^T
 * u|| grows along u -&gt; projection of M M^T u on the cone, normalised (the generalised power
 * method of Journee, Nesterov, Richtarik and Sepulchre, 2010). It finds local maxima from several
 * starts, in every cell whose spectral norm is above beta.
 */
final class ComponentSearch {
  /** Starts from both signs of so many singular vectors; with one output they find the optimum. */
  private static final int MOST_AXES = 6;

  private static final int RANDOM_STARTS = 2;
  private static final int STEPS = 60;

  /** Inner products of unit u, and of unit v, above which one of two components is enough. */
  private static final double SAME = 1 - 1e-3;

  /** A projection that shrinks a vector to this share has shrunk it to zero. */
  private static final double NOTHING = 1e-9;

  private final ConvexProgram program;
  private final Cells cells;

  ComponentSearch(Cells cells) {
    this.program = cells.program();
    this.cells = cells;
  }

  /** A component of unit factors with its gain ||M^T u||. */
  record Found(ConeComponents.Component component, double gain) {

    /** Cells share their walls, and so maxima that lie on one. */
    private boolean repeats(Found other) {
      return component.u().length == other.component.u().length
          && component.v().length == other.component.v().length
          && Vectors.dot(component.u(), other.component.u()) > SAME
          && Vectors.dot(component.v(), other.component.v()) > SAME;
    }
  }

  /** Returns the best component of every cell whose gain exceeds a bound, best first, each once. */
  List<Found> above(double[] residual, double bound, int most) {
    Found[] best = new Found[program.blocks().size()];
    program
        .workers()
        .forEach(
            best.length,
            j -> {
              double[] m = cells.adjoint(j, residual);
              best[j] = Vectors.norm(m) > bound ? best(j, m, bound) : null;
            });
    List<Found> order =
        Arrays.stream(best)
            .filter(found -> found != null && found.gain > bound)
            .sorted(Comparator.comparingDouble(Found::gain).reversed())
            .toList();
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < order.size() && found.size() < most; i++) {
      Found next = order.get(i);
      if (found.stream().noneMatch(next::repeats)) {
        found.add(next);
      }
    }
    return found;
  }

  /** Returns the best component found in a cell; null where its spectral norm is below a bound. */
  private Found best(int j, double[] m, double bound) {
    Block block = cells.blocks().get(j);
    int c = block.columns();
    Matrix whole = Matrix.of(m, block.rows(), c);
    SymmetricEigen eigen =
        program.kernel().eigen(program.kernel().multiply(whole.transposed(), whole));
    if (!(Math.sqrt(Math.max(0, eigen.values()[0])) > bound)) {
      return null;
    }
    SplittableRandom random = new SplittableRandom(j);
    int signed = 2 * Math.min(Math.min(c, block.rows()), MOST_AXES);
    Found best = climb(j, m, block, cells.of(j).interior());
    for (int start = 0; start < signed + RANDOM_STARTS; start++) {
      double[] v = new double[c];
      if (start < signed) {
        int axis = start / 2;
        double sign = start % 2 == 0 ? 1 : -1;
        Arrays.setAll(v, i -> sign * eigen.vectors()[i * c + axis]);
      } else {
        Arrays.setAll(v, i -> random.nextGaussian());
      }
      double[] target = times(m, v, block);
      double[] u = cells.of(j).projection().project(target).point();
      if (Vectors.norm(u) > NOTHING * Vectors.norm(target)) {
        Found climbed = climb(j, m, block, u);
        best = climbed.gain > best.gain ? climbed : best;
      }
    }
    return best;
  }

  /** Climbs from a point of the cone; a point that is zero but for rounding leads nowhere. */
  private Found climb(int j, double[] m, Block block, double[] from) {
    double[] u = from;
    double[] v = new double[block.columns()];
    double gain = 0;
    for (int step = 0; step < STEPS; step++) {
      double[] image = transposeTimes(m, u, block);
      double reached = Vectors.norm(image) / Vectors.norm(u);
      if (!(reached > gain * (1 + 1e-9))) {
        break;
      }
      gain = reached;
      v = Vectors.scaled(-1 / Vectors.norm(image), image);
      double[] target = times(m, v, block);
      double[] next = cells.of(j).projection().project(Vectors.scaled(-1, target)).point();
      if (!(Vectors.norm(next) > NOTHING * Vectors.norm(target))) {
        break;
      }
      u = next;
    }
    return new Found(
        new ConeComponents.Component(j, Vectors.scaled(1 / Vectors.norm(u), u), v), gain);
  }

  /**
   * Gives a component of unit factors the weight that lowers a quadratic model most: (gain - beta)
   * / (L ||A u v^T||^2 / n).
   */
  ConeComponents.Component sized(Found found) {
    double curvature = program.loss().curvature() * cells.meanSquare(found.component);
    double weight = (found.gain - program.beta()) / curvature;
    double root = weight > 0 && weight < Double.POSITIVE_INFINITY ? Math.sqrt(weight) : 1e-3;
    return new ConeComponents.Component(
        found.component.block(),
        Vectors.scaled(root, found.component.u()),
        Vectors.scaled(root, found.component.v()));
  }

  private static double[] times(double[] m, double[] v, Block block) {
    double[] u = new double[block.rows()];
    for (int i = 0; i < m.length; i++) {
      u[i / v.length] += m[i] * v[i % v.length];
    }
    return u;
  }

  private static double[] transposeTimes(double[] m, double[] u, Block block) {
    double[] v = new double[block.columns()];
    for (int i = 0; i < m.length; i++) {
      v[i % v.length] += m[i] * u[i / v.length];
    }
    return v;
  }
}
