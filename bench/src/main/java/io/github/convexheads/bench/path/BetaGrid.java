package io.github.convexheads.bench.path;

import io.github.convexheads.api.fit.RegularizationPath;
import java.util.ArrayList;
import java.util.List;

/**
 * The fractions of beta_max that a path tries: geometric, from just below 1.
 *
 * @param fractions the fractions, falling
 * @param ratio each fraction over the one before
 * @param open whether to go on beyond the last one where it is the best
 */
public record BetaGrid(List<Double> fractions, double ratio, boolean open) {
  /** Where a path ends unless something else is asked for. */
  public static final double DEFAULT_LAST = 1e-3;

  /** Nothing is tried below: a penalty of a millionth is none. */
  private static final double LEAST = 1e-6;

  private static final int FURTHER = 3;

  /** Copies the list. */
  public BetaGrid {
    fractions = List.copyOf(fractions);
  }

  /**
   * A geometric grid.
   *
   * @param count how many fractions, at least 1
   * @param last the smallest, between 0 and 1
   * @param open whether to go on beyond it
   * @return the grid
   */
  public static BetaGrid geometric(int count, double last, boolean open) {
    return new BetaGrid(
        RegularizationPath.geometric(count, last).fractions(), Math.pow(last, 1.0 / count), open);
  }

  /** Returns the next fractions beyond the last; none where going on says nothing. */
  List<Double> beyond() {
    List<Double> next = new ArrayList<>();
    double fraction = fractions.get(fractions.size() - 1) * ratio;
    while (open && next.size() < FURTHER && fraction >= LEAST) {
      next.add(fraction);
      fraction *= ratio;
    }
    return next;
  }

  BetaGrid with(List<Double> further) {
    List<Double> all = new ArrayList<>(fractions);
    all.addAll(further);
    return new BetaGrid(all, ratio, open);
  }
}
