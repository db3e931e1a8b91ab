package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * A line of any program, by an evaluation at every point that is asked for.
 *
 * @param points the evaluation at t
 * @param slope dF/dt at an evaluation of the line
 */
record DerivedLine(DoubleFunction<Evaluation> points, ToDoubleFunction<Evaluation> slope)
    implements Line {

  /** dF/dt is the inner product of the direction with the gradient at the factors. */
  static Line along(Evaluation start, Variable direction) {
    return new DerivedLine(
        t -> t == 0 ? start : start.program().at(start.variable().plus(t, direction)),
        here -> product(here.gradient(), direction));
  }

  /** dF/dt = sum_j tr(W_j^T A_j^* E / n) for W = Z' - Z. */
  static Line toward(Evaluation start, Evaluation end) {
    Variable difference = Variable.combination(1, end.variable(), -1, start.variable());
    return new DerivedLine(
        t -> t == 0 ? start : t == 1 ? end : start.combined(1 - t, end, t),
        here -> slope(here, difference));
  }

  @Override
  public List<Point> at(double... t) {
    return Arrays.stream(t).mapToObj(this::evaluated).toList();
  }

  @Override
  public Evaluation moveTo(double t) {
    return points.apply(t);
  }

  private Point evaluated(double t) {
    Evaluation here = points.apply(t);
    return new Point(t, here.loss(), slope.applyAsDouble(here));
  }

  private static double slope(Evaluation here, Variable w) {
    double sum = 0;
    for (int j = 0; j < w.blocks().size(); j++) {
      Factors block = w.block(j);
      if (block.rank() > 0) {
        sum += Vectors.dot(block.left(), here.adjointTimes(j, block.right(), block.rank()));
      }
    }
    return sum;
  }

  private static double product(Variable x, Variable y) {
    double sum = 0;
    for (int j = 0; j < x.blocks().size(); j++) {
      sum += Vectors.dot(x.block(j).left(), y.block(j).left());
      sum += Vectors.dot(x.block(j).right(), y.block(j).right());
    }
    return sum;
  }
}
