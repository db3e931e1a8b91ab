package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LocalData;
import java.util.Arrays;
import java.util.List;

/**
 * A primal-dual point near the central path and the steps along it. Mutable; it lives for one
 * solve.
 *
 * <p>With kappa = f0 / beta the outputs are y = kappa sum_j A_j Z_j in the normalised variable, and
 * the dual nu should become the gradient of the mean loss at y; r = nu - grad f(y) is the residual.
 * A direction solves d nu = H dy - r, dy = kappa sum_j A_j (c_j - M_j A_j^* d nu / beta). With H =
 * F F^T and r = F rho + r', d nu = F w - r' leads to {@link ReducedSystem}. Directions are refined
 * with the residual of these equations themselves, which keeps full accuracy where M is huge.
 */
final class CentralPath {
  private static final int MOST_REFINEMENTS = 5;
  private static final double REFINED = 1e-10;

  /** The share of the way to the boundary that a step goes. */
  private static final double BOUNDARY = 0.99;

  /** A corrected step below this length is replaced by one towards the central path. */
  private static final double HOPEFUL = 0.1;

  private static final double RECENTER = 0.8;
  private static final double SHRINK = 0.7;
  static final double SHORTEST = 1e-6;

  private final ConvexProgram program;
  private final LocalData data;
  private final List<PenaltyTerm> terms;
  private final double scale;
  private final double kappa;
  private final double firstResidual;
  private final FreeIntercept intercept;
  private double[] nu;
  private double[] outputs;
  private double[] residual;

  /** Starts from terms whose duals are A_j^* nu / beta; scale is f0. */
  CentralPath(ConvexProgram program, List<PenaltyTerm> terms, double[] nu, double scale) {
    this.program = program;
    this.data = program.localData().orElseThrow();
    this.terms = terms;
    this.intercept = new FreeIntercept(program);
    this.nu = nu;
    this.scale = scale;
    this.kappa = scale / program.beta();
    refresh();
    this.firstResidual = Vectors.norm(data.residual(outputs));
  }

  /** Returns the duality gap of the current point, in units of f0. */
  double gap() {
    return terms.stream().mapToDouble(PenaltyTerm::complementarity).sum();
  }

  /**
   * Takes one predictor-corrector step (Mehrotra, 1992).
   *
   * @return the step length; below {@link #SHORTEST} no progress is possible any more
   * @throws ArithmeticException if a factorisation fails, as it may when nothing more can be gained
   */
  double step() {
    terms.forEach(PenaltyTerm::rescale);
    Curvature curvature = Curvature.at(program, outputs);
    double alpha = Math.sqrt(scale) / program.beta();
    ReducedSystem system = ReducedSystem.of(terms, curvature, alpha, outputs.length);
    intercept.prepare(system, curvature, outputs.length);
    direction(system, curvature, 0, false);
    double affine = Math.min(1, longestStep());
    double mu = gap() / terms.stream().mapToInt(PenaltyTerm::degree).sum();
    double centering = (1 - affine) * (1 - affine);
    double[] move = direction(system, curvature, centering * mu, true);
    double length = lineSearch(move);
    if (length < HOPEFUL) {
      move = direction(system, curvature, RECENTER * mu, false);
      length = lineSearch(move);
    }
    advance(length, move);
    return length;
  }

  private void advance(double length, double[] move) {
    terms.forEach(term -> term.move(length));
    intercept.move(length);
    nu = combine(nu, length, move);
    refresh();
  }

  private void refresh() {
    outputs = new double[Math.multiplyExact(data.rows(), program.size().outputs())];
    for (PenaltyTerm term : terms) {
      term.features().addOutputs(kappa, term.value(), outputs);
    }
    intercept.addedTo(outputs);
    residual = combine(nu, -1, data.residual(outputs));
  }

  /** Sets the terms' directions and returns d nu. */
  private double[] direction(
      ReducedSystem system, Curvature curvature, double mu, boolean correct) {
    terms.forEach(term -> term.aim(mu, correct));
    intercept.begin();
    double[] move = new double[nu.length];
    double[] rest = residual;
    double before = Double.POSITIVE_INFINITY;
    double goal = REFINED * Vectors.norm(residual);
    for (int pass = 0; pass <= MOST_REFINEMENTS; pass++) {
      double[] rho = curvature.preimage(rest);
      double[] flat = combine(rest, -1, curvature.times(rho));
      double[] free = pass == 0 ? outputsOfChange() : new double[nu.length];
      double[] answer = curvature.transposeTimes(combine(free, 1, reaction(flat)));
      double[] part = combine(curvature.times(system.solve(combine(answer, -1, rho))), -1, flat);
      intercept.bend(part, combine(combine(nu, 1, move), 1, part));
      for (PenaltyTerm term : terms) {
        term.follow(term.features().adjoint(1 / program.beta(), part));
      }
      move = combine(move, 1, part);
      double[] bent = curvature.times(curvature.transposeTimes(outputsOfChange()));
      rest = combine(combine(residual, 1, move), -1, bent);
      double left = Vectors.norm(rest);
      if (left <= goal || !(left < before / 2)) {
        break;
      }
      before = left;
    }
    return move;
  }

  private double[] outputsOfChange() {
    double[] out = new double[nu.length];
    for (PenaltyTerm term : terms) {
      term.features().addOutputs(kappa, term.change(), out);
    }
    return intercept.changeAddedTo(out);
  }

  /** Returns kappa sum A_j M_j A_j^* x / beta. */
  private double[] reaction(double[] x) {
    double[] out = new double[nu.length];
    if (Arrays.stream(x).anyMatch(v -> v != 0)) {
      for (PenaltyTerm term : terms) {
        double[] g = term.features().adjoint(1 / program.beta(), x);
        term.features().addOutputs(kappa, term.react(g), out);
      }
    }
    return out;
  }

  private double longestStep() {
    return terms.stream().mapToDouble(PenaltyTerm::longestStep).min().orElseThrow();
  }

  /** Shortens the step until the residual shrinks with it, up to a share of the gap. */
  private double lineSearch(double[] move) {
    double length = Math.min(1, BOUNDARY * longestStep());
    double[] dy = outputsOfChange();
    double now = Vectors.norm(residual);
    double allowance = 1e-3 * firstResidual * gap();
    while (length > SHORTEST) {
      double[] gradient = data.residual(combine(outputs, length, dy));
      double then = Vectors.norm(combine(combine(nu, length, move), -1, gradient));
      if (then <= (1 - 0.1 * length) * now + allowance) {
        return length;
      }
      length *= SHRINK;
    }
    return length;
  }

  private static double[] combine(double[] x, double alpha, double[] y) {
    double[] sum = x.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += alpha * y[i];
    }
    return sum;
  }
}
