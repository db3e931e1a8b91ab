package io.github.convexheads.api.solver;

import org.apiguardian.api.API;

/**
 * Whether a solver takes a program, with the reason in words.
 *
 * @param accepted true if it does
 * @param reason what the program needs and what the solver offers, with figures; names bytes of
 *     memory where memory decides
 * @param bytes the memory that the solver would need beside the program's data; 0 if unknown
 */
@API(status = API.Status.STABLE)
public record Acceptance(boolean accepted, String reason, long bytes) {

  /**
   * The solver takes the program.
   *
   * @param bytes the memory that it needs
   * @return the acceptance
   */
  public static Acceptance yes(long bytes) {
    return new Acceptance(true, "takes it with " + MemoryEstimate.amount(bytes), bytes);
  }

  /**
   * The solver does not take the program.
   *
   * @param reason why, and what would
   * @return the refusal
   */
  public static Acceptance no(String reason) {
    return new Acceptance(false, reason, 0);
  }

  /**
   * Accepts if some memory is available, refuses with both figures and the heap that would do
   * otherwise.
   *
   * @param bytes the memory that the solver needs
   * @param alternative what to use instead, for example {@code solver low-rank}
   * @return the answer
   */
  public static Acceptance withinHeap(long bytes, String alternative) {
    long available = MemoryEstimate.availableBytes();
    if (bytes < 0 || bytes == Long.MAX_VALUE) {
      return no(
          "needs more than 8 EiB, but there are %s; use %s"
              .formatted(MemoryEstimate.amount(available), alternative));
    }
    if (!MemoryEstimate.fits(bytes, available)) {
      return no(
          "needs %s, but there are %s; use %s or give Java a larger heap, %s"
              .formatted(
                  MemoryEstimate.amount(bytes),
                  MemoryEstimate.amount(available),
                  alternative,
                  MemoryEstimate.heapOption(bytes)));
    }
    return yes(bytes);
  }
}
