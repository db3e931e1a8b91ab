package io.github.convexheads.api.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** One plugin that several threads ask at once, as a fit does: it answers as if it were alone. */
public final class SharedPlugin {
  private static final int THREADS = 4;
  private static final int ROUNDS = 50;

  private SharedPlugin() {}

  /**
   * Asks the same from several threads, each in an order of its own.
   *
   * @param plugin answers question i with an array or a number, which are compared by value
   * @param questions the number of questions
   */
  public static void assertAnswersAlikeToAllThreads(IntFunction<Object> plugin, int questions) {
    List<Object> alone = new ArrayList<>();
    for (int i = 0; i < questions; i++) {
      alone.add(plugin.apply(i));
    }
    CyclicBarrier together = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int first = thread * questions / THREADS;
        done.add(
            threads.submit(
                () -> {
                  together.await();
                  ask(plugin, alone, first);
                  return null;
                }));
      }
      for (Future<?> one : done) {
        await(one);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void ask(IntFunction<Object> plugin, List<Object> alone, int first) {
    for (int step = 0; step < ROUNDS * alone.size(); step++) {
      int question = (first + step) % alone.size();
      assertThat(plugin.apply(question))
          .as("what one thread is answered while %d ask the same object at once", THREADS)
          .isEqualTo(alone.get(question));
    }
  }

  private static void await(Future<?> thread) {
    try {
      thread.get();
    } catch (ExecutionException e) {
      throw new AssertionError(
          "used by %d threads at once: %s".formatted(THREADS, e.getCause().getMessage()),
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the threads were awaited", e);
    }
  }
}
