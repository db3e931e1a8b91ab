package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.program.Factors;

/**
 * One convex term of the penalty as a cone constraint with its primal-dual pair, its scaling, and
 * the direction in which it is about to move. Mutable; it lives for one solve.
 *
 * <p>Everything is normalised: the variable is Z beta / f0 and the dual is G = A^* nu / beta, whose
 * dual norm must stay below 1. When nu moves by d nu, a term answers with d Z = c - M dG, where c
 * comes from the point on the central path that is aimed at, and M is positive semidefinite (Liu
 * and Vandenberghe, 2009, section 3).
 */
interface PenaltyTerm {

  /** Returns the degree of the barrier. */
  int degree();

  /** Returns the number of columns of M^(1/2). */
  int directions();

  /** Returns the inner product of the primal and the dual slack, the share of the duality gap. */
  double complementarity();

  /** Computes the scaling at the current point. */
  void rescale();

  /** Writes A M^(1/2) to columns from, from + 1, ... of a matrix whose rows are outputs. */
  void writeHalf(Matrix b, int from);

  /** Returns M G. */
  double[] react(double[] g);

  /**
   * Begins a new direction.
   *
   * @param at where it goes to
   */
  void aim(Aim at);

  /** Adds the answer to a move of the dual by dG. */
  void follow(double[] dG);

  /** Returns d Z of the direction so far. */
  double[] change();

  /** Returns the longest step that keeps both slacks feasible; infinite if any does. */
  double longestStep();

  /** Moves along the direction. */
  void move(double step);

  /** Shrinks the primal slack to a share, as when beta becomes that share of what it was. */
  void shrink(double share);

  /** Returns a bound of the penalty of Z, which it reaches with the gap. */
  double bound();

  /** Returns G, R x (q*c) row-major. */
  double[] dual();

  /** Returns Z, R x (q*c) row-major. */
  double[] value();

  /** Returns Z times a factor, as columns u v^T. */
  Factors factors(double scale);

  /** Returns the features that Z is multiplied with. */
  BlockFeatures features();
}
