package io.github.convexheads.api.program;

import io.github.convexheads.api.head.BlockwiseLift;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.intercept.Intercept;
import io.github.convexheads.api.internal.intercept.ShiftedOutputs;
import io.github.convexheads.api.internal.loss.HuberLoss;
import io.github.convexheads.api.internal.loss.LabelledRows;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.internal.loss.WeightedRows;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Bounds of what rounding can change in an evaluation, with u = 2^-53 and gamma_m = m u / (1 - m
 * u), which bounds the relative error of a product of m roundings (Higham, 2002, lemma 3.1).
 *
 * <p>Outputs. Row i is sum_h (phi_i^T u_h) v_h. Every term passes through at most m roundings, so
 * the error of the row is at most gamma_m S_i w in the Euclidean norm, with S_i the size of the
 * terms of phi_i ({@link FeatureSizes}) and w = sum_h ||u_h|| ||v_h||. This holds for sums in any
 * order and for fast Fourier transforms, whose error is bounded in norms (Higham, 2002, theorem
 * 24.2). A relu network's pre-activations count as nonnegative within 2^-50, which is another 8 u.
 *
 * <p>Loss. With outputs o + d, ||d|| <= delta_i, convexity and a curvature L give |loss(o + d) -
 * loss(o)| <= ||E_i|| delta_i + L delta_i^2 / 2. The loss of a row as computed is that of outputs
 * within 4 u |o|, times 1 + gamma, which for softmax has up to 745 roundings in an exponential.
 *
 * <p>Gradient. E as computed serves as the dual point, so its own error does not matter, only that
 * of its products: ||(A_j^* E) v as computed - (A_j^* E) v|| <= gamma_m sum_i S_i ||E_i|| ||v||,
 * with the additions over rows among the m. Losses whose conjugate lives on a simplex move a row to
 * it by a relative 8 c u at most, which is counted here too.
 *
 * <p>Dual values. -loss*(theta E_i) is a sum of terms u_p (u_p / 2 + y_p) or q_p log q_p, each with
 * a relative error, so that the error is at most gamma sum_p |u_p| (1 + |u_p| / w + |y_p|) + gamma
 * |loss*| for a sample of weight w.
 *
 * <p>Underflow. What products of tokens, features or weights lose below the range of double
 * arithmetic is less than TINY times the lengths of factors, and less than TINY in losses; norms of
 * gradients are only asked for where they are far from it ({@code NumberRange}).
 *
 * <p>Intercept. A dual point must sum to 0 over rows in every output. E does so but for rounding,
 * and stands for the point that does so exactly: what its columns sum to moves products by at most
 * the largest S_i times their size, and dual values by at most their size times the slope of
 * conjugates, which are outputs: bounded by 1024 in softmax, by |u / w| + |y| in the others.
 *
 * <p>The 1 and the 1024 are for losses of probabilities, or of which nothing is known; the squared
 * and Huber's loss are homogeneous, so that targets of 1e-9 are proven as exactly as those of 1.
 */
record RoundingErrors(
    RowLosses losses, double[] sizes, Lift lift, double unit, Optional<double[]> left) {
  /** Bounds where all samples are here, and with them all that columns sum to. */
  RoundingErrors(RowLosses losses, double[] sizes, Lift lift, double unit) {
    this(losses, sizes, lift, unit, Optional.empty());
  }

  /** u = 2^-53. */
  static final double DOUBLE = 0x1p-53;

  /** Roundings besides those that grow with shapes, for relu's slack and head-specific steps. */
  private static final int FEW = 64;

  /** Roundings in the loss of one row, mostly in an exponential of a number up to 745. */
  private static final int LOSS = 1024;

  /** What is lost by underflow at most, beside numbers that {@code NumberRange} allows. */
  private static final double TINY = 0x1p-800;

  /** What {@link FenchelYoung} cannot tell from rounding. */
  private static final double UNSEEN = 2 * FenchelYoung.ROUNDING;

  /** Outputs may be off by what {@link WideActions} cannot tell from rounding, and by rounding. */
  private static final double UNSEEN_OUTPUTS = 3;

  /** Bounds |F(Z) as computed - F(Z')| for every Z' within a Frobenius distance of Z. */
  double loss(Variable z, double[] outputs, double[] residual, double loss, double distance) {
    double w = 0;
    double lengths = 0;
    for (Factors block : z.blocks()) {
      w += block.sumOfWeights();
      lengths += block.rank() + Vectors.norm(block.left()) + Vectors.norm(block.right());
    }
    int c = losses.width();
    int positions = losses.targets().positions();
    double gamma = gamma(outputRoundings(z.totalRank()));
    double first = 0;
    double second = 0;
    double inner = 0;
    for (int row = 0; row < losses.rows(); row++) {
      double squares = 0;
      for (int p = row * c; p < (row + 1) * c; p++) {
        squares += residual[p] * residual[p];
        inner += Math.abs(residual[p] * outputs[p]);
      }
      double delta =
          sizes[row / positions] * (UNSEEN_OUTPUTS * gamma * w + distance) + TINY * lengths;
      first += Math.sqrt(squares) * delta;
      second += delta * delta;
    }
    double curvature = losses.loss().curvature() / (2.0 * losses.targets().samples());
    return (first + (second > 0 ? curvature * second : 0) + 4 * unit * inner) * (1 + 0x1p-20)
        + gamma(LOSS + 4.0 * c + sumRoundings()) * Math.abs(loss)
        + (w > 0 ? TINY : 0);
  }

  /** Bounds ||(A_j^* E / n as computed) - A_j^* E / n||_2 for every block. */
  double gradient(double[] residual) {
    int c = losses.width();
    int positions = losses.targets().positions();
    double sum = 0;
    for (int row = 0; row < losses.rows(); row++) {
      double squares = 0;
      for (int p = row * c; p < (row + 1) * c; p++) {
        squares += residual[p] * residual[p];
      }
      sum += sizes[row / positions] * Math.sqrt(squares);
    }
    double rows = Math.max(1, losses.rows());
    double uncentred = uncentred(residual, Arrays.stream(sizes).max().orElse(0));
    return uncentred + gamma(outputRoundings(0) + rows + 8.0 * c + FEW) * sum * (1 + 0x1p-20);
  }

  /**
   * The error of phi^T u, and of phi p, relative to the length of what is multiplied: gamma times
   * the root of the sum of S_i^2 over the samples of a batch and their positions, with much to
   * spare for products of random vectors.
   */
  double actions(int from, int to) {
    double size = Vectors.norm(Arrays.copyOfRange(sizes, from, to));
    double rows = (double) (to - from) * losses.targets().positions();
    double root = Math.sqrt(losses.targets().positions());
    return 32 * gamma(outputRoundings(0) + rows) * size * root + TINY * (1 + size);
  }

  /** The error of one entry of phi^T u, relative to the length of u. */
  double action(int from, int to) {
    double size = Arrays.stream(sizes, from, to).max().orElse(0);
    return 2 * gamma(outputRoundings(0)) * size + TINY * (1 + size);
  }

  /** Bounds |D(theta) as computed - D(theta)| for the dual value D. */
  double dual(double[] residual, double theta) {
    int c = losses.width();
    Targets targets = losses.targets();
    double scale = theta * targets.samples();
    double sum = 0;
    double one = homogeneous(losses.loss()) ? 0 : 1;
    double steepness = one * LOSS;
    double[] dual = new double[c];
    for (int row = 0; row < losses.rows(); row++) {
      double terms = 0;
      double weight = weight(row);
      for (int p = 0; p < c; p++) {
        dual[p] = scale * residual[row * c + p];
        double y = targets instanceof RealTargets real ? Math.abs(real.value(row, p)) : 0;
        steepness = Math.max(steepness, one * LOSS + y + Math.abs(dual[p] / weight));
        terms += Math.abs(dual[p]) * (one + Math.abs(dual[p] / weight) + y);
      }
      sum += terms + Math.abs(losses.loss().conjugate(dual, 0, targets, row));
    }
    double roundings = Math.max(UNSEEN, gamma(4.0 * c + FEW + sumRoundings()));
    double uncentred = uncentred(residual, theta * steepness);
    return uncentred
        + roundings * sum / targets.samples() * (1 + 0x1p-20)
        + (vanishes(residual) ? 0 : TINY);
  }

  private static boolean vanishes(double[] residual) {
    return Arrays.stream(residual).allMatch(e -> e == 0);
  }

  /** Whether a loss of targets and outputs times a is a^2 times it, with its bounds times a. */
  private static boolean homogeneous(Loss loss) {
    if (loss instanceof WeightedRows weighted) {
      return homogeneous(weighted.original());
    }
    if (loss instanceof LabelledRows some) {
      return homogeneous(some.original());
    }
    return loss instanceof SquaredLoss || loss instanceof HuberLoss;
  }

  /**
   * Bounds what the columns of E / n sum to, in exact arithmetic, times a factor. With an intercept
   * the dual point is E less these sums, shared among the entries by size; a part of the samples
   * has the share of its own entries, if it knows what all sum to. Without one nothing is taken
   * off.
   */
  private double uncentred(double[] residual, double factor) {
    if (!losses.intercept() && left.isEmpty()) {
      return 0;
    }
    if (left.isPresent() && left.get().length == 0) {
      return Double.POSITIVE_INFINITY;
    }
    int c = losses.width();
    var columns = ShiftedOutputs.Columns.of(0, 0, residual, c);
    double[] own =
        left.orElseGet(() -> Intercept.of().leaving(columns, gamma(losses.rows() + 2)).left());
    double[] all = columns.sizes();
    double sum = IntStream.range(0, c).mapToDouble(p -> own[p] * all[p]).sum();
    return factor * sum * (1 + gamma(losses.rows() + c + 2));
  }

  /** w of a row; rows that count for nothing have no dual value either. */
  private double weight(int row) {
    double weight = losses.targets().weight(row / losses.targets().positions());
    return weight > 0 ? weight : 1;
  }

  /** m for outputs: sums over tokens, features and components, and what a head does besides. */
  private double outputRoundings(int rank) {
    double tokens = lift.shape().tokens();
    double features = lift.shape().features();
    double rows = 0;
    double width = 0;
    for (var block : lift.blocks()) {
      rows = Math.max(rows, block.rows());
      width = Math.max(width, block.width());
    }
    double length = lift instanceof BlockwiseLift ? Math.min(rows, tokens * features) : rows;
    return FEW + 4 * (tokens + features) + length + width + rank + lift.blocks().size();
  }

  /** Roundings of a sum over rows in pieces. */
  private double sumRoundings() {
    return RowLosses.PIECE + losses.pieces() + 8;
  }

  private double gamma(double m) {
    return m * unit < 0.5 ? m * unit / (1 - m * unit) : Double.POSITIVE_INFINITY;
  }
}
