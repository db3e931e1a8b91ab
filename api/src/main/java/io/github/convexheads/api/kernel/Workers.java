package io.github.convexheads.api.kernel;

import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import org.apiguardian.api.API;

/**
 * Runs numbered tasks on up to {@code threads} threads.
 *
 * <p>The calling thread always works; the others are borrowed from the common fork-join pool for
 * the length of one call, so nothing is left behind and calls may be nested. Which thread runs
 * which task is not fixed, what each task number means is: a caller whose tasks are cut by number
 * alone (never by the number of threads) and write disjoint places gets the same bits for any
 * number of threads.
 *
 * @param threads greatest number of threads that work at once, at least 1; the common pool may
 *     offer fewer
 */
@API(status = API.Status.EXPERIMENTAL)
public record Workers(int threads) {

  /** Checks that there is at least the calling thread. */
  public Workers {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "asked for " + threads + " threads; at least 1 is needed (the calling thread)");
    }
  }

  /**
   * Up to this many threads.
   *
   * @param threads greatest number of threads that work at once, at least 1
   * @return workers
   * @throws IllegalArgumentException if {@code threads < 1}
   */
  public static Workers of(int threads) {
    return new Workers(threads);
  }

  /**
   * As many threads as there are processors.
   *
   * @return workers
   */
  public static Workers all() {
    return new Workers(Runtime.getRuntime().availableProcessors());
  }

  /**
   * Runs {@code body.accept(i)} once for every {@code 0 <= i < tasks} and returns when all are
   * done. Everything the tasks wrote is visible to the caller afterwards.
   *
   * <p>When a task throws, tasks that have not begun are dropped, the running ones are awaited, and
   * the first exception is thrown here, with later ones suppressed in it.
   *
   * <p>The {@link StopToken} of the calling thread is in force in all tasks, and asked before each.
   *
   * @param tasks number of tasks, at least 0
   * @param body what to do for one task number; called from several threads at once
   * @throws IllegalArgumentException if {@code tasks < 0}
   */
  public void forEach(int tasks, IntConsumer body) {
    if (tasks < 0) {
      throw new IllegalArgumentException("asked for " + tasks + " tasks; at least 0 is needed");
    }
    int helpers = Math.min(threads, tasks) - 1;
    if (helpers <= 0) {
      for (int i = 0; i < tasks; i++) {
        StopToken.check();
        body.accept(i);
      }
      return;
    }
    StopToken token = StopToken.current();
    TaskCounter counter =
        new TaskCounter(
            tasks,
            task ->
                token.run(
                    () -> {
                      StopToken.check();
                      body.accept(task);
                      return null;
                    }));
    for (int i = 0; i < helpers; i++) {
      ForkJoinPool.commonPool().execute(counter::work);
    }
    counter.work();
    counter.await();
  }
}
