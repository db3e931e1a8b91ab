package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.text.GapText;
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
import java.util.List;
import java.util.Locale;
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
    List<CaseFacts> results = new ArrayList<>();
    int failed = 0;
    if (!json.takesStandardOutput()) {
      out.printf(row() + "%n", "case", "solver", "gap", "primal", "dual", "outputs", "seconds");
    }
    for (ConformanceCase solved : all) {
      CaseFacts result = solve(solved);
      results.add(result);
      failed += result.passed() ? 0 : 1;
      if (!json.takesStandardOutput()) {
        print(out, result);
        out.flush();
      }
    }
    int missed = failed;
    json.write(
        new Facts(results, all.size() - failed, failed),
        out,
        writer -> writer.printf("%d of %d within tolerance%n", all.size() - missed, all.size()));
    return failed == 0 ? 0 : ConvexHeadsCommand.NOT_SOLVED;
  }

  /** All cases, and how many came out. */
  private record Facts(List<CaseFacts> cases, int passed, int failed) {}

  /** One case: its fit beside what is known of it, or why there is none. */
  private record CaseFacts(
      String name,
      @JsonUnwrapped FitFacts fit,
      @JsonUnwrapped ErrorFacts errors,
      boolean passed,
      @JsonInclude(JsonInclude.Include.NON_NULL) String error) {}

  /** How far a fit is from what is known. */
  private record ErrorFacts(
      double optimum, double primalError, double dualError, double outputError) {}

  private CaseFacts solve(ConformanceCase solved) {
    try {
      Tokens tokens = solved.tokens();
      Targets targets = solved.targets();
      FitResult result =
          plugins.configured(solved.configuration(solver, tolerance)).fit(tokens, targets);
      double[] outputs = result.head().predict(tokens);
      Verdict verdict = Verdict.of(solved, result.certificate(), outputs);
      ErrorFacts errors =
          new ErrorFacts(
              solved.primal(), verdict.primalError(), verdict.dualError(), verdict.outputError());
      CaseFacts facts =
          new CaseFacts(solved.name(), FitFacts.of(result), errors, verdict.passed(), null);
      if (folder != null) {
        write(facts, outputs, tokens, result);
      }
      return facts;
    } catch (InvalidInputException e) {
      return new CaseFacts(solved.name(), null, null, false, e.getMessage());
    }
  }

  private void write(CaseFacts facts, double[] outputs, Tokens tokens, FitResult result) {
    Path into = folder.resolve(facts.name());
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

  private void print(PrintWriter out, CaseFacts result) {
    String name = Printable.of(result.name());
    if (result.error() != null) {
      out.printf("%-42s FAILED: %s%n", name, Printable.of(result.error()));
      return;
    }
    ErrorFacts errors = result.errors();
    out.printf(
        Locale.ROOT,
        row() + "%s%n",
        name,
        result.fit().solver(),
        gap(result.fit().proof().bounds().relativeGap()),
        figure(errors.primalError()),
        figure(errors.dualError()),
        figure(errors.outputError()),
        String.format(Locale.ROOT, "%.2f", result.fit().seconds()),
        result.passed() ? "" : "  OUTSIDE TOLERANCE");
  }

  private static String gap(Double value) {
    return value == null ? "none" : GapText.of(value);
  }

  private static String figure(Double value) {
    return String.format(Locale.ROOT, "%.2g", value);
  }
}
