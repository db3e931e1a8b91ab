package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60) // A deadlock must fail, not hang.
class WorkersTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16})
  void everyTaskRunsExactlyOnce(int threads) {
    for (int tasks : new int[] {0, 1, 2, 5, 1000}) {
      AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
      Workers.of(threads).forEach(tasks, runs::incrementAndGet);
      for (int i = 0; i < tasks; i++) {
        assertThat(runs.get(i)).isEqualTo(1);
      }
    }
  }

  @Test
  void oneThreadRunsTheTasksInOrderOnTheCaller() {
    List<Integer> order = new ArrayList<>();
    Thread caller = Thread.currentThread();
    Workers.of(1)
        .forEach(
            5000,
            i -> {
              spin();
              assertThat(Thread.currentThread()).isSameAs(caller);
              order.add(i);
            });
    assertThat(order).isEqualTo(IntStream.range(0, 5000).boxed().toList());
  }

  @Test
  void twoThreadsWorkAtTheSameTime() {
    CountDownLatch both = new CountDownLatch(2);
    Workers.of(2)
        .forEach(
            2,
            i -> {
              both.countDown();
              assertThat(reachesZero(both)).as("the other task has begun").isTrue();
            });
  }

  @Test
  void noMoreThanTheGivenThreadsWorkAtOnce() {
    AtomicInteger working = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Workers.of(2)
        .forEach(
            500,
            i -> {
              most.accumulateAndGet(working.incrementAndGet(), Math::max);
              spin();
              working.decrementAndGet();
            });
    assertThat(most.get()).isBetween(1, 2);
  }

  @Test
  void theCallerWaitsForTheLastTaskEvenIfInterruptedAndStaysInterrupted() {
    Thread caller = Thread.currentThread();
    CountDownLatch both = new CountDownLatch(2);
    boolean[] finished = {false};
    Workers.of(2)
        .forEach(
            2,
            i -> {
              both.countDown();
              assertThat(reachesZero(both)).as("the other task has begun").isTrue();
              if (Thread.currentThread() != caller) {
                awaitTrue(() -> caller.getState() == Thread.State.WAITING);
                caller.interrupt();
                awaitTrue(() -> !caller.isInterrupted()); // The caller has noticed, and waits on.
                finished[0] = true;
              }
            });
    assertThat(finished[0]).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void theFirstFailureReachesTheCallerAndStopsFurtherTasks(int threads) {
    AtomicInteger begun = new AtomicInteger();
    assertThatThrownBy(
            () ->
                Workers.of(threads)
                    .forEach(
                        100_000,
                        i -> {
                          begun.incrementAndGet();
                          if (i == 3) {
                            throw new IllegalStateException("task " + i);
                          }
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("task 3");
    assertThat(begun.get()).isLessThan(100_000);
  }

  @Test
  void errorsReachTheCallerAsTheyAre() {
    AssertionError error = new AssertionError("broken");
    assertThatThrownBy(
            () ->
                Workers.of(3)
                    .forEach(
                        9,
                        i -> {
                          throw error;
                        }))
        .isSameAs(error);
  }

  @Test
  void laterFailuresAreSuppressedInTheFirst() {
    CountDownLatch both = new CountDownLatch(2);
    assertThatThrownBy(
            () ->
                Workers.of(2)
                    .forEach(
                        2,
                        i -> {
                          both.countDown();
                          reachesZero(both);
                          throw new IllegalStateException("task " + i);
                        }))
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  @Test
  void nestedCallsFinishAlsoInsideTheCommonPool() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Workers workers = Workers.of(8);
    Runnable nested =
        () ->
            workers.forEach(
                10, i -> workers.forEach(10, j -> workers.forEach(3, k -> runs.incrementAndGet())));
    nested.run();
    ForkJoinPool.commonPool().submit(nested).get(50, TimeUnit.SECONDS);
    assertThat(runs.get()).isEqualTo(600);
  }

  @Test
  void aCallWorksWhileThePoolIsBusyElsewhere() {
    CountDownLatch release = new CountDownLatch(1);
    int busy = 2 * Math.max(1, ForkJoinPool.commonPool().getParallelism());
    for (int i = 0; i < busy; i++) {
      ForkJoinPool.commonPool().execute(() -> reachesZero(release));
    }
    AtomicInteger runs = new AtomicInteger();
    Workers.of(8).forEach(50, i -> runs.incrementAndGet());
    release.countDown();
    assertThat(runs.get()).isEqualTo(50);
  }

  @Test
  void anInterruptedCallerFinishesItsTasksAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    AtomicInteger runs = new AtomicInteger();
    Workers.of(4).forEach(20, i -> runs.incrementAndGet());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(runs.get()).isEqualTo(20);
  }

  @Test
  void impossibleNumbersAreRefused() {
    assertThatThrownBy(() -> Workers.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 threads");
    assertThatThrownBy(() -> Workers.all().forEach(-1, i -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1 tasks");
    assertThat(Workers.all().threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  /** Returns once the condition holds, or after two seconds if it does not. */
  private static void awaitTrue(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static void spin() {
    for (int i = 0; i < 1000; i++) {
      Thread.onSpinWait();
    }
  }

  private static boolean reachesZero(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
