package io.github.convexheads.spark;

import io.github.convexheads.api.internal.intercept.InterceptFit;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Line;
import io.github.convexheads.api.program.Variable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;

/**
 * A line of a partitioned program. A job costs more than a point of a line, so that the first one
 * also answers what a search is likely to ask next: the full step, and the step that was taken last
 * along such a line.
 */
final class PartitionedLine implements Line {
  private final PartitionedProgram program;
  private final LineName name;
  private final DoubleFunction<Variable> points;
  private final Map<Double, Point> known = new HashMap<>();
  private final Map<Double, SettledIntercept> intercepts = new HashMap<>();
  private final Optional<InterceptFit> fit;

  /**
   * A line.
   *
   * @param program the program
   * @param name what executors make it of
   * @param start the intercept where it starts; empty where the program has none
   * @param points the variable at t
   */
  PartitionedLine(
      PartitionedProgram program,
      LineName name,
      Optional<SettledIntercept> start,
      DoubleFunction<Variable> points) {
    this.program = program;
    this.name = name;
    this.points = points;
    this.fit = start.map(known -> PartitionedOutputs.fit(program, known.found()));
    start.ifPresent(known -> intercepts.put(0.0, known));
  }

  @Override
  public List<Point> at(double... t) {
    if (fit.isPresent()) {
      return Arrays.stream(t).mapToObj(this::settled).toList();
    }
    double[] unknown =
        (known.isEmpty() ? withGuesses(t) : Arrays.stream(t))
            .filter(step -> !known.containsKey(step))
            .distinct()
            .toArray();
    if (unknown.length > 0) {
      double[] answer =
          program.session().ask("line search", new Questions.AlongLine(name, unknown));
      for (int i = 0; i < unknown.length; i++) {
        known.put(unknown[i], new Point(unknown[i], answer[2 * i], answer[2 * i + 1]));
      }
    }
    return Arrays.stream(t).mapToObj(known::get).toList();
  }

  /** Loss and slope at the best intercept of a step. */
  private Point settled(double t) {
    return known.computeIfAbsent(t, step -> settled(step, fit.orElseThrow()));
  }

  private Point settled(double t, InterceptFit search) {
    PartitionedOutputs outputs =
        new PartitionedOutputs(program.session(), new OutputsName.Along(name, t));
    SettledIntercept start = intercepts.get(t);
    if (start != null) {
      return new Point(t, start.loss(), outputs.at(start.intercept()).slope());
    }
    InterceptFit.Best best = search.at(outputs);
    intercepts.put(t, SettledIntercept.of(best, search));
    return new Point(t, best.columns().loss(), best.columns().slope());
  }

  private DoubleStream withGuesses(double... t) {
    double[] guesses = {1, program.session().lastStep(name)};
    return DoubleStream.concat(Arrays.stream(t), Arrays.stream(guesses));
  }

  @Override
  public Evaluation moveTo(double t) {
    program.session().tookStep(name, t);
    PointName end = new PointName.Moved(Session.number(), name, t);
    return PartitionedEvaluation.of(
        program, end, points.apply(t), Optional.ofNullable(intercepts.get(t)));
  }
}
