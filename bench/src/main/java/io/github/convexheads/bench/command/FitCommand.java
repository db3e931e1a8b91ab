package io.github.convexheads.bench.command;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.format.AtomicFile;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.path.Accuracy;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fits a head and certifies it. */
@Command(
    name = "fit",
    description = "Fit a head to token features and prove how close to the global optimum it is.",
    mixinStandardHelpOptions = true)
final class FitCommand implements Callable<Integer> {
  @Mixin private DataOptions data;
  @Mixin private ConfigurationOptions configuration;
  @Mixin private PathOptions path;
  @Mixin private JsonOption json;

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "FILE",
      description = "Write the fitted head here, .safetensors.")
  private Path model;

  @Option(
      names = "--classes",
      paramLabel = "C",
      description = "Number of classes; by default the largest label plus one.")
  private Integer classes;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "Write progress as CSV: iteration, seconds, primal, dual, gap, rank.")
  private Path history;

  @Spec private CommandSpec spec;

  FitCommand() {}

  @Override
  public Integer call() {
    Configuration asked = configuration.read();
    OutputFile.requireWritable(model);
    path.requireWritable();
    Tokens tokens = data.tokens();
    Targets targets = data.targets(classes == null ? OptionalInt.empty() : OptionalInt.of(classes));
    DataOptions.requireSameSamples(tokens, targets);
    PrintWriter err = spec.commandLine().getErr();
    FitResult result;
    double tolerance = Tolerance.of(asked);
    try (FitProgress progress = new FitProgress(tolerance, err)) {
      Fitter fitter = ConvexHeads.configured(asked).fitter(targets);
      result =
          path.asked()
              ? path.fit(asked, fitter, tokens, targets, progress)
              : fitter.fit(tokens, targets, progress);
    }
    result.head().save(model);
    if (history != null) {
      write(history, result.solution().history());
    }
    Map<String, Object> facts = FitReport.of(result);
    double[] outputs = result.head().predict(tokens);
    Map<String, Object> training = Accuracy.of(outputs, targets, result.head().loss());
    training.remove("samples");
    training.remove("loss");
    facts.putAll(training);
    facts.put("model", model.toString());
    json.write(facts, spec.commandLine().getOut(), out -> print(out, facts));
    return result.certificate().proves(tolerance) ? 0 : unproven(result, tolerance, err);
  }

  private static int unproven(FitResult result, double tolerance, PrintWriter err) {
    err.printf(
        Locale.ROOT,
        "convex-heads: not solved to the tolerance: status %s, relative gap %.3g, asked %.3g;"
            + " the best head is saved. Raise solver.max-iterations or solver.time-limit, or try"
            + " another solver.%n",
        result.solution().status().text(),
        result.certificate().relativeGap(),
        tolerance);
    return ConvexHeadsCommand.NOT_SOLVED;
  }

  private void print(PrintWriter out, Map<String, Object> facts) {
    FitReport.text(facts).forEach(out::println);
    if (facts.containsKey("accuracy")) {
      out.println(FitReport.line("training", "accuracy %.4f", facts.get("accuracy")));
    }
    out.println(
        FitReport.line(
            "solver",
            "%s, %s after %s iterations, %.2f s",
            facts.get("solver"),
            facts.get("status"),
            facts.get("iterations"),
            facts.get("seconds")));
    out.println(FitReport.line("model", "%s", model));
  }

  static void write(Path file, List<Progress> history) {
    StringBuilder csv = new StringBuilder("iteration,seconds,primal,dual,gap,rank\n");
    for (Progress p : history) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%.4f,%.17g,%.17g,%.6g,%d%n",
              p.iteration(),
              p.seconds(),
              p.primal(),
              p.dual(),
              p.relativeGap(),
              p.rank()));
    }
    byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, stream -> stream.write(bytes));
  }
}
