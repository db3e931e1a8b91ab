package io.github.convexheads.bench.command;

import io.github.convexheads.api.kernel.Kernels;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kernels on the class path, the chosen one, and its speed. */
record KernelFacts(List<Map<String, Object>> candidates, Map<String, Object> chosen) {
  /** One kernel that is there, usable or not. */
  static Map<String, Object> of(Kernels.Candidate candidate) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("id", candidate.id());
    facts.put("description", candidate.description());
    facts.put("rank", candidate.rank());
    facts.put(
        "availability",
        candidate.availability().available() ? "available" : candidate.availability().reason());
    return facts;
  }

  /** Finds the kernels and measures the one that is used. */
  static KernelFacts measure() {
    Kernels kernels = Kernels.discover();
    List<Map<String, Object>> candidates = new ArrayList<>();
    kernels.candidates().forEach(candidate -> candidates.add(of(candidate)));
    Kernels.Choice choice = kernels.choose();
    KernelSpeed speed = KernelSpeed.of(choice.kernel());
    Map<String, Object> chosen = new LinkedHashMap<>();
    chosen.put("id", choice.id());
    chosen.put("description", choice.kernel().description());
    chosen.put("float64GigaflopsPerSecond", speed.doubles());
    chosen.put("float32GigaflopsPerSecond", speed.floats());
    chosen.put("skipped", choice.skipped());
    return new KernelFacts(candidates, chosen);
  }

  void print(PrintWriter out) {
    out.println("kernel (configuration key run.kernel)");
    for (Map<String, Object> candidate : candidates) {
      boolean used = candidate.get("id").equals(chosen.get("id"));
      out.printf(
          "  %-20s %s%s%n",
          candidate.get("id"),
          candidate.get("description"),
          used ? "" : " (" + candidate.get("availability") + ")");
      if (used) {
        out.printf(
            "  %-20s in use: %.0f GFLOP/s double, %.0f single, one thread; %s%n",
            "",
            (Double) chosen.get("float64GigaflopsPerSecond"),
            (Double) chosen.get("float32GigaflopsPerSecond"),
            chosen.get("description"));
      }
    }
    for (Object why : (List<?>) chosen.get("skipped")) {
      out.printf("  %-20s passed over: %s%n", "", why);
    }
  }
}
