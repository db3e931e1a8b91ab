package io.github.convexheads.spark;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Line;
import io.github.convexheads.api.program.Variable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;

/** The questions of {@link io.github.convexheads.api.program.ConvexProgram} and its evaluations. */
final class Questions {
  /** Values before those of a gradient: the largest residual, the loss, the mean square. */
  static final int SCALARS = 3;

  private Questions() {}

  /** Numbers that whoever asks for anything at a point soon wants, too. */
  record Scalars(PointName at) implements Question {
    @Override
    public int maxima() {
      return 1;
    }

    @Override
    public long length() {
      return SCALARS;
    }

    @Override
    public double[] answer(BlockProgram here, double share) {
      return scalars(here.evaluation(at), share, SCALARS);
    }
  }

  private static double[] scalars(Evaluation e, double share, int length) {
    double[] answer = new double[length];
    answer[0] = share * e.largestResidual();
    answer[1] = share * e.loss();
    answer[2] = share * e.meanSquare();
    return answer;
  }

  /** The factors that a derivative is taken of: U and V, or V alone. */
  enum Sides {
    BOTH,
    RIGHT
  }

  /** The gradient with respect to some factors; scalars come first. */
  record Gradient(PointName at, Sides asked, long values) implements Question {
    @Override
    public int maxima() {
      return 1;
    }

    @Override
    public long length() {
      return SCALARS + values;
    }

    @Override
    public double[] answer(BlockProgram here, double share) {
      Evaluation e = here.evaluation(at);
      Variable gradient = asked == Sides.BOTH ? e.gradient() : e.rightGradient();
      double[] answer = scalars(e, share, Math.toIntExact(length()));
      int to = SCALARS;
      for (Factors block : gradient.blocks()) {
        to = asked == Sides.BOTH ? scaled(share, block.left(), answer, to) : to;
        to = scaled(share, block.right(), answer, to);
      }
      return answer;
    }
  }

  /** A product with A_j^* E / n or its transpose. */
  record Adjoint(
      PointName at, int block, boolean transposed, Broadcast<double[]> x, int k, long size)
      implements Question {
    @Override
    public long length() {
      return size;
    }

    @Override
    public double[] answer(BlockProgram here, double share) {
      Evaluation e = here.evaluation(at);
      return times(
          share,
          transposed
              ? e.adjointTransposeTimes(block, x.value(), k)
              : e.adjointTimes(block, x.value(), k));
    }
  }

  /** Dual values. */
  record Dual(PointName at, double[] theta) implements Question {
    @Override
    public long length() {
      return theta.length;
    }

    @Override
    public double[] answer(BlockProgram here, double share) {
      return times(share, here.evaluation(at).dualValues(theta));
    }
  }

  /** What rounding changes: the loss, products with the gradient, dual values. */
  record Errors(PointName at, double distance, double theta) implements Question {
    @Override
    public long length() {
      return 4;
    }

    @Override
    public double[] answer(BlockProgram here, double share) {
      Evaluation e = here.evaluation(at);
      double dual = theta < 0 ? 0 : e.dualError(theta);
      double size = theta < 0 ? Math.abs(e.loss()) : Math.abs(e.dualValues(theta)[0]);
      return times(share, new double[] {e.lossError(distance), e.gradientError(), dual, size});
    }
  }

  /** The mean curvature. */
  record MeanCurvature(PointName at) implements Question {
    @Override
    public long length() {
      return 1;
    }

    @Override
    public double[] answer(BlockProgram here, double share) {
      return new double[] {share * share * here.evaluation(at).meanCurvature()};
    }
  }

  /** P^T diag(w) P of some components of some blocks, one after another, from enough rows. */
  record Curvature(PointName at, int[] blocks, int[] from, int[] to, long rows, long length)
      implements Question {
    @Override
    public double[] answer(BlockProgram here, double share) {
      Evaluation e = here.evaluation(at);
      double[] answer = new double[Math.toIntExact(length)];
      int end = 0;
      for (int i = 0; i < blocks.length; i++) {
        double[] own = e.curvature(blocks[i], from[i], to[i], part(share, rows)).orElseThrow();
        end = scaled(share, own, answer, end);
      }
      return answer;
    }
  }

  /**
   * A_j^* E / n of some small blocks, times a number: as rows x columns where a block is tall, else
   * transposed.
   */
  record WholeGradient(PointName at, int[] blocks, double scale, long length) implements Question {
    @Override
    public double[] answer(BlockProgram here, double share) {
      Evaluation e = here.evaluation(at);
      double[] answer = new double[Math.toIntExact(length)];
      int end = 0;
      for (int j : blocks) {
        Block shape = e.program().blocks().get(j);
        int side = shape.smallerSide();
        double[] eye = SmallGradients.identity(side, scale);
        double[] own =
            shape.columns() <= shape.rows()
                ? e.adjointTimes(j, eye, side)
                : e.adjointTransposeTimes(j, eye, side);
        end = scaled(share, own, answer, end);
      }
      return answer;
    }
  }

  /** S Omega, from some samples of the block that count for all of them. */
  record FeatureProduct(
      Precision precision, int block, Broadcast<double[]> omega, int k, long samples, long size)
      implements Question {
    @Override
    public long length() {
      return size;
    }

    @Override
    public double[] answer(BlockProgram here, double share) {
      long own = part(share, samples);
      return here.program(precision).featureProduct(block, omega.value(), k, own).orElseThrow();
    }
  }

  /** Losses and slopes at some points of a line. */
  record AlongLine(LineName line, double[] t) implements Question {
    @Override
    public long length() {
      return 2L * t.length;
    }

    @Override
    public double[] answer(BlockProgram here, double share) {
      List<Line.Point> points = here.line(line).at(t);
      double[] answer = new double[2 * t.length];
      for (int i = 0; i < t.length; i++) {
        answer[2 * i] = share * points.get(i).loss();
        answer[2 * i + 1] = share * points.get(i).slope();
      }
      return answer;
    }
  }

  /** What a partition takes of the rows or samples that are enough; all where all are wanted. */
  private static long part(double share, long enough) {
    return enough == Long.MAX_VALUE ? enough : Math.max(1, (long) (share * enough));
  }

  private static int scaled(double factor, double[] values, double[] into, int from) {
    for (int i = 0; i < values.length; i++) {
      into[from + i] = factor * values[i];
    }
    return from + values.length;
  }

  private static double[] times(double factor, double[] values) {
    return Arrays.stream(values).map(value -> factor * value).toArray();
  }
}
