package io.github.convexheads.api.program;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A point of a lifted program with what is kept there: its outputs from when they are first needed,
 * and P = phi^T U from the first question on that uses it again, where it fits into its share of
 * the heap. The point at the end of a step along a line takes over P; this one makes its own again.
 */
final class LiftedPoint {
  private final LiftedProgram program;
  private final FactorPass pass;
  private final Variable at;
  private final boolean keeps;
  private List<PreparedFactors> factors;
  private Optional<Projections> kept = Optional.empty();
  private Projections spare;
  private double[] outputs;

  /** A point; its outputs are null where they are not known. */
  LiftedPoint(LiftedProgram program, Variable at, boolean keeps, double[] outputs) {
    this.program = program;
    this.pass = program.factorPass();
    this.at = at;
    this.keeps = keeps;
    this.outputs = outputs;
  }

  LiftedProgram program() {
    return program;
  }

  Variable at() {
    return at;
  }

  boolean keeps() {
    return keeps;
  }

  double[] outputs() {
    return outputs(Optional.empty());
  }

  /** The outputs; a store gets P where they are not known yet. */
  double[] outputs(Optional<Projections> store) {
    if (outputs == null) {
      outputs =
          store.isPresent()
              ? pass.outputs(factors(), store)
              : LastOutputs.of(program, at, () -> pass.outputs(factors(), store));
    }
    return outputs;
  }

  /** The store of P, for questions that use it again. */
  Optional<Projections> projections() {
    if (keeps && kept.isEmpty()) {
      kept = Optional.of(pass.store());
    }
    return kept;
  }

  /** The derivatives with respect to the factors where E / n is given. */
  Variable gradient(Optional<Projections> store, double[] residual, FactorSides asked) {
    return pass.gradient(at, factors(), store, residual, asked);
  }

  /**
   * P^T diag(w) P of some components, of as many rows as are enough; empty where there are none.
   */
  Optional<double[]> gram(FactorPass.Components of, double[] weights, long rows) {
    Optional<Projections> store = projections();
    return factors().stream()
        .filter(block -> block.index() == of.block())
        .findFirst()
        .map(block -> pass.gram(block, store, weights, of, rows));
  }

  /** The outputs along a line of factors, and the point at the end of a step. */
  Path along(Variable direction) {
    Optional<Projections> store = projections();
    List<PreparedFactors> line = pass.prepare(direction);
    FactorSides moved =
        direction.blocks().stream().anyMatch(LiftedPoint::hasLeft)
            ? FactorSides.BOTH
            : FactorSides.RIGHT;
    Optional<Projections> ofLine =
        keeps && moved == FactorSides.BOTH ? Optional.of(takeSpare()) : Optional.empty();
    OutputCurve curve = pass.line(factors(), line, store, ofLine, moved);
    return new Path(curve, new Steps(direction, line, ofLine));
  }

  /** The outputs along the straight line to another point. */
  Path toward(LiftedPoint other) {
    double[] here = outputs();
    double[] there = other.outputs();
    double[] linear = new double[here.length];
    Arrays.setAll(linear, i -> there[i] - here[i]);
    return new Path(
        new OutputCurve(linear, new double[linear.length]),
        (t, out) -> {
          Variable z = Variable.combination(1 - t, at, t, other.at);
          return new LiftedPoint(program, z, program.keeps(z), out);
        });
  }

  /** a times this point and b times another. */
  LiftedPoint combined(double a, LiftedPoint other, double b) {
    double[] here = outputs();
    double[] there = other.outputs();
    double[] sum = new double[here.length];
    Arrays.setAll(sum, i -> a * here[i] + b * there[i]);
    Variable z = Variable.combination(a, at, b, other.at);
    return new LiftedPoint(program, z, program.keeps(z), sum);
  }

  /**
   * A line from a point.
   *
   * @param curve the outputs along it
   * @param mover makes the point at a step
   */
  record Path(OutputCurve curve, Mover mover) {}

  /** Makes the point at a step of a line, of its outputs. */
  interface Mover {
    LiftedPoint move(double t, double[] outputs);
  }

  /**
   * Steps along a line of factors. The first takes over what is kept at the start, and P of the
   * line with it, which the point there writes over with that of its own line.
   */
  private final class Steps implements Mover {
    private final Variable direction;
    private final List<PreparedFactors> line;
    private final Optional<Projections> ofLine;
    private boolean handedOn;

    Steps(Variable direction, List<PreparedFactors> line, Optional<Projections> ofLine) {
      this.direction = direction;
      this.line = line;
      this.ofLine = ofLine;
    }

    @Override
    public LiftedPoint move(double t, double[] out) {
      LiftedPoint next = new LiftedPoint(program, at.plus(t, direction), keeps, out);
      if (handedOn || factors == null || (keeps && kept.isEmpty())) {
        return next;
      }
      handedOn = true;
      handOn(t, next);
      return next;
    }

    private void handOn(double t, LiftedPoint next) {
      next.factors = factors;
      next.kept = kept;
      for (int b = 0; b < factors.size(); b++) {
        factors.get(b).add(t, line.get(b));
      }
      if (ofLine.isPresent()) {
        kept.orElseThrow().addScaled(t, ofLine.get(), program.workers());
      }
      next.spare = ofLine.orElse(spare);
      factors = null;
      kept = Optional.empty();
      spare = null;
    }
  }

  private List<PreparedFactors> factors() {
    if (factors == null) {
      factors = pass.prepare(at);
    }
    return factors;
  }

  private Projections takeSpare() {
    Projections taken = spare == null ? pass.store() : spare;
    spare = null;
    return taken;
  }

  private static boolean hasLeft(Factors block) {
    for (double u : block.left()) {
      if (u != 0) {
        return true;
      }
    }
    return false;
  }
}
