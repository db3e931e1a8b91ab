package io.github.convexheads.bench.command;

import io.github.convexheads.api.kernel.Kernels;
import java.io.PrintWriter;
import java.util.List;

/**
 * The kernels on the class path, the chosen one, and its speed.
 *
 * @param candidates all kernels that were found
 * @param chosen the one that is used
 */
record KernelFacts(List<CandidateFacts> candidates, ChosenFacts chosen) {
  /**
   * One kernel that is there, usable or not.
   *
   * @param id its id
   * @param description what it is
   * @param rank higher ones are tried first
   * @param availability {@code available}, or why not
   */
  record CandidateFacts(String id, String description, int rank, String availability) {
    static CandidateFacts of(Kernels.Candidate candidate) {
      return new CandidateFacts(
          candidate.id(),
          candidate.description(),
          candidate.rank(),
          candidate.missing().orElse("available"));
    }
  }

  /**
   * The kernel that is used.
   *
   * @param id its id
   * @param description what it is
   * @param float64GigaflopsPerSecond its speed on one thread in double precision
   * @param float32GigaflopsPerSecond its speed on one thread in single precision
   * @param skipped why faster ones are not used
   */
  record ChosenFacts(
      String id,
      String description,
      double float64GigaflopsPerSecond,
      double float32GigaflopsPerSecond,
      List<String> skipped) {}

  /** Finds the kernels and measures the one that is used. */
  static KernelFacts measure() {
    Kernels kernels = Kernels.discover();
    Kernels.Choice choice = kernels.choose();
    KernelSpeed speed = KernelSpeed.of(choice.kernel());
    return new KernelFacts(
        kernels.candidates().stream().map(CandidateFacts::of).toList(),
        new ChosenFacts(
            choice.id(),
            choice.kernel().description(),
            speed.doubles(),
            speed.floats(),
            choice.skipped()));
  }

  void print(PrintWriter out) {
    out.println("kernel (configuration key run.kernel)");
    for (CandidateFacts candidate : candidates) {
      boolean used = candidate.id().equals(chosen.id());
      out.printf(
          "  %-20s %s%s%n",
          candidate.id(),
          candidate.description(),
          used ? "" : " (" + candidate.availability() + ")");
      if (used) {
        out.printf(
            "  %-20s in use: %.0f GFLOP/s double, %.0f single, one thread; %s%n",
            "",
            chosen.float64GigaflopsPerSecond(),
            chosen.float32GigaflopsPerSecond(),
            chosen.description());
      }
    }
    chosen.skipped().forEach(why -> out.printf("  %-20s passed over: %s%n", "", why));
  }
}
