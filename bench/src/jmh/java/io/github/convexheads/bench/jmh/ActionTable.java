package io.github.convexheads.bench.jmh;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link ActionBenchmark} and {@link PeakBenchmark} together and prints a Markdown table. */
public final class ActionTable {
  private ActionTable() {}

  /**
   * Runs and prints.
   *
   * @param arguments parts of JMH parameter values to run, for example {@code attention}; none for
   *     all heads
   * @throws RunnerException if a benchmark fails
   */
  public static void main(String[] arguments) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options.include(ActionBenchmark.class.getSimpleName());
    options.include(PeakBenchmark.class.getSimpleName());
    if (arguments.length > 0) {
      options.param("head", arguments);
    }
    Options built = options.build();
    Collection<RunResult> results = new Runner(built).run();
    System.out.println("| head | n, s, d, k | precision | action | ms | GFLOP/s | of peak |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      if (params.getBenchmark().contains("ActionBenchmark")) {
        print(result, peak(results, params.getParam("precision")));
      }
    }
  }

  private static double peak(Collection<RunResult> results, String precision) {
    double flops = 2.0 * PeakBenchmark.SIDE * PeakBenchmark.SIDE * PeakBenchmark.SIDE;
    return results.stream()
        .filter(r -> r.getParams().getBenchmark().contains("PeakBenchmark"))
        .filter(r -> r.getParams().getParam("precision").equals(precision))
        .mapToDouble(r -> flops / (r.getPrimaryResult().getScore() * 1e6))
        .findFirst()
        .orElseThrow();
  }

  private static void print(RunResult result, double peak) {
    BenchmarkParams params = result.getParams();
    String head = params.getParam("head");
    boolean gated = !params.getParam("activation").equals("linear");
    double milliseconds = result.getPrimaryResult().getScore();
    double rate = flops(head, gated, sizes(params.getParam("shape"))) / (milliseconds * 1e6);
    String name = params.getBenchmark();
    System.out.printf(
        Locale.ROOT,
        "| %s %s | %s | %s | %s | %.1f | %.1f | %.0f %% |%n",
        head,
        params.getParam("activation"),
        params.getParam("shape"),
        params.getParam("precision"),
        name.substring(name.lastIndexOf('.') + 1),
        milliseconds,
        rate,
        100 * rate / peak);
  }

  static int[] sizes(String shape) {
    return Arrays.stream(shape.split(",")).mapToInt(Integer::parseInt).toArray();
  }

  /** The multiplications and additions of one action, pooled, as the heads document them. */
  static double flops(String head, boolean gated, int[] sizes) {
    double n = sizes[0];
    double s = sizes[1];
    double d = sizes[2];
    double k = sizes[3];
    return switch (head) {
      case "attention" ->
          gated
              ? 2 * n * s * d * d * k + 4 * n * s * d * k
              : 2 * n * d * d * k + Math.min(4 * n * s * d * k, 2 * n * d * d * k);
      case "mixer" -> gated ? 2 * n * s * s * d * k : 2 * n * s * d * k;
      case "fno" -> gated ? 2 * n * s * d * k : 2 * n * d * k;
      default -> 2 * n * d * k;
    };
  }
}
