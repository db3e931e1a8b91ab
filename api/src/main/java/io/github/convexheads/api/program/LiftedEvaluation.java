package io.github.convexheads.api.program;

import io.github.convexheads.api.internal.intercept.Intercept;
import io.github.convexheads.api.internal.intercept.InterceptFit;
import io.github.convexheads.api.internal.intercept.Shiftable;
import io.github.convexheads.api.internal.intercept.ShiftedOutputs;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A lifted program at a point, with its loss and E once they were asked for. */
final class LiftedEvaluation implements Evaluation, Shiftable<Evaluation> {
  private final LiftedProgram program;
  private final LiftedPoint point;
  private final Optional<Intercept> given;

  /** Whether outputs are those of the point's factors, whatever was evaluated before. */
  private final boolean fresh;

  private double[] residual;
  private double[] curvatures;
  private InterceptFit.Found intercept = InterceptFit.Found.NONE;
  private double loss;
  private double gradientError = Double.NaN;

  private LiftedEvaluation(LiftedPoint point, Optional<Intercept> given, boolean fresh) {
    this.program = point.program();
    this.point = point;
    this.given = given;
    this.fresh = fresh;
  }

  LiftedEvaluation(LiftedProgram program, Variable at, boolean keeps) {
    this(new LiftedPoint(program, at, keeps, null), Optional.empty(), true);
  }

  /** An evaluation of a point whose loss and residual are known, too, unless they are null. */
  LiftedEvaluation(LiftedPoint point, LiftedLine.End end) {
    this(point, Optional.empty(), false);
    if (end != null) {
      this.residual = end.residual();
      this.intercept = end.intercept();
      this.loss = end.loss();
    }
  }

  @Override
  public ConvexProgram program() {
    return program;
  }

  @Override
  public Variable variable() {
    return point.at();
  }

  @Override
  public double loss() {
    residual();
    return loss;
  }

  @Override
  public double[] intercept() {
    if (program.losses().intercept()) {
      residual();
    }
    return intercept.values().clone();
  }

  @Override
  public ShiftedOutputs shifted() {
    return ShiftedRows.at(program.losses(), program.kernel(), point.outputs());
  }

  @Override
  public Evaluation settled(Intercept b) {
    LiftedEvaluation settled = new LiftedEvaluation(point, Optional.of(b), false);
    settled.intercept = new InterceptFit.Found(b.values(), null);
    return settled;
  }

  @Override
  public double lossAt(double[] b) {
    double[] here = point.outputs();
    return program.losses().shifted(here, b, new double[here.length]);
  }

  @Override
  public double lossErrorAt(double[] b, double distance) {
    double[] here = point.outputs();
    double[] e = new double[here.length];
    double there = program.losses().shifted(here, b, e);
    return errors().loss(point.at(), program.losses().withIntercept(here, b), e, there, distance);
  }

  @Override
  public double meanSquare() {
    return program.losses().meanSquare(point.outputs());
  }

  @Override
  public double largestResidual() {
    return Vectors.largest(residual());
  }

  @Override
  public double[] adjointTimes(int block, double[] v, int k) {
    return program.data().adjointTimes(block, residual(), v, k);
  }

  @Override
  public double[] adjointTransposeTimes(int block, double[] u, int k) {
    return program.data().adjointTransposeTimes(block, residual(), u, k);
  }

  @Override
  public double[] dualValues(double... theta) {
    return program.losses().dualValues(residual(), theta);
  }

  @Override
  public double lossError(double distance) {
    double[] e = residual();
    return errors().loss(point.at(), shiftedOutputs(), e, loss, distance);
  }

  @Override
  public double gradientError() {
    if (Double.isNaN(gradientError)) {
      gradientError = errors().gradient(residual());
    }
    return gradientError;
  }

  @Override
  public double dualError(double theta) {
    return errors().dual(residual(), theta);
  }

  @Override
  public Optional<IdentityViolation> lossViolation(double theta, RandomGenerator random) {
    var unused = residual(); // finds the intercept
    RowLosses losses = program.losses();
    FenchelYoung trial = new FenchelYoung(losses.loss(), losses.targets());
    return trial
        .violation(shiftedOutputs(), theta, random)
        .or(() -> trial.violation(loss, lossError(0)));
  }

  @Override
  public Optional<IdentityViolation> headViolation(RandomGenerator random) {
    return program.wideActions(random).stream()
        .flatMap(actions -> actions.violation(point.at()).stream())
        .findFirst();
  }

  private RoundingErrors errors() {
    return program.errors(given.map(Intercept::left));
  }

  @Override
  public Variable gradient() {
    return gradient(FactorSides.BOTH);
  }

  @Override
  public Variable rightGradient() {
    return gradient(FactorSides.RIGHT);
  }

  private Variable gradient(FactorSides asked) {
    Optional<Projections> store = point.projections();
    return point.gradient(store, residual(store), asked);
  }

  @Override
  public boolean keepsProjections() {
    return point.keeps();
  }

  @Override
  public double meanCurvature() {
    return Arrays.stream(curvatures()).average().orElse(0);
  }

  @Override
  public Optional<double[]> curvature(int block, int from, int to, long rows) {
    return point.gram(new FactorPass.Components(block, from, to), curvatures(), rows);
  }

  private double[] curvatures() {
    if (curvatures == null) {
      var unused = residual(point.projections()); // finds the intercept
      curvatures = program.losses().curvatures(shiftedOutputs());
    }
    return curvatures;
  }

  /** Outputs with the intercept, which was found. */
  private double[] shiftedOutputs() {
    return program.losses().withIntercept(point.outputs(), intercept.values());
  }

  @Override
  public Line along(Variable direction) {
    direction.requireShape(program.blocks());
    var unused = point.outputs(point.projections()); // keeps P
    return line(point.along(direction));
  }

  @Override
  public Line toward(Evaluation other) {
    return other instanceof LiftedEvaluation lifted
        ? line(point.toward(lifted.point))
        : Evaluation.super.toward(other);
  }

  private Line line(LiftedPoint.Path path) {
    return new LiftedLine(program.losses(), program.kernel(), point.outputs(), start(), path);
  }

  @Override
  public Evaluation combined(double a, Evaluation other, double b) {
    if (!(other instanceof LiftedEvaluation lifted)) {
      return Evaluation.super.combined(a, other, b);
    }
    LiftedEvaluation combined =
        new LiftedEvaluation(point.combined(a, lifted.point, b), Optional.empty(), false);
    combined.intercept = intercept;
    return combined;
  }

  @Override
  public Evaluation withPrecision(Precision precision) {
    LiftedProgram other = program.withPrecision(precision);
    Variable at = point.at();
    return new LiftedEvaluation(
        new LiftedPoint(other, at, other.keeps(at), point.outputs()), start());
  }

  private LiftedLine.End start() {
    double[] e = residual();
    return new LiftedLine.End(0, loss, e, intercept);
  }

  private double[] residual() {
    return residual(Optional.empty());
  }

  private double[] residual(Optional<Projections> store) {
    if (residual == null) {
      boolean shared = fresh && store.isEmpty();
      Optional<LiftedLine.End> last =
          shared ? LastOutputs.end(program, point.at()) : Optional.empty();
      if (last.isPresent()) {
        residual = last.get().residual();
        intercept = last.get().intercept();
        loss = last.get().loss();
      } else {
        residual = residualOf(point.outputs(store));
        if (shared) {
          LastOutputs.keep(program, point.at(), start());
        }
      }
    }
    return residual;
  }

  /** Computes E / n of outputs, their loss, and the intercept if there is one. */
  private double[] residualOf(double[] here) {
    double[] e = new double[here.length];
    RowLosses losses = program.losses();
    if (given.isPresent()) {
      loss = losses.at(here, given.get(), e);
    } else if (losses.intercept()) {
      InterceptFit fit = losses.interceptFit(intercept);
      ShiftedRows rows = ShiftedRows.at(losses, program.kernel(), here);
      InterceptFit.Best best = fit.at(rows);
      rows.settle(best, e);
      loss = best.columns().loss();
      intercept = fit.found();
    } else {
      loss = losses.at(here, e);
    }
    return e;
  }
}
