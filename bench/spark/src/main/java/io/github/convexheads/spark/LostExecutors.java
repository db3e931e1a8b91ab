package io.github.convexheads.spark;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/**
 * Ends jobs that no executor is left for. Spark keeps them until executors come, which is without
 * end where workers or the master have ended. An application that only waits for its first or next
 * executors, as with dynamic allocation, has some minutes.
 */
final class LostExecutors extends SparkListener {
  /** What the failure of a job begins with that was ended here. */
  static final String REASON = "no executor of the Spark application is left";

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int CHECKS = 100;

  private final JavaSparkContext context;
  private final IntSupplier executors;
  private final Duration patience;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean watching = new AtomicBoolean();

  /** Watches the executors of an application. */
  static void watch(JavaSparkContext context) {
    if (!context.isLocal()) {
      new LostExecutors(context, () -> Executors.count(context), PATIENCE).begin();
    }
  }

  LostExecutors(JavaSparkContext context, IntSupplier executors, Duration patience) {
    this.context = context;
    this.executors = executors;
    this.patience = patience;
  }

  void begin() {
    context.sc().addSparkListener(this);
    look();
  }

  void end() {
    ended.set(true);
    context.sc().removeSparkListener(this);
  }

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
    look();
  }

  /** Looks, on a thread of its own, until there are executors again. */
  private void look() {
    if (executors.getAsInt() <= 0 && watching.compareAndSet(false, true)) {
      Thread thread = new Thread(this::untilThereAreSome, "executors");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void untilThereAreSome() {
    long since = System.nanoTime();
    try {
      while (executors.getAsInt() <= 0 && !ended.get() && !context.sc().isStopped()) {
        int[] waiting = context.statusTracker().getActiveJobIds();
        if (waiting.length == 0) {
          since = System.nanoTime();
        } else if (System.nanoTime() - since > patience.toNanos()) {
          String waited = ", and none came while a job waited for %s s";
          for (int job : waiting) {
            context.sc().cancelJob(job, REASON + waited.formatted(patience.toSeconds()));
          }
        }
        Thread.sleep(Math.max(1, patience.toMillis() / CHECKS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      watching.set(false);
    }
  }
}
