package io.github.convexheads.api.program;

import io.github.convexheads.api.internal.intercept.Intercept;
import io.github.convexheads.api.internal.intercept.InterceptFit;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The mean loss of outputs and all that follows from it row by row, on all threads in pieces of a
 * fixed number of rows, so that sums have the same bits for any number of threads.
 *
 * @param loss the loss of a row
 * @param targets the targets
 * @param workers the threads
 * @param interceptKernel the linear algebra of intercepts where the loss of outputs is that at
 *     their best one, min over b of F(o + 1 b^T)
 */
record RowLosses(Loss loss, Targets targets, Workers workers, Optional<Kernel> interceptKernel) {
  static final int PIECE = 128;

  /** Losses without an intercept. */
  RowLosses(Loss loss, Targets targets, Workers workers) {
    this(loss, targets, workers, Optional.empty());
  }

  /**
   * The mean loss at a point of a curve.
   *
   * @param loss (1/n) sum of losses
   * @param slope its derivative with respect to t
   */
  record Value(double loss, double slope) {}

  /** The loss without the bounds of its slopes, where it has that form. */
  Optional<RowLosses> unbounded() {
    return loss.unbounded().map(free -> new RowLosses(free, targets, workers, interceptKernel));
  }

  /** Whether outputs have an intercept. */
  boolean intercept() {
    return interceptKernel.isPresent();
  }

  int rows() {
    return Math.multiplyExact(targets.samples(), targets.positions());
  }

  int width() {
    return targets.outputs();
  }

  /** A fit of the intercept that starts from zero, or from one found near by. */
  InterceptFit interceptFit(InterceptFit.Found start) {
    var size = new InterceptFit.Size(rows(), width(), loss.curvature() * targets.positions());
    return new InterceptFit(size, interceptKernel.orElseThrow(), start);
  }

  /** Writes E / n at given outputs to {@code residual} and returns their mean loss. */
  double at(double[] outputs, double[] residual) {
    System.arraycopy(outputs, 0, residual, 0, outputs.length);
    return mean((from, to) -> evaluate(residual, from, to));
  }

  /** Does {@link #at} with an intercept added to every row; none has length 0. */
  double shifted(double[] outputs, double[] b, double[] residual) {
    System.arraycopy(outputs, 0, residual, 0, outputs.length);
    return mean(
        (from, to) -> {
          addIntercept(residual, b, from, to);
          return evaluate(residual, from, to);
        });
  }

  /** Writes E / n as an intercept makes it to {@code residual} and returns the mean loss. */
  double at(double[] outputs, Intercept b, double[] residual) {
    double mean = shifted(outputs, b.values(), residual);
    for (double[] move : b.bends()) {
      double[] moved = bent(outputs, b.values(), move, residual);
      System.arraycopy(moved, 0, residual, 0, moved.length);
    }
    centre(residual, b.share());
    return mean;
  }

  /** Returns outputs with an intercept added to every row; the array itself where there is none. */
  double[] withIntercept(double[] outputs, double[] b) {
    if (b.length == 0) {
      return outputs;
    }
    double[] sum = outputs.clone();
    addIntercept(sum, b, 0, rows());
    return sum;
  }

  private void addIntercept(double[] outputs, double[] b, int fromRow, int toRow) {
    int c = width();
    for (int from = fromRow * c; b.length > 0 && from < toRow * c; from += c) {
      for (int p = 0; p < c; p++) {
        outputs[from + p] += b[p];
      }
    }
  }

  /** Returns the Hessian of F(o + 1 b^T) with respect to b. */
  double[] interceptHessian(Kernel kernel, double[] outputs, double[] b) {
    return new HessianSum(this, kernel, withIntercept(outputs, b)).total();
  }

  /** Returns E / n after a move of the intercept, to first order: every row plus H_i times it. */
  double[] bent(double[] outputs, double[] b, double[] move, double[] residual) {
    int c = width();
    double[] shifted = withIntercept(outputs, b);
    double[] next = residual.clone();
    forEachPiece(
        (from, to) -> {
          RowHessian h = new RowHessian(this);
          for (int row = from; row < to; row++) {
            h.at(shifted, row).addProduct(move, next, row * c);
            keepSigns(residual, next, row * c);
            keepSum(residual, next, row * c);
          }
        });
    return next;
  }

  /** Takes a share of the size of every entry off it, by columns; none where there is none. */
  void centre(double[] residual, double[] share) {
    if (share.length == 0) {
      return;
    }
    int c = width();
    double[] before = residual.clone();
    for (int i = 0; i < residual.length; i++) {
      residual[i] -= share[i % c] * Math.abs(residual[i]);
    }
    for (int from = 0; from < residual.length; from += c) {
      keepSigns(before, residual, from);
      keepSum(before, residual, from);
    }
  }

  /** Entries that would change sign become 0, as conjugates are infinite beyond. */
  private void keepSigns(double[] before, double[] after, int from) {
    for (int i = from; i < from + width(); i++) {
      after[i] = before[i] * after[i] < 0 ? 0 : after[i];
    }
  }

  /**
   * Rows that sum to 0 but for rounding, as those of softmax, do so again by their largest entry.
   */
  private void keepSum(double[] before, double[] after, int from) {
    double sum = 0;
    double size = 0;
    int largest = from;
    for (int i = from; i < from + width(); i++) {
      sum += before[i];
      size += Math.abs(before[i]);
      largest = Math.abs(before[i]) > Math.abs(before[largest]) ? i : largest;
    }
    if (Math.abs(sum) <= width() * 0x1p-52 * size) {
      double others = 0;
      for (int i = from; i < from + width(); i++) {
        others += i == largest ? 0 : after[i];
      }
      after[largest] = -others;
    }
  }

  /** Writes E / n at the outputs of a curve to {@code residual}; returns loss and slope there. */
  Value along(double[] outputs, OutputCurve curve, double t, double[] residual) {
    int c = width();
    double[] slopes = new double[pieces()];
    double loss =
        mean(
            (from, to) -> {
              curve.at(outputs, t, from * c, to * c, residual);
              double sum = evaluate(residual, from, to);
              slopes[from / PIECE] = curve.slope(residual, t, from * c, to * c);
              return sum;
            });
    return new Value(loss, Arrays.stream(slopes).sum());
  }

  /** Returns the slope at t = 0 of the mean loss, given E / n there. */
  double slope(double[] residual, OutputCurve curve) {
    return slope(residual, curve, 0);
  }

  /** Returns the slope at t of the mean loss, given E / n there. */
  double slope(double[] residual, OutputCurve curve, double t) {
    return sum((from, to) -> curve.slope(residual, t, from * width(), to * width()));
  }

  /** Returns -(1/n) sum loss*(theta E_i) for E / n and every theta. */
  double[] dualValues(double[] residual, double... theta) {
    double[][] sums = new double[theta.length][pieces()];
    forEachPiece(
        (from, to) -> {
          for (int i = 0; i < theta.length; i++) {
            sums[i][from / PIECE] = conjugates(residual, theta[i], from, to);
          }
        });
    return Arrays.stream(sums)
        .mapToDouble(pieces -> -Arrays.stream(pieces).sum() / targets.samples())
        .toArray();
  }

  /** Returns tr(H_i) / (c n) of every row, the mean curvature of its loss. */
  double[] curvatures(double[] outputs) {
    double[] weights = new double[rows()];
    double scale = 1 / (width() * (double) targets.samples());
    forEachPiece(
        (from, to) -> {
          for (int row = from; row < to; row++) {
            weights[row] = scale * loss.hessianTrace(outputs, row * width(), targets, row);
          }
        });
    return weights;
  }

  /** Returns (1/n) times the sum of squares. */
  double meanSquare(double[] outputs) {
    int c = width();
    return mean(
        (from, to) -> {
          double squares = 0;
          for (int i = from * c; i < to * c; i++) {
            squares += outputs[i] * outputs[i];
          }
          return squares;
        });
  }

  /** Writes a row's block of the Hessian of the mean loss. */
  void hessian(double[] outputs, int row, double[] hessian) {
    loss.hessian(outputs, row * width(), targets, row, hessian);
    for (int i = 0; i < width() * width(); i++) {
      hessian[i] /= targets.samples();
    }
  }

  /** Turns outputs of some rows into E / n in place and returns the sum of their losses. */
  private double evaluate(double[] outputs, int fromRow, int toRow) {
    double sum = 0;
    for (int row = fromRow; row < toRow; row++) {
      sum += loss.valueAndGradient(outputs, row * width(), targets, row, outputs);
    }
    for (int i = fromRow * width(); i < toRow * width(); i++) {
      outputs[i] /= targets.samples();
    }
    return sum;
  }

  private double conjugates(double[] residual, double theta, int fromRow, int toRow) {
    int c = width();
    double[] row = new double[c];
    double sum = 0;
    for (int r = fromRow; r < toRow; r++) {
      for (int p = 0; p < c; p++) {
        row[p] = theta * targets.samples() * residual[r * c + p];
      }
      sum += loss.conjugate(row, 0, targets, r);
    }
    return sum;
  }

  /** What a range of rows adds to a sum. */
  private interface Part {
    double of(int fromRow, int toRow);
  }

  interface Work {
    void on(int fromRow, int toRow);
  }

  private double mean(Part part) {
    return sum(part) / targets.samples();
  }

  private double sum(Part part) {
    double[] sums = new double[pieces()];
    forEachPiece((from, to) -> sums[from / PIECE] = part.of(from, to));
    return Arrays.stream(sums).sum();
  }

  void forEachPiece(Work work) {
    workers.forEach(
        pieces(), piece -> work.on(piece * PIECE, Math.min(rows(), (piece + 1) * PIECE)));
  }

  int pieces() {
    return (rows() + PIECE - 1) / PIECE;
  }
}
