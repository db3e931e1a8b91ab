package io.github.convexheads.api.certificate;

import io.github.convexheads.api.internal.text.GapText;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LiftedProgram;
import io.github.convexheads.api.program.Variable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apiguardian.api.API;

/**
 * A proven bound on the distance of a point to the global optimum: the objective is at most {@code
 * primal}, and no point has an objective below {@code dual}.
 *
 * <p>Only a {@link Certifier} makes one. Its lower bound is never above its objective: where the
 * two were computed the other way round, the certificate holds the {@link Contradiction} and a
 * lower bound of negative infinity, which proves nothing.
 *
 * <p>Source: Sahiner et al. (2022), equation (12) for the dual; {@link Certifier} says how its
 * point is chosen.
 */
@API(status = API.Status.STABLE)
public final class Certificate {
  /** The largest relative gap that is called optimal, whatever tolerance was asked for. */
  public static final double LARGEST_OPTIMAL_GAP = 1e-2;

  private final RecordedCertificate values;
  private final Optional<Contradiction> contradiction;
  private final Optional<Origin> origin;

  /**
   * Where a bound comes from.
   *
   * @param program the program that it speaks for
   * @param point the point whose gradient proves it
   * @param elsewhere whether the objective is that of another point
   */
  private record Origin(ConvexProgram program, Variable point, boolean elsewhere) {}

  private Certificate(
      RecordedCertificate values, Optional<Contradiction> contradiction, Optional<Origin> origin) {
    this.values = values;
    this.contradiction = contradiction;
    this.origin = origin;
  }

  /** Keeps bounds that go together; withdraws a lower bound that contradicts the objective. */
  static Certificate of(ConvexProgram program, Variable point, RecordedCertificate found) {
    return of(Optional.of(new Origin(program, point, false)), found);
  }

  /** Keeps numbers without the program that they speak for. */
  static Certificate of(RecordedCertificate found) {
    return of(Optional.empty(), found);
  }

  private static Certificate of(Optional<Origin> origin, RecordedCertificate found) {
    return found.dual() > found.primal()
        ? withdrawn(found, Contradiction.of(found.primal(), found.dual()))
        : new Certificate(found, Optional.empty(), origin);
  }

  /**
   * Returns this certificate without its lower bound, because a part does not keep a promise that
   * the bound rests on.
   *
   * @param reason what was found, in one line
   * @return a certificate that proves nothing
   */
  public Certificate withdrawn(String reason) {
    double bound = contradiction.map(Contradiction::bound).orElse(values.dual());
    return withdrawn(values, new Contradiction(values.primal(), bound, reason));
  }

  private static Certificate withdrawn(RecordedCertificate found, Contradiction contradiction) {
    return new Certificate(found.unproven(), Optional.of(contradiction), Optional.empty());
  }

  /**
   * Returns the objective (1/n) sum of losses + beta * sum ||Z_j||_*.
   *
   * @return an upper bound of it
   */
  public double primal() {
    return values.primal();
  }

  /**
   * Returns the lower bound of the optimal value.
   *
   * @return at most {@link #primal()}; negative infinity where nothing is proven
   */
  public double dual() {
    return values.dual();
  }

  /**
   * Returns the smooth part of the objective.
   *
   * @return the mean loss
   */
  public double loss() {
    return values.loss();
  }

  /**
   * Returns the penalty without beta.
   *
   * @return sum over blocks of ||Z_j||_*
   */
  public double penalty() {
    return values.penalty();
  }

  /**
   * Returns the weight of the penalty.
   *
   * @return beta
   */
  public double beta() {
    return values.beta();
  }

  /**
   * Returns theta, by which the residual gradient was scaled to be dual feasible.
   *
   * @return theta
   */
  public double scale() {
    return values.scale();
  }

  /**
   * Returns for every block an upper bound of ||A_j^* E / n||, the norm that theta must bring below
   * beta.
   *
   * @return one bound a block
   */
  public List<Double> norms() {
    return values.norms();
  }

  /**
   * Returns the probability, over the random numbers that were drawn, that any of the upper bounds
   * is too low.
   *
   * @return 0 where all norms were computed exactly
   */
  public double failureProbability() {
    return values.failureProbability();
  }

  /**
   * Returns the rank of every block.
   *
   * @return one rank a block
   */
  public List<Integer> ranks() {
    return values.ranks();
  }

  /**
   * Returns which networks the lower bound speaks for.
   *
   * @return the scope
   */
  public ConvexProgram.Scope scope() {
    return values.scope();
  }

  /**
   * Returns the seed of the random numbers that the bounds rest on, with which the run can be
   * repeated.
   *
   * @return the seed; empty where the bounds rest on no random numbers
   */
  public OptionalLong seed() {
    return values.seed() == null ? OptionalLong.empty() : OptionalLong.of(values.seed());
  }

  /**
   * Returns what went wrong where the bounds contradicted each other.
   *
   * @return the contradiction; empty in a sound certificate
   */
  public Optional<Contradiction> contradiction() {
    return contradiction;
  }

  /**
   * Returns this certificate as a lower bound for every point of its program, which need not be
   * computed a second time.
   *
   * @return this; empty after a contradiction
   */
  public Optional<Certificate> bound() {
    return origin.map(of -> this);
  }

  /**
   * Returns the point whose gradient proves the lower bound, which need not be the point of the
   * objective.
   *
   * @return the point; empty where {@link #bound} is
   */
  public Optional<Variable> witness() {
    return origin.map(Origin::point);
  }

  /**
   * Says whether the lower bound holds for a program's optimal value. Only programs that this
   * library put together are compared, and by what they hold, never by an {@code equals} of
   * somebody else's: of any other program no bound is known beforehand.
   *
   * @param other a program
   * @return whether it is the program of this certificate, but for the precision of its arithmetic
   */
  public boolean speaksFor(ConvexProgram other) {
    return origin.map(Origin::program).orElse(null) instanceof LiftedProgram own
        && other instanceof LiftedProgram lifted
        && own.asksTheSameAs(lifted);
  }

  /**
   * Says whether the lower bound took a Lanczos iteration, which may cost as much as all of a
   * solve; where norms are exact they are cheap, and at the final point they are often a little
   * better.
   *
   * @return whether any norm was bounded with a probability below 1
   */
  public boolean costly() {
    return failureProbability() > 0;
  }

  /**
   * Says whether the lower bound was proven at another point than that of the objective, whose own
   * gradient may prove less.
   *
   * @return false where the two points are the same but for rounding
   */
  public boolean borrowed() {
    return origin.map(Origin::elsewhere).orElse(false);
  }

  /** The certificate of another point of the same program, by the same lower bound. */
  Certificate at(Objective objective) {
    Origin own = origin.orElseThrow();
    ConvexProgram of = own.program;
    boolean here = !own.elsewhere && SamePoint.proves(objective, own.point, this);
    Variable point = here ? objective.at().variable() : own.point;
    return of(
        Optional.of(new Origin(of, point, !here)),
        new RecordedCertificate(
            objective.upper(),
            dual(),
            objective.loss(),
            objective.penalty(),
            beta(),
            scale(),
            norms(),
            costly() ? of.randomStarts().failureProbability() : 0,
            objective.ranks(),
            scope(),
            values.seed(),
            objective.floor()));
  }

  /**
   * Returns the plain numbers, as a model records them.
   *
   * @return the record
   */
  public RecordedCertificate recorded() {
    return values;
  }

  /**
   * Returns primal - dual.
   *
   * @return the proven distance to the optimal value, never negative; infinite where nothing is
   *     proven
   */
  public double gap() {
    return primal() - dual();
  }

  /**
   * Returns the gap relative to the objective. Objectives are rarely exactly 0 where the optimal
   * one is, so that they count as 1e-12 at least; where losses are small altogether, because
   * targets are, as 1e-12 of the loss of outputs of zero.
   *
   * @return (primal - dual) / max(1e-12 min(1, F(0)), |primal|), F the mean loss
   */
  public double relativeGap() {
    return values.relativeGap();
  }

  /**
   * Says whether the point is proven optimal to a tolerance.
   *
   * @param tolerance a relative gap
   * @return true if {@link #relativeGap()} is at most the tolerance; false for NaN
   */
  public boolean proves(double tolerance) {
    return relativeGap() <= tolerance;
  }

  /**
   * Says in words what is proven, and never more. A point is called optimal where its relative gap
   * is at most the tolerance and at most {@link #LARGEST_OPTIMAL_GAP}, and the gap is always said.
   *
   * @param tolerance the relative gap that was asked for
   * @return {@code optimal within 7.4e-04 (relative, proven)}, {@code optimal for these gates
   *     within ...}, {@code within 1.3e-02 of the optimum (relative, proven)} with the same
   *     restrictions, that nothing is proven, or the contradiction; gaps are rounded up
   */
  public String statement(double tolerance) {
    if (contradiction.isPresent()) {
      return contradiction.get().text();
    }
    String restriction = scope().restriction();
    if (proves(Math.min(tolerance, LARGEST_OPTIMAL_GAP))) {
      return "optimal"
          + restriction
          + " within "
          + GapText.of(relativeGap())
          + " (relative, proven)";
    }
    if (!(relativeGap() < Double.POSITIVE_INFINITY)) {
      return "no distance to the optimum is proven";
    }
    return "within "
        + GapText.of(relativeGap())
        + " of the optimum"
        + restriction
        + " (relative, proven)";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Certificate certificate
        && values.equals(certificate.values)
        && contradiction.equals(certificate.contradiction);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return contradiction.map(Contradiction::text).orElseGet(values::toString);
  }

  /**
   * Why a lower bound cannot be believed: it lies above the objective of a point, although both are
   * rounded outward, or a part of the program does not keep a promise that it rests on.
   *
   * @param objective an upper bound of the objective, if all parts keep their promises
   * @param bound a lower bound of the optimal value, if all parts keep their promises
   * @param reason what was found, in one line
   */
  public record Contradiction(double objective, double bound, String reason) {

    /** A bound above an objective, with its likely causes. */
    static Contradiction of(double objective, double bound) {
      return new Contradiction(
          objective,
          bound,
          String.format(
              Locale.ROOT,
              "the lower bound %.9g is above the objective %.9g; a head whose backproject is not the"
                  + " adjoint of its project, a loss whose conjugate is too low or an altered file"
                  + " can do that",
              bound,
              objective));
    }

    /**
     * Says what was found.
     *
     * @return one line
     */
    public String text() {
      return "contradiction: " + reason + "; nothing is proven";
    }
  }
}
