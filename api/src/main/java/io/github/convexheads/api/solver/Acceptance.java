package io.github.convexheads.api.solver;

/**
 * Whether a solver takes a program, with the reason in words.
 *
 * @param accepted true if it does
 * @param reason what the program needs and what the solver offers, with figures; names bytes of
 *     memory where memory decides
 * @param bytes the memory that the solver would need beside the program's data; 0 if unknown
 */
public record Acceptance(boolean accepted, String reason, long bytes) {

  /**
   * The solver takes the program.
   *
   * @param bytes the memory that it needs
   * @return the acceptance
   */
  public static Acceptance yes(long bytes) {
    return new Acceptance(true, "takes it with " + mebibytes(bytes), bytes);
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
   * Accepts if some memory is available on the heap, refuses with both figures otherwise.
   *
   * @param bytes the memory that the solver needs
   * @param alternative what to use instead, for example {@code solver low-rank}
   * @return the answer
   */
  public static Acceptance withinHeap(long bytes, String alternative) {
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes < 0 || bytes > heap * 0.7) {
      return no(
          "needs %s, but the heap has %s; use %s or raise -Xmx"
              .formatted(
                  bytes < 0 ? "more than 8 EiB" : mebibytes(bytes), mebibytes(heap), alternative));
    }
    return yes(bytes);
  }

  private static String mebibytes(long bytes) {
    return "%.1f MiB".formatted(bytes / 1048576.0);
  }
}
