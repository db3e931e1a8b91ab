package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.LocalData;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * The norm dual to the weight decay of all relu networks, max over unit u and v of sum_m max(0,
 * a_m.u) (w_m.v) = max over u of ||G(u)||, between two bounds that meet where u has few entries.
 *
 * <p>Branch and bound over u (Horst and Tuy, 1996, chapter 4): the sphere begins as its orthants,
 * and the cone with the largest bound ({@link ActivationCell}) is halved at its longest edge. A
 * bound is off by the square of its cone's width, but cones of a width are as many as its power r -
 * 1: this closes for r up to five or so, and beyond it is no better than what it starts with.
 * Finding the norm is NP-hard in r, as a sum of activations can be any of relu networks of one
 * layer.
 */
final class BranchedNetworkNorm {
  /** First weights up to which orthants are worth a look. */
  static final int MOST_INPUTS = 8;

  /** The relative difference of the bounds that is small enough. */
  private static final double ENOUGH = 1e-4;

  /** Numbers that all cones may keep. */
  private static final long MOST_KEPT = 40_000_000;

  /** What a cone takes beside its undecided activations, in these. */
  private static final int CONE = 16;

  private final ActivationRows rows;
  private final PriorityQueue<ActivationCell> open =
      new PriorityQueue<>(Comparator.comparingDouble((ActivationCell cell) -> -cell.bound()));
  private double lower;
  private long kept;
  private double done;

  private BranchedNetworkNorm(ActivationRows rows) {
    this.rows = rows;
  }

  /** Whether first weights and activations are few enough. */
  static boolean takes(LocalData.Activations activations) {
    int r = activations.map().columns();
    return r <= MOST_INPUTS && (long) activations.map().rows() << r <= MOST_KEPT;
  }

  /**
   * Returns an upper bound.
   *
   * @param known another upper bound
   * @param work the most undecided activations of cones to look at, and some more for every cone
   * @param stop asked now and then; true to be content with the bound so far
   */
  static double of(
      LocalData.Activations activations, double known, double work, BooleanSupplier stop) {
    if (!takes(activations)) {
      return known;
    }
    ActivationRows rows = new ActivationRows(activations);
    return Math.min(known, new BranchedNetworkNorm(rows).searched(known, work, stop));
  }

  private double searched(double known, double work, BooleanSupplier stop) {
    int[] all = IntStream.range(0, rows.count()).toArray();
    for (int orthant = 0; orthant < 1 << rows.inputs(); orthant++) {
      if (stop.getAsBoolean()) {
        return known;
      }
      add(orthant(orthant, all));
    }
    while (done < work && goesOn() && !stop.getAsBoolean()) {
      ActivationCell top = open.poll();
      kept -= size(top);
      done += 2.0 * size(top);
      for (ActivationCell half : top.halves(rows)) {
        add(half);
      }
    }
    double rounding = 0x1p-52 * (rows.count() + 16.0 * (rows.inputs() + rows.outputs()) + 64);
    return upper() * (1 + 1e-12) + rounding * rows.weight();
  }

  /** Cones that cannot tell more than this are not kept. */
  private double upper() {
    double least = lower * (1 + ENOUGH);
    return open.isEmpty() ? least : Math.max(least, open.peek().bound());
  }

  private boolean goesOn() {
    return rows.inputs() > 1 && upper() > lower * (1 + ENOUGH) && kept < MOST_KEPT;
  }

  private static int size(ActivationCell cell) {
    return CONE + cell.undecided().length;
  }

  private ActivationCell orthant(int signs, int[] all) {
    int r = rows.inputs();
    double[][] corners = new double[r][r];
    double[][] values = new double[r][];
    for (int k = 0; k < r; k++) {
      corners[k][k] = (signs >> k & 1) == 0 ? 1 : -1;
      values[k] = rows.value(corners[k]);
    }
    double[] nothing = new double[r * rows.outputs()];
    return ActivationCell.of(rows, corners, values, nothing, all, Double.POSITIVE_INFINITY);
  }

  private void add(ActivationCell cell) {
    for (double[] value : cell.values()) {
      lower = Math.max(lower, Vectors.norm(value));
    }
    if (cell.bound() > lower * (1 + ENOUGH)) {
      kept += size(cell);
      open.add(cell);
    }
  }
}
