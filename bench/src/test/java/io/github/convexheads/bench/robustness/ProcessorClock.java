package io.github.convexheads.bench.robustness;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * A clock that shows what all threads of this process have had of the processors, as it was within
 * the last millisecond: a reading of the system adds up all threads and takes 25 times one of
 * {@link System#nanoTime}.
 */
public final class ProcessorClock {
  private static final long FRESH = 1_000_000;

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static volatile Reading last = read();

  private record Reading(long wall, long processors) {}

  private ProcessorClock() {}

  /** Returns nanoseconds on processors since the process began. */
  public static long nanos() {
    if (stale()) {
      renew();
    }
    return last.processors;
  }

  private static boolean stale() {
    return System.nanoTime() - last.wall >= FRESH;
  }

  /** One thread at a time, so that time does not go back. */
  private static synchronized void renew() {
    if (stale()) {
      last = read();
    }
  }

  private static Reading read() {
    return new Reading(System.nanoTime(), SYSTEM.getProcessCpuTime());
  }
}
