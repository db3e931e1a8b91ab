package io.github.convexheads.spark;

import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Line;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A line of a partitioned program.
 *
 * @param program the program
 * @param name what executors make it of
 * @param points the variable at t
 */
record PartitionedLine(PartitionedProgram program, LineName name, DoubleFunction<Variable> points)
    implements Line {

  @Override
  public List<Point> at(double... t) {
    double[] answer =
        program.session().ask("line search", new Questions.AlongLine(name, t.clone()));
    List<Point> found = new ArrayList<>();
    for (int i = 0; i < t.length; i++) {
      found.add(new Point(t[i], answer[2 * i], answer[2 * i + 1]));
    }
    return found;
  }

  @Override
  public Evaluation moveTo(double t) {
    PointName end = new PointName.Moved(Session.number(), name, t);
    return PartitionedEvaluation.of(program, end, points.apply(t));
  }
}
