package io.github.convexheads.bench.path;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * The fractions of beta_max that a path tries: geometric, from just below 1.
 *
 * @param fractions the fractions, falling
 * @param ratio each fraction over the one before; 1 where the grid is not geometric
 * @param open whether to go on beyond the last one where it is the best
 */
public record BetaGrid(List<Double> fractions, double ratio, boolean open) {
  /** Where a path ends unless something else is asked for. */
  public static final double DEFAULT_LAST = 1e-3;

  /** Nothing is tried below: a penalty of a millionth is none. */
  private static final double LEAST = 1e-6;

  private static final int FURTHER = 3;

  /** Checks the order. */
  public BetaGrid {
    fractions = List.copyOf(fractions);
    if (fractions.isEmpty()) {
      throw new InvalidInputException("a path needs at least one beta");
    }
    for (int i = 0; i < fractions.size(); i++) {
      if (!(fractions.get(i) > 0) || (i > 0 && !(fractions.get(i) < fractions.get(i - 1)))) {
        throw new InvalidInputException(
            "the fractions of a path must be positive and fall, found " + fractions);
      }
    }
  }

  /**
   * Fails where every beta has the same solution, zero, so that there is nothing to choose.
   *
   * @param betaMax the smallest beta whose solution is zero
   * @param part what is fitted, for example {@code fold1of5}
   * @return betaMax
   * @throws InvalidInputException if it is 0
   */
  public static double requirePositive(double betaMax, String part) {
    if (betaMax == 0) {
      throw new InvalidInputException(
          ("%s: beta_max is 0, and so there is no path of beta: no feature of this head tells the targets"
                  + " apart, as where there is one class, all tokens are 0, or no sample that is fitted has a"
                  + " weight")
              .formatted(part));
    }
    return betaMax;
  }

  /**
   * A grid that ends where it is said to.
   *
   * @param fractions the fractions, falling
   * @return the grid
   */
  public static BetaGrid closed(List<Double> fractions) {
    return new BetaGrid(fractions, 1, false);
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
    if (!(count >= 1 && last > 0 && last < 1)) {
      throw new InvalidInputException(
          "a path needs at least one beta and a last fraction between 0 and 1, found %d and %s"
              .formatted(count, last));
    }
    List<Double> fractions = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      fractions.add(Math.pow(last, (double) i / count));
    }
    return new BetaGrid(fractions, Math.pow(last, 1.0 / count), open);
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
