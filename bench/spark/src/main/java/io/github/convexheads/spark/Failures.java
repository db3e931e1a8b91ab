package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.concurrent.Callable;

/** Failures of jobs, told as what an executor found and not as what Spark made of it. */
final class Failures {
  private Failures() {}

  /**
   * Runs jobs; what an executor refused is refused here, in its words.
   *
   * @throws InvalidInputException if a job fails
   */
  static <T> T named(Callable<T> jobs) {
    try {
      return jobs.call();
    } catch (RuntimeException e) {
      throw refusal(e) == null ? e : new InvalidInputException(refusal(e), e);
    } catch (Exception e) {
      // Spark throws checked exceptions that its signatures do not name.
      String refusal = refusal(e);
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new InvalidInputException(
          refusal == null ? "a job on Spark failed: " + first : refusal, e);
    }
  }

  private static String refusal(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof InvalidInputException) {
        return at.getMessage();
      }
    }
    return null;
  }
}
