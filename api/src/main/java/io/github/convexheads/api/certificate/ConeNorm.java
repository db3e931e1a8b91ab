package io.github.convexheads.api.certificate;

import io.github.convexheads.api.internal.program.ConeProjection;
import io.github.convexheads.api.internal.program.Facets;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.LocalData;
import java.util.Optional;

/**
 * Bounds max{u^T M v : K u &gt;= 0, unit balls} for the M = A_j^* E / n and the cone of one block:
 * exactly where v has one entry, by branch and bound where it has more, and by {@link
 * CopositiveBound} once where that gets nowhere.
 */
final class ConeNorm {
  /** Inequalities x R beyond which a cone is not written out. */
  private static final long LARGEST_CONE = 1L << 24;

  /** Inequalities x R up to which a cone is searched for its facets. */
  private static final int MOST_TO_SIFT = 10_000;

  /** Halvings of one block after which another bound is tried. */
  private static final int MOST_HALVINGS = 4_000;

  private final Evaluation at;
  private final LocalData.Cone cone;
  private final int length;
  private final int columns;
  private final double unit;
  private final double[] m;
  private final double[] k;
  private final ConeProjection projection;
  private final double error;
  private Optional<BranchedNorm> branched = Optional.empty();
  private int halvings;
  private double upper;
  private double lower;
  private boolean done;
  private double spent;

  private ConeNorm(Evaluation at, int block, LocalData.Cone cone, double spectral) {
    this.at = at;
    this.cone = cone;
    this.length = at.program().blocks().get(block).rows();
    this.columns = at.program().blocks().get(block).columns();
    double[] given = at.adjointTimes(block, Matrix.identity(columns).toArray(), columns);
    this.unit = PowerOfTwo.near(given);
    this.m = PowerOfTwo.divided(given, unit);
    double[] rows = ConeProjection.of(cone, length).directions();
    this.k = columns == 1 || rows.length > MOST_TO_SIFT ? rows : Facets.of(rows, length);
    this.projection = ConeProjection.of(k.clone(), length);
    this.error = at.gradientError();
    this.upper = spectral;
    begin();
  }

  /** Opens the cone of a block; empty where it is not known or too large to be written out. */
  static Optional<ConeNorm> of(Evaluation at, int block, double spectral) {
    int length = at.program().blocks().get(block).rows();
    return at.program()
        .localData()
        .flatMap(data -> data.cone(block))
        .filter(cone -> (long) cone.inequalities() * length <= LARGEST_CONE)
        .map(cone -> new ConeNorm(at, block, cone, spectral));
  }

  private void begin() {
    if (columns > 1) {
      branched =
          Optional.of(new BranchedNorm(at.program().kernel(), m, length, columns, projection));
      improved(branched.get().upper());
      lower = unit * branched.get().lower();
      return;
    }
    double[] opposite = new double[m.length];
    for (int r = 0; r < m.length; r++) {
      opposite[r] = -m[r];
    }
    double found = Math.max(projection.dualNorm(m), projection.dualNorm(opposite));
    improved(found);
    lower = unit * found;
    done = true;
  }

  /** Takes a bound for the M that was computed, and allows for its error. */
  private void improved(double bound) {
    double scaled = unit * bound;
    upper = Math.min(upper, scaled + (Double.isNaN(error) ? 0x1p-40 * scaled : error));
  }

  /** Returns the bound. */
  double upper() {
    return upper;
  }

  /** Returns a value that the norm is not below, but for rounding. */
  double lower() {
    return lower;
  }

  /** Says whether nothing more can be done. */
  boolean done() {
    return done;
  }

  /** Returns about how many multiplications one halving takes. */
  double work() {
    return 4.0 * k.length * Math.min(length, k.length / length) + 1e3;
  }

  /** Returns about how many multiplications another bound took, if one was tried. */
  double spentOtherwise() {
    return spent;
  }

  /** Works on the bound until it is at most a value that is enough, or for so many halvings. */
  void improve(double enough, int most) {
    BranchedNorm norm = branched.orElseThrow();
    for (int step = 0; step < most && !done && upper > enough; step++) {
      if (norm.exhausted() || halvings >= MOST_HALVINGS) {
        improveOtherwise(enough);
        done = true;
      } else {
        norm.halve();
        halvings++;
        improved(norm.upper());
      }
    }
    lower = Math.max(lower, unit * norm.lower());
  }

  private void improveOtherwise(double enough) {
    if (cone.interior().isPresent()
        && k.length <= MOST_TO_SIFT
        && length <= CopositiveBound.LONGEST) {
      spent += CopositiveBound.work(k.length / length, length);
      double[] w = cone.interior().get();
      double least = enough / unit;
      improved(
          Math.sqrt(
              CopositiveBound.of(at.program().kernel(), m, length, columns, k, w, least * least)));
    }
  }
}
