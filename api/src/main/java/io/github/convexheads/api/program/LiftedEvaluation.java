package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A lifted program at a point. Outputs are computed when they are first needed, by one pass over
 * the batches, and kept; P = phi^T U is kept from the first question on that uses it again, where
 * it fits into its share of the heap.
 */
final class LiftedEvaluation implements Evaluation {
  private final LiftedProgram program;
  private final FactorPass pass;
  private final Variable at;
  private final boolean keeps;
  private List<PreparedFactors> factors;
  private Optional<Projections> kept = Optional.empty();
  private Projections spare;
  private double[] outputs;
  private double[] residual;
  private double[] curvatures;
  private InterceptFit.Found intercept = InterceptFit.Found.NONE;
  private double loss;
  private double gradientError = Double.NaN;

  LiftedEvaluation(LiftedProgram program, Variable at, boolean keeps) {
    this.program = program;
    this.pass = program.factorPass();
    this.at = at;
    this.keeps = keeps;
  }

  /** An evaluation whose outputs are known; its loss and residual too, unless they are null. */
  private LiftedEvaluation(
      LiftedProgram program, Variable at, boolean keeps, double[] outputs, LiftedLine.End end) {
    this(program, at, keeps);
    this.outputs = outputs;
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
    return at;
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
  public double lossAt(double[] b) {
    double[] here = outputs(Optional.empty());
    return program.losses().shifted(here, b, new double[here.length]);
  }

  @Override
  public double lossErrorAt(double[] b, double distance) {
    double[] here = outputs(Optional.empty());
    double[] e = new double[here.length];
    double there = program.losses().shifted(here, b, e);
    return errors().loss(at, program.losses().withIntercept(here, b), e, there, distance);
  }

  @Override
  public double meanSquare() {
    return program.losses().meanSquare(outputs(Optional.empty()));
  }

  @Override
  public double largestResidual() {
    double largest = 0;
    for (double e : residual()) {
      largest = Math.max(largest, Math.abs(e));
    }
    return largest;
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
    double[] shifted = program.losses().withIntercept(outputs(Optional.empty()), intercept());
    return errors().loss(at, shifted, residual(), loss(), distance);
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
    RowLosses losses = program.losses();
    return new FenchelYoung(losses.loss(), losses.targets())
        .violation(outputs(Optional.empty()), theta, random);
  }

  @Override
  public Optional<IdentityViolation> headViolation(RandomGenerator random) {
    return program.wideActions(random).violation(at);
  }

  private RoundingErrors errors() {
    return program.errors();
  }

  @Override
  public Variable gradient() {
    Optional<Projections> store = projections();
    return pass.gradient(at, factors(), store, residual(store), true);
  }

  @Override
  public Variable rightGradient() {
    Optional<Projections> store = projections();
    return pass.gradient(at, factors(), store, residual(store), false);
  }

  @Override
  public boolean keepsProjections() {
    return keeps;
  }

  @Override
  public double meanCurvature() {
    return Arrays.stream(curvatures()).average().orElse(0);
  }

  @Override
  public Optional<double[]> curvature(int block, int from, int to) {
    double[] weights = curvatures();
    Optional<Projections> store = projections();
    return factors().stream()
        .filter(of -> of.index() == block)
        .findFirst()
        .map(of -> pass.gram(of, store, weights, from, to));
  }

  private double[] curvatures() {
    if (curvatures == null) {
      Optional<Projections> store = projections();
      var unused = residual(store); // finds the intercept
      curvatures =
          program
              .losses()
              .curvatures(program.losses().withIntercept(outputs(store), intercept.values()));
    }
    return curvatures;
  }

  @Override
  public Line along(Variable direction) {
    direction.requireShape(program.blocks());
    Optional<Projections> store = projections();
    double[] here = outputs(store);
    List<PreparedFactors> line = pass.prepare(direction);
    boolean movesLeft = direction.blocks().stream().anyMatch(LiftedEvaluation::hasLeft);
    Optional<Projections> ofLine = keeps && movesLeft ? Optional.of(takeSpare()) : Optional.empty();
    OutputCurve curve = pass.line(factors(), line, store, ofLine, movesLeft);
    return new LiftedLine(
        program.losses(),
        here,
        start(),
        curve,
        (t, out, end) -> moved(t, direction, line, ofLine, out, end));
  }

  @Override
  public Line toward(Evaluation other) {
    if (!(other instanceof LiftedEvaluation lifted)) {
      return Evaluation.super.toward(other);
    }
    double[] here = outputs(Optional.empty());
    double[] there = lifted.outputs(Optional.empty());
    double[] linear = new double[here.length];
    Arrays.setAll(linear, i -> there[i] - here[i]);
    return new LiftedLine(
        program.losses(),
        here,
        start(),
        new OutputCurve(linear, new double[linear.length]),
        (t, out, end) -> {
          Variable z = Variable.combination(1 - t, at, t, lifted.at);
          return new LiftedEvaluation(program, z, program.keeps(z), out, end);
        });
  }

  @Override
  public Evaluation combined(double a, Evaluation other, double b) {
    if (!(other instanceof LiftedEvaluation lifted)) {
      return Evaluation.super.combined(a, other, b);
    }
    double[] here = outputs(Optional.empty());
    double[] there = lifted.outputs(Optional.empty());
    double[] sum = new double[here.length];
    Arrays.setAll(sum, i -> a * here[i] + b * there[i]);
    Variable z = Variable.combination(a, at, b, lifted.at);
    LiftedEvaluation combined = new LiftedEvaluation(program, z, program.keeps(z), sum, null);
    combined.intercept = intercept;
    return combined;
  }

  @Override
  public Evaluation withPrecision(Precision precision) {
    LiftedProgram other = program.withPrecision(precision);
    return new LiftedEvaluation(other, at, other.keeps(at), outputs(Optional.empty()), start());
  }

  /** Moves along a line of factors and takes over P; this evaluation makes its own again. */
  private LiftedEvaluation moved(
      double t,
      Variable direction,
      List<PreparedFactors> line,
      Optional<Projections> ofLine,
      double[] out,
      LiftedLine.End end) {
    LiftedEvaluation next = new LiftedEvaluation(program, at.plus(t, direction), keeps, out, end);
    if (factors == null || (keeps && kept.isEmpty())) {
      return next;
    }
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
    return next;
  }

  private LiftedLine.End start() {
    return new LiftedLine.End(0, loss(), residual(), intercept);
  }

  private double[] residual() {
    return residual(Optional.empty());
  }

  private double[] residual(Optional<Projections> store) {
    if (residual == null) {
      double[] here = outputs(store);
      double[] e = new double[here.length];
      if (program.losses().intercept()) {
        InterceptFit fit = program.losses().interceptFit(intercept);
        loss = fit.at(here, e);
        intercept = fit.found();
      } else {
        loss = program.losses().at(here, e);
      }
      residual = e;
    }
    return residual;
  }

  private double[] outputs(Optional<Projections> store) {
    if (outputs == null) {
      outputs = pass.outputs(factors(), store);
    }
    return outputs;
  }

  private List<PreparedFactors> factors() {
    if (factors == null) {
      factors = pass.prepare(at);
    }
    return factors;
  }

  /** The store of P, for questions that use it again. */
  private Optional<Projections> projections() {
    if (keeps && kept.isEmpty()) {
      kept = Optional.of(pass.store());
    }
    return kept;
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
