package io.github.convexheads.api.solver;

import io.github.convexheads.api.internal.memory.MemoryBudget;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * What a fit holds in memory at once, estimated from sizes alone before any work is done.
 *
 * @param solver id of the solver
 * @param tokens bytes of raw and preprocessed tokens on the heap; mapped files take none
 * @param features bytes of prepared features that are kept between passes while there is room, and
 *     given up when memory runs short
 * @param solving bytes that the solver says it needs, see {@link Solver.Acceptance#bytes()}
 * @param available bytes there are, see {@link #availableBytes()}
 */
@API(status = API.Status.STABLE)
public record MemoryEstimate(
    String solver, long tokens, long features, long solving, long available) {
  /** Share of the memory that lasting data may take; garbage and the young generation need rest. */
  static final double SHARE = 0.7;

  private static final double MEBIBYTE = 1 << 20;

  /**
   * The memory there is: the largest heap that this Java machine may have, but no more than the
   * machine or container has.
   *
   * @return bytes
   */
  public static long availableBytes() {
    return (long) MemoryBudget.whole().bytes();
  }

  /**
   * Returns what must be there at once: tokens and the solver's own; kept features are a
   * convenience.
   *
   * @return bytes
   */
  public long needed() {
    long sum = tokens + solving;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /**
   * Says whether what is needed takes at most 0.7 of what is there.
   *
   * @return true if the fit can begin
   */
  public boolean fits() {
    return fits(needed(), available);
  }

  static boolean fits(long bytes, long available) {
    return bytes >= 0 && bytes <= SHARE * available;
  }

  /**
   * Returns the estimate in words.
   *
   * @return one line with all figures
   */
  public String text() {
    return "memory: %s of %s: tokens %s, solver %s %s; features, kept while there is room, %s"
        .formatted(
            amount(needed()),
            amount(available),
            amount(tokens),
            solver,
            amount(solving),
            amount(features));
  }

  /**
   * Returns the option that gives Java a heap large enough for some lasting data.
   *
   * @param bytes the data
   * @return for example {@code -Xmx12g}
   */
  public static String heapOption(long bytes) {
    double mebibytes = Math.ceil(bytes / SHARE / MEBIBYTE * 1.25);
    return mebibytes < 4096
        ? String.format(Locale.ROOT, "-Xmx%.0fm", Math.max(64, mebibytes))
        : String.format(Locale.ROOT, "-Xmx%.0fg", Math.ceil(mebibytes / 1024));
  }

  /**
   * Returns an amount of memory in words.
   *
   * @param bytes the amount
   * @return for example {@code 278.6 MiB}
   */
  public static String amount(long bytes) {
    double mebibytes = bytes / MEBIBYTE;
    return mebibytes < 10_000
        ? String.format(Locale.ROOT, "%.1f MiB", mebibytes)
        : String.format(Locale.ROOT, "%.1f GiB", mebibytes / 1024);
  }
}
