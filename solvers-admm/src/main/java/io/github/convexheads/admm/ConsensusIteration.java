package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Consensus ADMM (Boyd et al. 2011, section 7.1) for min sum_s f_s(Z_s) + beta ||W||_* subject to
 * Z_s = W, with one scaled multiplier U_s for every shard s of S:
 *
 * <pre>
 *   W   = shrink(mean_s V_s, beta / (S rho))            V_s = alpha Z_s + (1 - alpha) W + U_s
 *   U_s = V_s - W
 *   Z_s = argmin f_s(Z) + (rho/2) ||Z - (W - U_s)||^2
 * </pre>
 *
 * <p>V alone carries the state, so one round is a map V -> T(V) with T(V)_s = V_s + alpha (Z_s -
 * W), which Anderson acceleration takes to its fixed point. Shards run in parallel, wherever they
 * are, and sums run in the order of the shards, so the bits depend on neither threads nor machines.
 */
final class ConsensusIteration {
  /** The best accuracy of inner solves, and the residual of a state at rest, relative to it. */
  private static final double ROUNDING = 1e-15;

  private final LossTerms terms;
  private final PenaltyProx penalty;
  private final AdmmSettings settings;
  private final double beta;
  private final int length;
  private final AndersonAcceleration acceleration;
  private List<double[]> solved;
  private List<double[]> typical;
  private double rho;
  private double[] state;
  private PenaltyProx.Shrunk shrunk;
  private double residual = Double.POSITIVE_INFINITY;
  private boolean loose;
  private ResidualBalance balance;

  ConsensusIteration(
      LossTerms terms,
      PenaltyProx penalty,
      AdmmSettings settings,
      double beta,
      double[] start,
      AndersonAcceleration acceleration) {
    this.terms = terms;
    this.penalty = penalty;
    this.settings = settings;
    this.beta = beta;
    this.length = start.length;
    this.acceleration = acceleration;
    this.solved = Collections.nCopies(terms.count(), start);
    setRho(settings.rho() > 0 ? settings.rho() : firstRho());
    this.state = new double[Math.multiplyExact(length, terms.count())];
    List<double[]> gradients = terms.gradients(start);
    for (int s = 0; s < terms.count(); s++) {
      // At the optimum rho U_s = -grad f_s; from the optimum the first round moves nothing.
      double[] v = Vectors.combination(-1 / rho, gradients.get(s), 1, start);
      System.arraycopy(v, 0, state, s * length, length);
    }
    this.shrunk = new PenaltyProx.Shrunk(start, null);
  }

  private double firstRho() {
    double mean = terms.meanCurvature();
    return mean > 0 ? mean : 1;
  }

  private void setRho(double value) {
    rho = value;
    typical = terms.typicalCurvatures(solved);
  }

  /** Returns the newest point that the penalty's step made. */
  Variable point() {
    return shrunk.variable();
  }

  /**
   * Says whether no further round would move V: ||T(V) - V|| is within rounding of ||V||, and not
   * only because Z_s = W was as good as the last inner solves were asked to be.
   */
  boolean atRest() {
    return !loose && residual <= ROUNDING * Math.max(Double.MIN_NORMAL, Vectors.norm(state));
  }

  /** One round. */
  void step() {
    PenaltyProx.Shrunk before = shrunk;
    shrunk = penalty.at(mean(state), beta / (rho * terms.count()));
    double[] w = shrunk.dense();
    double exact = ROUNDING * Vectors.norm(state);
    double accuracy = Math.max(innerAccuracy(), exact);
    loose = accuracy > exact;
    solved = terms.proximalSteps(rho, rho * accuracy, typical, targets(w), solved);
    double[] image = state.clone();
    for (int i = 0; i < image.length; i++) {
      image[i] += settings.relaxation() * (solved.get(i / length)[i % length] - w[i % length]);
    }
    residual = Vectors.norm(Vectors.combination(1, image, -1, state));
    balance = ResidualBalance.of(w, before.dense(), solved, state);
    state = acceleration.next(state, image);
  }

  /** Where the proximal step of every shard is taken, W - U_s = 2 W - V_s. */
  private List<double[]> targets(double[] w) {
    List<double[]> targets = new ArrayList<>();
    for (int s = 0; s < terms.count(); s++) {
      double[] target = new double[length];
      for (int i = 0; i < length; i++) {
        target[i] = 2 * w[i] - state[s * length + i];
      }
      targets.add(target);
    }
    return targets;
  }

  /** Inner solves need to be a little better than the outer iteration, and never perfect. */
  private double innerAccuracy() {
    double outer = Double.isFinite(residual) ? residual : Vectors.norm(state);
    return settings.cgTolerance() * outer;
  }

  /** Moves rho towards the balance of the residuals; true if it moved. */
  boolean rebalance() {
    double factor = settings.adaptive() ? balance.factor() : 1;
    if (factor == 1) {
      return false;
    }
    double[] w = shrunk.dense();
    for (int i = 0; i < state.length; i++) {
      double anchor = w[i % length];
      state[i] = anchor + (state[i] - anchor) / factor;
    }
    setRho(rho * factor);
    acceleration.reset();
    residual = Double.POSITIVE_INFINITY;
    return true;
  }

  private double[] mean(double[] v) {
    double[] mean = Arrays.copyOf(v, length);
    for (int s = 1; s < terms.count(); s++) {
      for (int i = 0; i < length; i++) {
        mean[i] += v[s * length + i];
      }
    }
    return IntStream.range(0, length).mapToDouble(i -> mean[i] / terms.count()).toArray();
  }
}
