package io.github.convexheads.bench.jmh;

import io.github.convexheads.api.kernel.Precision;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs {@link ActionBenchmark}, {@link PeakBenchmark} and {@link StreamBenchmark} together and
 * prints a Markdown table. The roofline of an action is the lesser of the gemm peak and its
 * operations a byte times the bandwidth (Williams, Waterman and Patterson, 2009).
 */
public final class ActionTable {
  private ActionTable() {}

  /**
   * Runs and prints.
   *
   * @param arguments heads to run, for example {@code attention}, and shapes n,s,d,k; none of
   *     either for all
   * @throws RunnerException if a benchmark fails
   */
  public static void main(String[] arguments) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options.shouldFailOnError(true);
    options.include(ActionBenchmark.class.getSimpleName());
    options.include(PeakBenchmark.class.getSimpleName());
    options.include(StreamBenchmark.class.getSimpleName());
    Map<Boolean, List<String>> shapes =
        Arrays.stream(arguments).collect(Collectors.partitioningBy(text -> text.contains(",")));
    restrict(options, "head", shapes.get(false));
    restrict(options, "shape", shapes.get(true));
    Options built = options.build();
    Collection<RunResult> results = new Runner(built).run();
    double stream = stream(results);
    System.out.printf(Locale.ROOT, "stream triad %.1f GB/s on one thread%n%n", stream);
    System.out.println(
        "| head | n, s, d, k | precision | action | ms | GFLOP/s | of peak | roofline | of it |");
    System.out.println("|---|---|---|---|--:|--:|--:|--:|--:|");
    for (RunResult result : results) {
      BenchmarkParams params = result.getParams();
      if (params.getBenchmark().contains("ActionBenchmark")) {
        print(result, peak(results, params.getParam("precision")), stream);
      }
    }
  }

  private static void restrict(OptionsBuilder options, String parameter, List<String> values) {
    if (!values.isEmpty()) {
      options.param(parameter, values.toArray(String[]::new));
    }
  }

  private static double stream(Collection<RunResult> results) {
    return results.stream()
        .filter(r -> r.getParams().getBenchmark().contains("StreamBenchmark"))
        .mapToDouble(r -> StreamBenchmark.BYTES / (r.getPrimaryResult().getScore() * 1e6))
        .findFirst()
        .orElseThrow();
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

  private static void print(RunResult result, double peak, double stream) {
    BenchmarkParams params = result.getParams();
    String head = params.getParam("head");
    boolean gated = !params.getParam("activation").equals("linear");
    int[] sizes = sizes(params.getParam("shape"));
    double milliseconds = result.getPrimaryResult().getScore();
    double flops = flops(head, gated, sizes);
    double rate = flops / (milliseconds * 1e6);
    double bytes = Precision.valueOf(params.getParam("precision")).bytes();
    double roofline = Math.min(peak, flops / (bytes * values(head, gated, sizes)) * stream);
    String name = params.getBenchmark();
    System.out.printf(
        Locale.ROOT,
        "| %s %s | %s | %s | %s | %.1f | %.1f | %.0f %% | %.1f | %.0f %% |%n",
        head,
        params.getParam("activation"),
        params.getParam("shape"),
        params.getParam("precision"),
        name.substring(name.lastIndexOf('.') + 1),
        milliseconds,
        rate,
        100 * rate / peak,
        roofline,
        100 * rate / roofline);
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
    double each = d <= s ? 2 * d * d : 4 * s * d;
    return switch (head) {
      case "attention" ->
          gated ? 2 * n * s * d * d * k + 4 * n * s * d * k : n * (2 * d * d + each) * k;
      case "mixer" -> gated ? 2 * n * s * s * d * k : 2 * n * s * d * k;
      case "fno" -> gated ? 2 * n * s * d * k : 2 * n * d * k;
      default -> 2 * n * d * k;
    };
  }

  /** The values that one action has to read or write at least: its features, U and P. */
  static double values(String head, boolean gated, int[] sizes) {
    double n = sizes[0];
    double s = sizes[1];
    double d = sizes[2];
    double k = sizes[3];
    return switch (head) {
      case "attention" ->
          d * d * k + n * d * k + n * (gated ? 2 * s * d : d + Math.min(s * d, d * d));
      case "mixer" -> (gated ? s * s : s) * k + n * d * k + n * s * d;
      case "fno" -> (gated ? s * d : d) * k + n * k + n * (gated ? s * d : d);
      default -> d * k + n * k + n * d;
    };
  }
}
