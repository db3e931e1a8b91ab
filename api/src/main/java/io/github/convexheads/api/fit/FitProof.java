package io.github.convexheads.api.fit;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.internal.program.FeasiblePoint;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a fit proves of the point that its solver found.
 *
 * @param configuration what was asked for
 * @param catalog names the plugins whose promises are tried
 * @param kernel the linear algebra
 */
record FitProof(Configuration configuration, PluginCatalog catalog, Kernel kernel) {
  /** Singular values below this share of the relative gap, times the largest, are idle. */
  private static final double IDLE = 1e-3;

  /** The share of the objective by which verification lets bounds differ. */
  private static final double LOST = 1e-9;

  /**
   * A point with its certificate.
   *
   * @param point the point
   * @param certificate its certificate
   * @param witness the point that the lower bound is proven at, where that is another
   */
  record Certified(Variable point, Certificate certificate, Optional<Variable> witness) {
    Certified(Variable point, Certificate certificate) {
      this(point, certificate, Optional.empty());
    }

    /** A point with a bound that a solver proved, and the point of that where it is another. */
    static Certified by(ConvexProgram program, Variable point, Certificate bound) {
      Certificate found = Certifier.certify(program, point, bound);
      return new Certified(point, found, found.borrowed() ? found.witness() : Optional.empty());
    }

    /** This, where its bound is much better than what its point proves by itself. */
    Optional<Certified> ifMuchBetterThan(Certificate own) {
      double lost = certificate.dual() - own.dual();
      return certificate.bound().isPresent()
              && own.contradiction().isEmpty()
              && lost > LOST * Math.abs(certificate.primal())
              && own.gap() > 2 * certificate.gap()
          ? Optional.of(this)
          : Optional.empty();
    }

    Certified withWitness(Variable provenAt) {
      return new Certified(point, certificate, Optional.of(provenAt));
    }

    Certified withdrawn(String reason) {
      return new Certified(point, certificate.withdrawn(reason));
    }
  }

  /** Certifies the point of a solution, as well as the limits allow. */
  Certified of(Problem problem, Solution found, FitLimits limits) {
    Certified kept =
        limits
            .proof(stop -> certified(problem, found, stop))
            .orElseGet(() -> inTime(problem, found));
    return checked(problem, kept);
  }

  /**
   * Withdraws a certificate that rests on a promise of a head, a loss, a step or an engine which is
   * not kept at its point, and names the plugin.
   */
  private Certified checked(Problem problem, Certified kept) {
    ConvexProgram program = problem.program();
    Certificate certificate = kept.certificate();
    return Certifier.violation(program, kept.point(), certificate.scale())
        .or(() -> problem.memo().get(RepeatedOutputs.class).flatMap(RepeatedOutputs::violation))
        .or(
            () ->
                problem
                    .memo()
                    .get(RepeatedGradient.class)
                    .flatMap(before -> before.violation(program)))
        .map(found -> kept.withdrawn(named(found)))
        .orElse(kept);
  }

  private String named(Evaluation.IdentityViolation found) {
    if (found.part().equals(RepeatedGradient.PART)) {
      return found.text();
    }
    String id =
        switch (found.part()) {
          case "head" -> configuration.head().type();
          case "step" -> configuration.step().map(Configuration.PluginChoice::type).orElse("");
          default -> configuration.loss().map(Configuration.PluginChoice::type).orElse("");
        };
    String origin =
        catalog.outside(found.part(), id).map(plugin -> " of " + plugin.origin()).orElse("");
    return "%s %s%s: %s".formatted(found.part(), id, origin, found.text());
  }

  /** Certifies another point by the lower bound that the optimum's certificate proves. */
  Certified by(Problem problem, Variable point, Certificate optimum) {
    ConvexProgram program = problem.program();
    Variable balanced = point.balanced(kernel, 1e-12);
    Certificate proof =
        optimum
            .bound()
            .filter(bound -> bound.speaksFor(program))
            .map(bound -> Certifier.certify(program, balanced, bound))
            .orElseGet(() -> Certifier.certify(program, balanced));
    return checked(problem, new Certified(balanced, proof));
  }

  private Certified certified(Problem problem, Solution found, BooleanSupplier stop) {
    ConvexProgram program = problem.program();
    Variable whole = tidy(problem, found);
    Certified proven = proof(program, whole, found, stop);
    return withFewerHeads(program, withoutIdleHeads(program, proven), stop);
  }

  /** Certifies by one pass over the data, with the bound that the solver had, if it had one. */
  private static Certified inTime(Problem problem, Solution found) {
    ConvexProgram program = problem.program();
    Variable point = FeasiblePoint.of(program, found.variable());
    return found
        .bound()
        .filter(bound -> bound.speaksFor(program))
        .map(bound -> Certified.by(program, point, bound))
        .orElseGet(() -> new Certified(point, Certifier.evaluate(program, point)));
  }

  /**
   * A bound is proven at the point that is kept, so that whoever has the point can prove it again:
   * where outputs are many times larger than the range in which slopes of the loss change, even
   * balancing the factors moves it. One that the solver proved at its solution is not computed
   * again. One of another point is kept together with that point, when stopped where it is better
   * than what can be proven by then, else where it is much better.
   */
  private static Certified proof(
      ConvexProgram program, Variable point, Solution found, BooleanSupplier stop) {
    Optional<Certified> known =
        found
            .bound()
            .filter(bound -> bound.speaksFor(program))
            .map(bound -> Certified.by(program, point, bound));
    return known
        .filter(own -> !own.certificate().borrowed())
        .orElseGet(
            () -> {
              Certificate own = Certifier.certify(program, point, stop);
              return known
                  .filter(it -> stop.getAsBoolean() && it.certificate().dual() > own.dual())
                  .or(() -> known.flatMap(it -> it.ifMuchBetterThan(own)))
                  .orElse(new Certified(point, own));
            });
  }

  /**
   * Leaves out heads whose weight is negligible beside what the gap leaves open: a solver may add
   * heads that it then shrinks to almost nothing. Where proving the gap again is costly, or the
   * smaller network would miss it, all stay.
   */
  private Certified withoutIdleHeads(ConvexProgram program, Certified whole) {
    Certificate proof = whole.certificate();
    if (program.penalty() != ConvexProgram.Penalty.NUCLEAR_NORM
        || proof.failureProbability() > 0
        || proof.contradiction().isPresent()) {
      return whole;
    }
    Variable fewer = whole.point().balanced(kernel, IDLE * proof.relativeGap());
    if (fewer.totalRank() == whole.point().totalRank()) {
      return whole;
    }
    Certificate again = Certifier.certify(program, fewer);
    double allowed = Math.max(tolerance(), proof.relativeGap());
    return again.relativeGap() <= allowed ? new Certified(fewer, again) : whole;
  }

  /**
   * Leaves out heads that others can do the work of: outputs stay, so that the gradient and the
   * lower bound do, and the penalty does not grow. Where rounding would lose the proof, all stay.
   */
  private Certified withFewerHeads(ConvexProgram program, Certified whole, BooleanSupplier stop) {
    Certificate proof = whole.certificate();
    if (proof.contradiction().isPresent() || proof.bound().isEmpty()) {
      return whole;
    }
    Variable fewer = FeasiblePoint.of(program, FewerHeads.of(program, whole.point(), stop));
    if (fewer.totalRank() >= whole.point().totalRank()) {
      return whole;
    }
    boolean reused = proof.costly() || whole.witness().isPresent();
    Certificate again =
        reused
            ? Certifier.certify(program, fewer, proof.bound().get())
            : Certifier.certify(program, fewer);
    double allowed = Math.max(tolerance(), proof.relativeGap());
    return again.relativeGap() <= allowed && again.bound().isPresent()
        ? new Certified(fewer, again, whole.witness())
        : whole;
  }

  private double tolerance() {
    return StoppingRule.tolerance(configuration.solver().values(), Map.of());
  }

  /**
   * Balanced factors by decreasing singular value; relu factors within their cones; a point with a
   * contradiction as it is, so that it can be found again.
   */
  private Variable tidy(Problem problem, Solution found) {
    Variable variable = found.variable();
    if (found.status() == Solution.Status.CONTRADICTION) {
      return variable;
    }
    return switch (problem.program().penalty()) {
      case NUCLEAR_NORM -> variable.balanced(kernel, 1e-12);
      case CONSTRAINED_NUCLEAR_NORM -> FeasiblePoint.of(problem.program(), variable);
    };
  }
}
