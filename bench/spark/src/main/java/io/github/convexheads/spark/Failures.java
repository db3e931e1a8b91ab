package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Failures of jobs, told as what an executor found and not as what Spark made of it. */
final class Failures {
  private static final Pattern MISSING =
      Pattern.compile("(ClassNotFoundException|NoClassDefFoundError): ([\\w.$/]+)");

  private static final Pattern OTHER =
      Pattern.compile("(?:InvalidClassException|UnsupportedClassVersionError): ([\\w.$/]+)");

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
      if (String.valueOf(at.getMessage()).contains(LostExecutors.REASON)) {
        return LostExecutors.REASON
            + ", and none came for minutes; see that its workers and its master run; a fit with"
            + " --checkpoint goes on with --resume";
      }
      if (ended(at)) {
        return "the Spark application has ended, or its master cannot be reached any more; a fit with"
            + " --checkpoint goes on with --resume";
      }
    }
    return otherJars(failure);
  }

  private static boolean ended(Throwable at) {
    String text = String.valueOf(at.getMessage());
    return text.contains("stopped SparkContext") || text.contains("SparkContext was shut down");
  }

  /**
   * Tells of jars that executors do not have, or have of another version; null if it is neither.
   */
  private static String otherJars(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      Matcher missing = MISSING.matcher(String.valueOf(at.getMessage()));
      if (missing.find()) {
        return ("executors do not have the class %s; send its jar with --engine-set jars=FILE, or"
                + " with --plugins where it is of a plugin")
            .formatted(missing.group(2).replace('/', '.'));
      }
      Matcher other = OTHER.matcher(String.valueOf(at.getMessage()));
      if (other.find()) {
        return ("driver and executors have different versions of %s; install the same Spark (%s"
                + " here), Java and convex-heads on all machines")
            .formatted(other.group(1), SparkVersion.here());
      }
    }
    return null;
  }
}
