package io.github.convexheads.spark;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.Line;
import java.lang.ref.SoftReference;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A program over one block, on an executor, with the evaluations and lines that were asked for
 * last. They only save work: each is made again from its name, to the same bits, where memory ran
 * short, the block was lost or the question went to another executor.
 */
final class BlockProgram {
  /** The best, the current and the next point, and one for proofs. */
  private static final int MOST_EVALUATIONS = 4;

  private static final int MOST_LINES = 2;

  private final Map<Precision, LiftedProgram> programs = new EnumMap<>(Precision.class);
  private final Map<Long, SoftReference<Evaluation>> evaluations = recent(MOST_EVALUATIONS);
  private final Map<Long, Settled> settled = recent(MOST_EVALUATIONS);
  private final Map<Long, Open> lines = recent(MOST_LINES);
  private SoftReference<ConvexProgram.Memo> worked = new SoftReference<>(null);

  /** A line with the number of its start. */
  private record Open(long start, SoftReference<Line> line) {}

  /** A point with an intercept, and the number of the point. */
  private record Settled(long base, SoftReference<Evaluation> evaluation) {}

  BlockProgram(LiftedProgram program) {
    for (Precision precision : Precision.values()) {
      programs.put(precision, program.withPrecision(precision));
    }
  }

  LiftedProgram program(Precision precision) {
    return programs.get(precision);
  }

  /** What work of solvers keeps here, until memory runs short. */
  ConvexProgram.Memo worked() {
    ConvexProgram.Memo found = worked.get();
    if (found == null) {
      found = new ConvexProgram.Memo();
      worked = new SoftReference<>(found);
    }
    return found;
  }

  Evaluation evaluation(PointName name) {
    return name instanceof PointName.Settled point ? settled(point) : unsettled(name);
  }

  private Evaluation settled(PointName.Settled name) {
    Settled known = settled.get(name.id());
    Evaluation found = known == null ? null : known.evaluation.get();
    if (found == null) {
      found = name.make(this);
      settled.put(name.id(), new Settled(name.base().id(), new SoftReference<>(found)));
    }
    return found;
  }

  private Evaluation unsettled(PointName name) {
    SoftReference<Evaluation> reference = evaluations.get(name.id());
    Evaluation found = reference == null ? null : reference.get();
    if (found == null) {
      found = name.make(this);
      evaluations.put(name.id(), new SoftReference<>(found));
    }
    return found;
  }

  Line line(LineName name) {
    Open open = lines.get(name.id());
    Line found = open == null ? null : open.line.get();
    if (found == null) {
      found = name.make(this);
      lines.put(name.id(), new Open(name.start().id(), new SoftReference<>(found)));
    }
    return found;
  }

  /**
   * Forgets what has lost its state to the end of a step: lines from its start, and the start where
   * it is itself a way. Without that state its bits would be others than those of the way.
   */
  void spend(PointName start) {
    lines.values().removeIf(open -> open.start == start.id());
    if (start.steps() > 0) {
      evaluations.remove(start.id());
      settled.values().removeIf(point -> point.base == start.id());
    }
  }

  private static <T> Map<Long, T> recent(int most) {
    return new LinkedHashMap<>(8, 0.75f, true) {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Long, T> eldest) {
        return size() > most;
      }
    };
  }
}
