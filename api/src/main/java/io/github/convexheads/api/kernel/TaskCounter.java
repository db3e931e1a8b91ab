package io.github.convexheads.api.kernel;

import java.util.function.IntConsumer;

/**
 * One call of {@link Workers#forEach}: hands out task numbers and waits for those that have begun.
 *
 * <p>Helpers that the pool starts late find no number left and return at once, so the caller waits
 * only for tasks that are running on a live thread, never for a place in the pool's queue; that is
 * why nested calls cannot deadlock.
 */
final class TaskCounter {
  private final int tasks;
  private final IntConsumer body;
  private int next;
  private int running;
  private Throwable failure;

  TaskCounter(int tasks, IntConsumer body) {
    this.tasks = tasks;
    this.body = body;
  }

  /** Runs tasks until none is left; a failure is kept for {@link #await}. */
  void work() {
    for (int task = begin(); task >= 0; task = begin()) {
      Throwable thrown = null;
      try {
        body.accept(task);
      } catch (Throwable t) { // Errors too: the caller, not this thread, must see them.
        thrown = t;
      }
      end(thrown);
    }
  }

  /** Waits for the tasks that have begun, then throws the first failure if there was one. */
  void await() {
    boolean interrupted = false;
    Throwable first;
    synchronized (this) {
      while (running > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      first = failure;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (first instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first != null) {
      throw new IllegalStateException("a task failed", first);
    }
  }

  private synchronized int begin() {
    if (next >= tasks || failure != null) {
      return -1;
    }
    running++;
    return next++;
  }

  private synchronized void end(Throwable thrown) {
    running--;
    if (failure == null) {
      failure = thrown;
    } else if (thrown != null && thrown != failure) {
      failure.addSuppressed(thrown);
    }
    if (running == 0) {
      notifyAll();
    }
  }
}
