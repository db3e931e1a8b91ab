package io.github.convexheads.api.solver;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.program.Variable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apiguardian.api.API;

/**
 * Where a solver ended. It claims nothing: a {@code Certificate} computed from the data says how
 * far from the optimum the point is.
 *
 * @param variable the best point found
 * @param status why the solver stopped
 * @param iterations the number of iterations done
 * @param seconds the time taken
 * @param history progress in order; at least one entry
 * @param equivalentBeta the beta for which the point solves the penalised program, where the solver
 *     was asked to solve another form of it (a ball of nuclear norms); empty otherwise
 * @param bound the best lower bound that was proven on the way, to spare the certificate the work;
 *     empty where there is none
 */
@API(status = API.Status.STABLE)
public record Solution(
    Variable variable,
    Status status,
    int iterations,
    double seconds,
    List<Progress> history,
    OptionalDouble equivalentBeta,
    Optional<Certificate> bound) {

  /** Copies the history. */
  public Solution {
    history = List.copyOf(history);
  }

  /**
   * Returns this solution with the status that the certificate of its point gives it: solved means
   * that the tolerance is proven, and nothing else.
   *
   * @param certificate the certificate of the variable
   * @param tolerance the relative gap that was asked for
   * @return the solution with that status
   */
  public Solution judgedBy(Certificate certificate, double tolerance) {
    Status judged = status == Status.SOLVED ? Status.STALLED : status;
    if (certificate.contradiction().isPresent()) {
      judged = Status.CONTRADICTION;
    } else if (status != Status.CONTRADICTION && certificate.proves(tolerance)) {
      judged = Status.SOLVED;
    }
    return withStatus(judged);
  }

  /**
   * Returns this solution at another point.
   *
   * @param other the point
   * @return the solution with that variable
   */
  public Solution withVariable(Variable other) {
    return new Solution(other, status, iterations, seconds, history, equivalentBeta, bound);
  }

  /**
   * Returns this solution with another reason to have stopped.
   *
   * @param other the reason
   * @return the solution with that status
   */
  public Solution withStatus(Status other) {
    return new Solution(variable, other, iterations, seconds, history, equivalentBeta, bound);
  }

  /**
   * A solution of the program as it was given.
   *
   * @param variable the best point found
   * @param status why the solver stopped
   * @param iterations the number of iterations done
   * @param seconds the time taken
   * @param history progress in order; at least one entry
   */
  public Solution(
      Variable variable, Status status, int iterations, double seconds, List<Progress> history) {
    this(variable, status, iterations, seconds, history, OptionalDouble.empty(), Optional.empty());
  }

  /** Why a solver stopped. Only a certificate says how good the point is. */
  public enum Status {
    /** A certificate proves the tolerance. */
    SOLVED,
    /** The iteration limit was reached. */
    ITERATION_LIMIT,
    /** The time limit was reached. */
    TIME_LIMIT,
    /** The caller asked to stop. */
    CANCELLED,
    /** No further progress was possible in the available precision. */
    STALLED,
    /** The network has as many heads as were allowed; the optimum has more. */
    HEAD_LIMIT,
    /** A lower bound was above an objective: a head, a loss or a file is broken. */
    CONTRADICTION;

    /**
     * Returns the status of a solver that was stopped.
     *
     * @param reason why it was stopped
     * @return the status
     */
    public static Status of(StoppedException.Reason reason) {
      return switch (reason) {
        case TIME_LIMIT -> TIME_LIMIT;
        case CANCELLED -> CANCELLED;
      };
    }

    /**
     * Returns the status as users read it.
     *
     * @return lower case words joined by hyphens, for example {@code iteration-limit}
     */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }
}
