package io.github.convexheads.bench.command;

import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.path.Accuracy;
import java.io.PrintWriter;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures a fitted head on labelled data. */
@Command(
    name = "evaluate",
    description = "Measure a fitted head on labelled token features.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private DataOptions data;
  @Mixin private ModelOptions model;
  @Mixin private JsonOption json;

  @Spec private CommandSpec spec;

  EvaluateCommand() {}

  @Override
  public Integer call() {
    FittedHead head = model.load();
    Tokens tokens = data.tokens();
    Targets targets = data.targets(OptionalInt.of(head.outputs()));
    DataOptions.requireSameSamples(tokens, targets);
    Evaluation.requireTargets(head, targets);
    Map<String, Object> result = Accuracy.of(head.predict(tokens), targets, head.loss());
    json.write(result, spec.commandLine().getOut(), out -> print(out, result));
    return 0;
  }

  private static void print(PrintWriter out, Map<String, Object> result) {
    out.println(FitReport.line("samples", "%s", result.get("samples")));
    out.println(FitReport.line("loss", "%.6g a sample", result.get("loss")));
    if (result.containsKey("accuracy")) {
      out.println(
          FitReport.line(
              "accuracy",
              "%.4f (95 %% interval %.4f to %.4f)",
              result.get("accuracy"),
              result.get("accuracyLow"),
              result.get("accuracyHigh")));
    }
    if (result.containsKey("top5")) {
      out.println(FitReport.line("top 5", "%.4f", result.get("top5")));
    }
    if (result.containsKey("meanSquaredError")) {
      out.println(FitReport.line("mean sq. error", "%.6g", result.get("meanSquaredError")));
    }
    if (result.containsKey("r2")) {
      out.println(FitReport.line("R^2", "%.4f", result.get("r2")));
    }
  }
}
