package io.github.convexheads.spark;

import io.github.convexheads.api.internal.intercept.Intercept;
import io.github.convexheads.api.internal.intercept.InterceptFit;
import io.github.convexheads.api.internal.intercept.ShiftedOutputs;
import io.github.convexheads.api.program.ConvexProgram;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Outputs in partitions that an intercept moves. The driver sees c sums, and with them c x c values
 * of the Hessian, where those of all blocks are few, else where a step needs another one.
 */
final class PartitionedOutputs implements ShiftedOutputs {
  private static final String STEP = "intercept";

  /** Bytes of Hessians that all blocks send along, which cost less than another job. */
  private static final long MOST_BYTES = 4L << 20;

  private final Session session;
  private final OutputsName name;
  private final int c;
  private final Map<List<Double>, double[]> hessians = new HashMap<>();

  PartitionedOutputs(Session session, OutputsName name) {
    this.session = session;
    this.name = name;
    this.c = session.size().outputs();
  }

  /** A search for the intercept of a program, which starts near one that was found. */
  static InterceptFit fit(PartitionedProgram program, InterceptFit.Found start) {
    ConvexProgram.Size n = program.size();
    double curvature = program.loss().curvature() * n.positions();
    var size = new InterceptFit.Size(n.rows(), n.outputs(), curvature);
    return new InterceptFit(size, program.kernel(), start);
  }

  @Override
  public double[] sums() {
    return session.ask(STEP + ", means", new InterceptQuestions.Sums(name, c));
  }

  @Override
  public Columns at(Intercept b) {
    return columns(b)[0];
  }

  @Override
  public Columns[] at(Intercept first, Intercept second) {
    return columns(first, second);
  }

  private Columns[] columns(Intercept... at) {
    InterceptData[] sent = Arrays.stream(at).map(InterceptData::of).toArray(InterceptData[]::new);
    boolean along = (long) at.length * c * c * Double.BYTES * session.blockCount() <= MOST_BYTES;
    var question = new InterceptQuestions.Columns(name, c, along, sent);
    double[] answer = session.ask(STEP, question);
    hessians.clear();
    Columns[] columns = new Columns[at.length];
    for (int i = 0; i < at.length; i++) {
      int from = i * question.lengthOfOne();
      int sums = from + 2;
      int sizes = sums + c;
      int hessian = sizes + c;
      columns[i] =
          new Columns(
              answer[from],
              answer[from + 1],
              Arrays.copyOfRange(answer, sums, sizes),
              Arrays.copyOfRange(answer, sizes, hessian));
      if (along) {
        hessians.put(named(at[i].values()), Arrays.copyOfRange(answer, hessian, hessian + c * c));
      }
    }
    return columns;
  }

  private static List<Double> named(double... b) {
    return Arrays.stream(b).boxed().toList();
  }

  @Override
  public Optional<double[]> knownHessian(double... b) {
    return Optional.ofNullable(hessians.get(named(b))).map(double[]::clone);
  }

  @Override
  public double[] hessian(double... b) {
    return session.ask(STEP + ", Hessian", new InterceptQuestions.Hessian(name, b));
  }
}
