package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Arrays;
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
 * W), which Anderson acceleration takes to its fixed point. Shards run in parallel; each writes its
 * own part and sums run in the order of the shards, so the bits do not depend on the threads.
 */
final class ConsensusIteration {
  private final List<? extends LossTerm> shards;
  private final PenaltyProx penalty;
  private final Workers workers;
  private final AdmmSettings settings;
  private final double beta;
  private final int length;
  private final AndersonAcceleration acceleration;
  private final List<double[]> solved;
  private List<LossTerm.Prox> proxes = List.of();
  private double rho;
  private double[] state;
  private PenaltyProx.Shrunk shrunk;
  private double residual = Double.POSITIVE_INFINITY;
  private ResidualBalance balance;

  ConsensusIteration(
      List<? extends LossTerm> shards,
      PenaltyProx penalty,
      Workers workers,
      AdmmSettings settings,
      double beta,
      double[] start,
      AndersonAcceleration acceleration) {
    this.shards = shards;
    this.penalty = penalty;
    this.workers = workers;
    this.settings = settings;
    this.beta = beta;
    this.length = start.length;
    this.acceleration = acceleration;
    this.solved = new ArrayList<>();
    shards.forEach(shard -> solved.add(start));
    setRho(settings.rho() > 0 ? settings.rho() : firstRho());
    this.state = new double[Math.multiplyExact(length, shards.size())];
    for (int s = 0; s < shards.size(); s++) {
      // At the optimum rho U_s = -grad f_s; from the optimum the first round moves nothing.
      double[] v = Vectors.combination(-1 / rho, shards.get(s).gradient(start), 1, start);
      System.arraycopy(v, 0, state, s * length, length);
    }
    this.shrunk = new PenaltyProx.Shrunk(start, null);
  }

  private double firstRho() {
    double mean = shards.stream().mapToDouble(LossTerm::meanCurvature).sum() / shards.size();
    return mean > 0 ? mean : 1;
  }

  private void setRho(double value) {
    rho = value;
    LossTerm.Prox[] made = new LossTerm.Prox[shards.size()];
    workers.forEach(made.length, s -> made[s] = shards.get(s).prox(rho, solved.get(s)));
    proxes = List.of(made);
  }

  /** Returns the newest point that the penalty's step made. */
  Variable point() {
    return shrunk.variable();
  }

  /** Returns ||T(V) - V|| relative to ||V||. */
  double relativeResidual() {
    return residual / Math.max(Double.MIN_NORMAL, Vectors.norm(state));
  }

  /** One round. */
  void step() {
    PenaltyProx.Shrunk before = shrunk;
    shrunk = penalty.at(mean(state), beta / (rho * shards.size()));
    double[] w = shrunk.dense();
    double[] image = state.clone();
    double accuracy = innerAccuracy();
    workers.forEach(shards.size(), s -> advance(s, w, image, accuracy));
    residual = Vectors.norm(Vectors.combination(1, image, -1, state));
    balance = ResidualBalance.of(w, before.dense(), solved, state);
    state = acceleration.next(state, image);
  }

  private void advance(int s, double[] w, double[] image, double accuracy) {
    double[] target = new double[length];
    for (int i = 0; i < length; i++) {
      target[i] = 2 * w[i] - state[s * length + i];
    }
    double[] z = proxes.get(s).at(target, rho, accuracy, solved.get(s));
    solved.set(s, z);
    for (int i = 0; i < length; i++) {
      image[s * length + i] += settings.relaxation() * (z[i] - w[i]);
    }
  }

  /** Inner solves need to be a little better than the outer iteration, and never perfect. */
  private double innerAccuracy() {
    double scale = Vectors.norm(state);
    double outer = Double.isFinite(residual) ? residual : scale;
    return rho * Math.max(settings.cgTolerance() * outer, 1e-15 * scale);
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
    for (int s = 1; s < shards.size(); s++) {
      for (int i = 0; i < length; i++) {
        mean[i] += v[s * length + i];
      }
    }
    return IntStream.range(0, length).mapToDouble(i -> mean[i] / shards.size()).toArray();
  }
}
