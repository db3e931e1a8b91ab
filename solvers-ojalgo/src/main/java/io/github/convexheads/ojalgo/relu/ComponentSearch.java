package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
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
 * starts.
 */
final class ComponentSearch {
  /** Starts from both signs of so many single outputs; with one output they find the optimum. */
  private static final int MOST_AXES = 8;

  private static final int RANDOM_STARTS = 4;
  private static final int STEPS = 60;

  /** A projection that shrinks a vector to this share has shrunk it to zero. */
  private static final double NOTHING = 1e-9;

  private final ConvexProgram program;
  private final Cones cones;

  ComponentSearch(ConvexProgram program, Cones cones) {
    this.program = program;
    this.cones = cones;
  }

  /** A component of unit factors with its gain ||M^T u||. */
  record Found(ConeComponents.Component component, double gain) {}

  /** Returns the best component of every block whose gain exceeds a bound, best first. */
  List<Found> above(Evaluation at, double bound, int most) {
    List<Found> found = new ArrayList<>();
    for (int j = 0; j < program.blocks().size(); j++) {
      Block block = program.blocks().get(j);
      int c = block.columns();
      double[] eye = new double[c * c];
      for (int i = 0; i < c; i++) {
        eye[i * c + i] = 1;
      }
      double[] m = at.adjointTimes(j, eye, c);
      if (Vectors.norm(m) > bound) {
        Found best = best(j, m, block);
        if (best.gain > bound) {
          found.add(best);
        }
      }
    }
    found.sort(Comparator.comparingDouble(Found::gain).reversed());
    return List.copyOf(found.subList(0, Math.min(most, found.size())));
  }

  private Found best(int j, double[] m, Block block) {
    SplittableRandom random = new SplittableRandom(j);
    int c = block.columns();
    int signed = 2 * Math.min(c, MOST_AXES);
    Found best = climb(j, m, block, cones.of(j).interior());
    for (int start = 0; start < signed + RANDOM_STARTS; start++) {
      double[] v = new double[c];
      if (start < signed) {
        v[start / 2] = start % 2 == 0 ? 1 : -1;
      } else {
        Arrays.setAll(v, i -> random.nextGaussian());
      }
      double[] target = times(m, v, block);
      double[] u = cones.of(j).projection().project(target).point();
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
      v = scaled(image, -1 / Vectors.norm(image));
      double[] target = times(m, v, block);
      double[] next = cones.of(j).projection().project(scaled(target, -1)).point();
      if (!(Vectors.norm(next) > NOTHING * Vectors.norm(target))) {
        break;
      }
      u = next;
    }
    return new Found(new ConeComponents.Component(j, scaled(u, 1 / Vectors.norm(u)), v), gain);
  }

  /**
   * Gives a component of unit factors the weight that lowers a quadratic model most: (gain - beta)
   * / (L ||A u v^T||^2 / n).
   */
  ConeComponents.Component sized(Found found) {
    ConeComponents one = new ConeComponents(program.blocks(), List.of(found.component));
    double curvature = program.loss().curvature() * program.at(one.variable()).meanSquare();
    double weight = (found.gain - program.beta()) / curvature;
    double root = weight > 0 && weight < Double.POSITIVE_INFINITY ? Math.sqrt(weight) : 1e-3;
    return new ConeComponents.Component(
        found.component.block(),
        scaled(found.component.u(), root),
        scaled(found.component.v(), root));
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

  private static double[] scaled(double[] x, double factor) {
    double[] y = x.clone();
    for (int i = 0; i < y.length; i++) {
      y[i] *= factor;
    }
    return y;
  }
}
