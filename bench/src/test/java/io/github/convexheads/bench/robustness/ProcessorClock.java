package io.github.convexheads.bench.robustness;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** A clock that shows what all threads of this process have had of the processors. */
final class ProcessorClock {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ProcessorClock() {}

  /** Returns nanoseconds on processors since the process began. */
  static long nanos() {
    return SYSTEM.getProcessCpuTime();
  }
}
