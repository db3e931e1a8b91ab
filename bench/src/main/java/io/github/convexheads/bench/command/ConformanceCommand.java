package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.conformance.ConformanceCase;
import io.github.convexheads.bench.conformance.Verdict;
import io.github.convexheads.bench.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Solves a folder of reference problems and compares with their optima. */
@Command(
    name = "conformance",
    description = "Solve reference problems of known optimum and compare.",
    mixinStandardHelpOptions = true)
final class ConformanceCommand implements Callable<Integer> {
  /** The columns of a row on one line. */
  private static final int WIDE = 112;

  @Mixin private PluginOptions plugins;
  @Mixin private JsonOption json;

  @Option(
      names = "--cases",
      required = true,
      paramLabel = "DIR",
      description = "Folder of cases: case.json, tokens.npy, labels.npy, gates, outputs.npy.")
  private Path cases;

  @Option(
      names = "--solver",
      defaultValue = "auto",
      paramLabel = "ID",
      description = "The solver; default ${DEFAULT-VALUE}.")
  private String solver;

  @Option(
      names = "--tolerance",
      defaultValue = "1e-7",
      paramLabel = "GAP",
      description = "The relative gap to solve to; default ${DEFAULT-VALUE}.")
  private double tolerance;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write result.json and outputs.npy of every case here.")
  private Path folder;

  @Spec private CommandSpec spec;

  ConformanceCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<ConformanceCase> all = ConformanceCase.readAll(cases);
    List<Map<String, Object>> results = new ArrayList<>();
    int failed = 0;
    if (!json.takesStandardOutput()) {
      out.printf(row() + "%n", "case", "solver", "gap", "primal", "dual", "outputs", "seconds");
    }
    for (ConformanceCase solved : all) {
      Map<String, Object> result = solve(solved);
      results.add(result);
      failed += Boolean.TRUE.equals(result.get("passed")) ? 0 : 1;
      if (!json.takesStandardOutput()) {
        print(out, result);
        out.flush();
      }
    }
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("cases", results);
    summary.put("passed", all.size() - failed);
    summary.put("failed", failed);
    int missed = failed;
    json.write(
        summary,
        out,
        writer -> writer.printf("%d of %d within tolerance%n", all.size() - missed, all.size()));
    return failed == 0 ? 0 : ConvexHeadsCommand.NOT_SOLVED;
  }

  private Map<String, Object> solve(ConformanceCase solved) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("name", solved.name());
    try {
      Tokens tokens = solved.tokens();
      Targets targets = solved.targets();
      FitResult result =
          plugins.configured(solved.configuration(solver, tolerance)).fit(tokens, targets);
      double[] outputs = result.head().predict(tokens);
      Verdict verdict = Verdict.of(solved, result.certificate(), outputs);
      facts.putAll(FitReport.of(result));
      facts.put("optimum", solved.primal());
      facts.put("primalError", verdict.primalError());
      facts.put("dualError", verdict.dualError());
      facts.put("outputError", verdict.outputError());
      facts.put("passed", verdict.passed());
      if (folder != null) {
        write(solved.name(), facts, outputs, tokens, result);
      }
    } catch (InvalidInputException e) {
      facts.put("passed", false);
      facts.put("error", e.getMessage());
    }
    return facts;
  }

  private void write(
      String name, Map<String, Object> facts, double[] outputs, Tokens tokens, FitResult result) {
    Path into = folder.resolve(name);
    try {
      Files.createDirectories(into);
    } catch (IOException e) {
      throw new InvalidInputException("cannot make folder " + into + ": " + e.getMessage(), e);
    }
    byte[] text = (JsonOption.json(facts) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(into.resolve("result.json"), stream -> stream.write(text));
    Path file = into.resolve("outputs.npy");
    int c = result.head().outputs();
    if (result.head().head().pooling() != Pooling.NONE) {
      Npy.write(file, outputs, tokens.samples(), c);
    } else {
      Npy.write(file, outputs, tokens.samples(), tokens.shape().tokens(), c);
    }
  }

  /** A row of the table; in a narrow terminal its numbers are on a line of their own. */
  private String row() {
    return TerminalWidth.of(spec) < WIDE
        ? "%s%n  %-18s%8s%8s%8s%8s%7s"
        : "%-42s %-20s %9s %9s %9s %9s %8s";
  }

  private void print(PrintWriter out, Map<String, Object> result) {
    String name = Printable.of(String.valueOf(result.get("name")));
    if (result.containsKey("error")) {
      out.printf("%-42s FAILED: %s%n", name, Printable.of(String.valueOf(result.get("error"))));
      return;
    }
    out.printf(
        Locale.ROOT,
        row() + "%s%n",
        name,
        result.get("solver"),
        figure(result.get("relativeGap")),
        figure(result.get("primalError")),
        figure(result.get("dualError")),
        figure(result.get("outputError")),
        String.format(Locale.ROOT, "%.2f", (Double) result.get("seconds")),
        Boolean.TRUE.equals(result.get("passed")) ? "" : "  OUTSIDE TOLERANCE");
  }

  private static String figure(Object value) {
    return String.format(Locale.ROOT, "%.2g", (Double) value);
  }
}
