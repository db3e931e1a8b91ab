package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Precision;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The outputs of the last point that was asked for in double precision, and what the loss makes of
 * them: the certificate of a solution, the identities that it rests on and what is said of its
 * rounding all ask for the same. They are given up when memory runs short.
 *
 * <p>Points are the same if all numbers of their factors are. Both factors and outputs are copies,
 * so that nobody who holds the arrays can change what is known.
 */
final class LastOutputs {
  /** Numbers of outputs and factors beyond which computing them again costs less than memory. */
  private static final long MOST_VALUES = 1L << 24;

  private final SoftReference<Known> known;

  private record Known(Variable at, double[] outputs, Optional<LiftedLine.End> end) {}

  private LastOutputs(Known known) {
    this.known = new SoftReference<>(known);
  }

  /** Returns the outputs of a point, which are computed unless they are those of the last one. */
  static double[] of(LiftedProgram program, Variable at, Supplier<double[]> computed) {
    if (program.precision() != Precision.FLOAT64 || at.totalRank() == 0 || tooMany(program, at)) {
      return computed.get();
    }
    return known(program, at)
        .map(last -> last.outputs.clone())
        .orElseGet(() -> kept(program, at, computed.get()));
  }

  /** Returns the loss and E / n of a point where they are those of the last one. */
  static Optional<LiftedLine.End> end(LiftedProgram program, Variable at) {
    return known(program, at).flatMap(Known::end).map(LastOutputs::copy);
  }

  /** Keeps the loss and E / n of a point if its outputs are kept. */
  static void keep(LiftedProgram program, Variable at, LiftedLine.End end) {
    known(program, at)
        .map(last -> new Known(last.at, last.outputs, Optional.of(copy(end))))
        .ifPresent(known -> program.memo().keep(new LastOutputs(known)));
  }

  private static LiftedLine.End copy(LiftedLine.End end) {
    return new LiftedLine.End(end.t(), end.loss(), end.residual().clone(), end.intercept());
  }

  private static Optional<Known> known(LiftedProgram program, Variable at) {
    if (program.precision() != Precision.FLOAT64) {
      return Optional.empty();
    }
    return program
        .memo()
        .get(LastOutputs.class)
        .flatMap(last -> Optional.ofNullable(last.known.get()))
        .filter(last -> same(last.at, at));
  }

  private static boolean same(Variable one, Variable other) {
    for (int j = 0; j < one.blocks().size(); j++) {
      Factors a = one.block(j);
      Factors b = other.block(j);
      if (!Arrays.equals(a.left(), b.left()) || !Arrays.equals(a.right(), b.right())) {
        return false;
      }
    }
    return true;
  }

  private static boolean tooMany(LiftedProgram program, Variable at) {
    double values = program.size().values();
    for (Factors block : at.blocks()) {
      values += ((double) block.rows() + block.columns()) * block.rank();
    }
    return values > MOST_VALUES;
  }

  private static double[] kept(LiftedProgram program, Variable at, double[] outputs) {
    List<Factors> copies = new ArrayList<>();
    for (Factors block : at.blocks()) {
      copies.add(
          new Factors(
              block.rows(),
              block.columns(),
              block.rank(),
              block.left().clone(),
              block.right().clone()));
    }
    program
        .memo()
        .keep(new LastOutputs(new Known(new Variable(copies), outputs.clone(), Optional.empty())));
    return outputs;
  }
}
