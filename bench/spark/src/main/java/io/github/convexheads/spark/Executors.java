package io.github.convexheads.spark;

import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;

/** The executors of an application, which come one after another when it has started. */
final class Executors {
  private static final long MOST_MILLIS = 15_000;
  private static final long QUIET_MILLIS = 1_000;
  private static final long PAUSE_MILLIS = 50;

  private Executors() {}

  /** How many there are; none where tasks run in this Java. */
  static int count(JavaSparkContext context) {
    return context.statusTracker().getExecutorInfos().length - 1;
  }

  /**
   * Waits until no more come, so that samples are cut for the cores of all. Where none come, Spark
   * says why.
   */
  static void await(JavaSparkContext context) {
    if (context.isLocal()) {
      return;
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MOST_MILLIS);
    int found = 0;
    long since = System.nanoTime();
    while (System.nanoTime() < end) {
      int now = count(context);
      if (now != found) {
        found = now;
        since = System.nanoTime();
      }
      if (found > 0 && System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS)) {
        return;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
