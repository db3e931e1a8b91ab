package io.github.convexheads.api.certificate;

import io.github.convexheads.api.internal.program.FeasiblePoint;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apiguardian.api.API;

/**
 * A point in double precision, before the norms of its gradient are bounded, which is the costly
 * part of a certificate: its evaluation, its objective with rounding on the safe side, and how
 * large the norms may be for the point to be proven optimal to a tolerance.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class PointEvaluation {
  /** The share of an excess over beta to which a norm is bounded that is too large anyway. */
  private static final double COARSE = 0.3;

  /** The share of what norms may exceed beta by that is left to the search for their pairs. */
  private static final double SEARCHED = 0.1;

  /** The least of that excess, as a share of the tolerance, for which to search. */
  private static final double LEAST = 0.1;

  /** The share by which an estimate in single precision may be above the norm, amply. */
  private static final double DOUBTFUL = 1e-3;

  /** Relative accuracy to which norms are bounded at most. */
  private static final double ACCURACY = 1e-9;

  private final ConvexProgram exact;
  private final Variable point;
  private final Objective objective;
  private final Evaluation evaluation;
  private final double allowed;
  private final double tolerance;
  private final double open;

  private PointEvaluation(ConvexProgram exact, Variable given, double tolerance) {
    this.exact = exact;
    this.tolerance = tolerance;
    this.point = FeasiblePoint.of(exact, given);
    this.objective = Objective.of(exact, point);
    this.evaluation = objective.at();
    DualScaling free = DualScaling.best(evaluation, DualScaling.LARGEST);
    double scale = Math.max(objective.least(), Math.abs(primal()));
    double target = primal() - Math.max(tolerance, ACCURACY) * scale;
    this.allowed = exact.beta() / free.reaching(evaluation, target);
    this.open = Math.max(0, primal() - free.value()) / scale;
  }

  /**
   * Evaluates a point in double precision.
   *
   * @param program the program
   * @param point the point
   * @param tolerance the relative gap to prove
   * @return the evaluated point
   */
  public static PointEvaluation of(ConvexProgram program, Variable point, double tolerance) {
    return new PointEvaluation(program.withPrecision(Precision.FLOAT64), point, tolerance);
  }

  /**
   * Returns the objective (1/n) sum of losses + beta * sum ||Z_j||_*.
   *
   * @return an upper bound of it that allows for rounding
   */
  public double primal() {
    return objective.upper();
  }

  /**
   * Returns the point's evaluation in double precision.
   *
   * @return the evaluation
   */
  public Evaluation evaluation() {
    return evaluation;
  }

  /**
   * Returns the largest norm of a block's A_j^* E / n with which the point meets the tolerance.
   *
   * @return 0 if no norm is small enough
   */
  public double allowed() {
    return allowed;
  }

  /**
   * Estimates leading singular pairs of every block's gradient by a few Lanczos steps from the span
   * of the point's own right vectors. The values are lower bounds up to the rounding of the
   * precision; they cannot prove optimality but show cheaply where it is missed.
   *
   * @param precision the precision of the products
   * @param count how many pairs of every block are wanted, if there are as many
   * @return the pairs of every block
   */
  public List<SingularPairs> pairs(Precision precision, int count) {
    Evaluation rounded = evaluation.withPrecision(precision);
    List<SingularPairs> pairs = new ArrayList<>();
    for (int j = 0; j < exact.blocks().size(); j++) {
      pairs.add(SingularPairs.near(rounded, j, point.block(j), count));
    }
    return pairs;
  }

  /**
   * Finds the leading singular pairs of every block's gradient, and bounds the norms as exactly as
   * the tolerance needs: each until it is known to be within {@link #allowed}, or above. Where a
   * pair shows already that a norm is above, a bound costs much and proves little.
   *
   * @param pairs how many leading singular pairs of every block are wanted, if there are as many
   * @param certain whether to bound norms that are too large, too
   * @param stop asked now and then; true to be content with the bounds so far
   * @return the certificate if norms were bounded, and the pairs unless it proves the tolerance
   */
  public CertifiedGradient certified(int pairs, boolean certain, BooleanSupplier stop) {
    return certified(pairs, certain, stop, List.of());
  }

  /**
   * The same where directions near the leading right singular vectors are known, as those of a
   * point before are. A bound does not rest on them; finding its own takes longer.
   *
   * @param pairs how many leading singular pairs of every block are wanted, if there are as many
   * @param certain whether to bound norms that are too large, too
   * @param stop asked now and then; true to be content with the bounds so far
   * @param near {@link CertifiedGradient#directions} of another point of this program, or nothing
   * @return the certificate if norms were bounded, and the pairs unless it proves the tolerance
   */
  public CertifiedGradient certified(
      int pairs, boolean certain, BooleanSupplier stop, List<Matrix> near) {
    Optional<List<SingularPairs>> known =
        ZeroGradient.known(evaluation, pairs)
            .filter(found -> !certain && hopeless(SingularPairs.largest(found)));
    return known
        .map(found -> new CertifiedGradient(Optional.empty(), found, List.of()))
        .orElseGet(() -> searched(pairs, certain, stop, near));
  }

  /** Whether a norm is larger than the tolerance allows, and than beta. */
  private boolean hopeless(double norm) {
    return norm > Math.max(allowed, exact.beta());
  }

  /** Asks for products in double precision only where an estimate leaves it open. */
  private boolean tooLarge(List<GradientNorm> norms) {
    double estimate = norms.stream().mapToDouble(GradientNorm::estimate).max().orElse(0);
    return hopeless((1 - DOUBTFUL) * estimate)
        || hopeless(norms.stream().mapToDouble(GradientNorm::lower).max().orElse(0));
  }

  private CertifiedGradient searched(
      int pairs, boolean certain, BooleanSupplier stop, List<Matrix> near) {
    List<GradientNorm> norms = new ArrayList<>();
    for (int j = 0; j < exact.blocks().size(); j++) {
      Matrix known = near.isEmpty() ? BlockLanczos.noDirections(evaluation, j) : near.get(j);
      norms.add(new GradientNorm(evaluation, j, pairs, closeness(), known));
    }
    boolean bounded = certain || !tooLarge(norms);
    Optional<Certificate> certificate =
        bounded ? Optional.of(certificate(norms, stop)) : Optional.empty();
    if (point.totalRank() > 0 && certificate.filter(found -> found.proves(tolerance)).isPresent()) {
      return new CertifiedGradient(certificate, List.of(), List.of());
    }
    List<SingularPairs> leading = new ArrayList<>();
    for (int j = 0; j < norms.size(); j++) {
      leading.add(norms.get(j).pairs(point.block(j)));
    }
    List<Matrix> directions = norms.stream().map(GradientNorm::directions).toList();
    return new CertifiedGradient(certificate, leading, directions);
  }

  /** A share of what the norms may exceed beta by, and of what they leave of it. */
  private GradientNorm.Closeness closeness() {
    double excess = Math.max(LEAST * tolerance, allowed / exact.beta() - 1);
    double free = DualNorms.spectral(exact) ? exact.beta() : 0;
    return new GradientNorm.Closeness(Math.max(ACCURACY, SEARCHED * excess), allowed, free);
  }

  private Certificate certificate(List<GradientNorm> norms, BooleanSupplier stop) {
    SpectralNorm.Sufficiency enough =
        (lower, upper) -> {
          double excess = Math.max(lower / exact.beta() - 1, open);
          boolean decided = upper <= allowed || lower > allowed;
          return (decided && upper - lower <= COARSE * excess * exact.beta())
              || upper <= Math.max(allowed, lower * (1 + ACCURACY))
              || stop.getAsBoolean();
        };
    List<DualNorm> bounds = new ArrayList<>();
    for (GradientNorm norm : norms) {
      SpectralNorm found = norm.bounded(enough);
      bounds.add(new DualNorm(found.upper(), found.failureProbability()));
    }
    return objective.certificate(DualNorms.of(evaluation, bounds, stop));
  }

  /**
   * A certificate together with what a solver can go on with, the leading singular pairs of every
   * block's gradient.
   *
   * @param certificate the certificate of the point; empty where pairs show that its norms are too
   *     large for the tolerance, and none was wanted then
   * @param pairs the pairs of every block, which follow from data and point alone: exact where a
   *     side of the block is small, else estimates, whose values bound singular values from below
   *     up to rounding, in single precision where data are large; empty where the certificate
   *     proves a point other than zero to the tolerance, so that nobody goes on
   * @param directions near the leading singular vectors of every block, orthonormal columns as long
   *     as its smaller side, none where the norm is exact; empty where nothing was searched or
   *     nobody goes on
   */
  public record CertifiedGradient(
      Optional<Certificate> certificate, List<SingularPairs> pairs, List<Matrix> directions) {

    /** Copies the lists. */
    public CertifiedGradient {
      pairs = List.copyOf(pairs);
      directions = List.copyOf(directions);
    }
  }
}
