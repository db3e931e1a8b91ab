package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.data.RecordedInputs;
import io.github.convexheads.bench.measure.MeasureFacts;
import io.github.convexheads.bench.measure.Measures;
import java.io.PrintWriter;
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
  @Mixin private WeightOptions weights;
  @Mixin private ModelOptions model;
  @Mixin private JsonOption json;

  @Spec private CommandSpec spec;

  EvaluateCommand() {}

  @Override
  public Integer call() {
    FittedHead head = model.load();
    Tokens tokens = data.tokens(model.plugins());
    Targets targets = weights.weighted(data.targets(tokens, head, Notes.to(spec)), Notes.to(spec));
    HeadTargets.require(head, targets);
    RecordedInputs.paddingTaken(head, tokens).ifPresent(Notes.to(spec));
    Measures measures = Measures.of(head, tokens, targets, model.plugins().catalog().metrics());
    SeenSamples seen = SeenSamples.of(head, tokens, targets);
    json.write(
        new Facts(measures.facts(), seen.seen(), RecordedFacts.of(head)),
        spec.commandLine().getOut(),
        out -> {
          print(out, measures, seen, targets.weighted());
          printTemperature(out, head.temperature().value());
          MeasureText.lines(measures).forEach(out::println);
          out.println(FitReport.recorded(head));
          MeasureText.classes(measures, TerminalWidth.of(spec)).forEach(out::println);
        });
    return 0;
  }

  /** The measures beside what is recorded. */
  private record Facts(
      @JsonUnwrapped MeasureFacts measures,
      int samplesOfTheFit,
      @JsonUnwrapped RecordedFacts recorded) {}

  private static void print(
      PrintWriter out, Measures measures, SeenSamples seen, boolean weighted) {
    out.println(
        FitReport.line(
            "samples",
            "%d%s%s",
            measures.samples(),
            measures.sampled(),
            seen.seen() == 0 ? "" : ", " + seen.text()));
    if (measures.rows() != measures.samples()) {
      out.println(FitReport.line("rows", "%d", measures.rows()));
    }
    String by = weighted ? ", by weight; metrics count all samples alike" : "";
    out.println(FitReport.line("loss", "%.6g a sample%s", measures.loss(), by));
  }

  private static void printTemperature(PrintWriter out, double temperature) {
    if (temperature != 1) {
      out.println(FitReport.line("temperature", "%.4g", temperature));
    }
  }
}
