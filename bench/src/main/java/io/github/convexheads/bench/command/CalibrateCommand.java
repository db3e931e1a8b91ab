package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.metric.LogLoss;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Temperature;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.data.RecordedInputs;
import io.github.convexheads.bench.measure.LabelledOutputs;
import io.github.convexheads.bench.measure.MeasureFacts;
import io.github.convexheads.bench.measure.Measures;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Finds the temperature at which a head is as certain as it is right. */
@Command(
    name = "calibrate",
    description = {
      "Find the temperature at which a head's probabilities are as certain as its answers are right,"
          + " on labelled samples that it was not fitted to, and save the head with it.",
      "Outputs and answers stay as they are; predict --as probabilities and evaluate take it."
    },
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {
  private static final List<String> MEASURED = List.of("log-loss", "calibration-error");

  @Mixin private DataOptions data;
  @Mixin private WeightOptions weights;
  @Mixin private ModelOptions model;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Write the calibrated head here, .safetensors; it may be the model itself.")
  private Path out;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  CalibrateCommand() {}

  @Override
  public Integer call() {
    OutputFile.requireWritable(out);
    FittedHead head = model.load();
    if (head.loss().link().isEmpty()) {
      throw new InvalidInputException(
          "loss '%s' gives no probabilities to calibrate; fit with loss softmax or logistic"
              .formatted(head.provenance().configuration().get("loss.type")));
    }
    Tokens tokens = data.tokens(model.plugins());
    Targets targets = weights.weighted(data.targets(tokens, head, Notes.to(spec)), Notes.to(spec));
    HeadTargets.require(head, targets);
    RecordedInputs.paddingTaken(head, tokens).ifPresent(Notes.to(spec));
    LabelledOutputs rows = LabelledOutputs.of(head.predict(tokens), targets);
    Temperature.Fitted fit = Temperature.fitted(rows.outputs(), rows.targets());
    Temperature found = fit.temperature();
    FittedHead calibrated = head.calibrated(found);
    Measures before = Measures.of(head, tokens, targets, List.of());
    Measures after = Measures.of(calibrated, tokens, targets, List.of());
    List<String> notes = notes(head, tokens, targets, fit);
    Optional<WeightedLogLoss> byWeight = WeightedLogLoss.of(rows, head.temperature(), found);
    Facts facts =
        new Facts(
            targets.samples(),
            found.value(),
            fit.optimum().name().toLowerCase(Locale.ROOT),
            before.facts(),
            after.facts(),
            byWeight.orElse(null),
            notes,
            out.toString());
    calibrated.save(out);
    notes.forEach(note -> spec.commandLine().getErr().println("convex-heads: warning: " + note));
    json.write(
        facts,
        spec.commandLine().getOut(),
        text -> {
          text.println(FitReport.line("temperature", "%s", text(found.value())));
          print(text, before, after, byWeight);
          text.println(FitReport.line("model", "%s", out));
        });
    return 0;
  }

  /** The temperature, and what it changed. */
  private record Facts(
      int samples,
      double temperature,
      String optimum,
      MeasureFacts before,
      MeasureFacts after,
      @JsonInclude(JsonInclude.Include.NON_NULL) WeightedLogLoss weightedLogLoss,
      List<String> notes,
      String out) {}

  /** What the temperature makes least where samples have weights. */
  private record WeightedLogLoss(double before, double after) {
    static Optional<WeightedLogLoss> of(LabelledOutputs rows, Temperature was, Temperature is) {
      LogLoss loss = new LogLoss();
      Targets targets = rows.targets();
      return targets.weighted()
          ? Optional.of(
              new WeightedLogLoss(
                  loss.weighted(was.of(rows.outputs()), targets),
                  loss.weighted(is.of(rows.outputs()), targets)))
          : Optional.empty();
    }

    String text() {
      return FitReport.line(
          "weighted loss",
          "%.4f, before %.4f: log-loss by weight; below all samples count alike",
          after,
          before);
    }
  }

  /** Says where the temperature says little of other samples. */
  private static List<String> notes(
      FittedHead head, Tokens tokens, Targets targets, Temperature.Fitted found) {
    List<String> notes = new ArrayList<>();
    SeenSamples seen = SeenSamples.of(head, tokens, targets);
    if (seen.seen() == seen.all()) {
      notes.add(
          "these are the samples that the head was fitted to; take others, which it answers less"
              + " well");
    } else if (seen.seen() > 0) {
      notes.add(
          "%s of these %s samples are those that the head was fitted to; take the others alone, which it"
                  .formatted(seen.seen(), seen.all())
              + " answers less well");
    }
    limit(found).ifPresent(notes::add);
    return notes;
  }

  /** Says where no temperature is the best, and which one is taken for the limit. */
  private static Optional<String> limit(Temperature.Fitted found) {
    double value = found.temperature().value();
    return switch (found.optimum()) {
      case FINITE -> Optional.empty();
      case ZERO ->
          Optional.of(
              "no temperature is the best: all these samples are answered rightly, and log-loss falls on as"
                  + " the temperature falls to 0; at %s answers are certain to 1e-6. Take more"
                      .formatted(text(value))
                  + " samples, until some are answered wrongly");
      case INFINITY ->
          Optional.of(
              "no temperature is the best: outputs of the right classes are no larger than others on"
                  + " average, and log-loss falls on as the temperature rises to infinity; at %s all"
                      .formatted(text(value))
                  + " classes are equally probable to 1e-6. See whether labels, and their order, are"
                  + " those of these samples");
      case ANY ->
          Optional.of(
              "every temperature is as good: all outputs of a sample are equal; it stays 1");
    };
  }

  private static String text(double temperature) {
    return String.format(Locale.ROOT, "%.4g", temperature);
  }

  private static void print(
      PrintWriter text, Measures before, Measures after, Optional<WeightedLogLoss> byWeight) {
    byWeight.ifPresent(loss -> text.println(loss.text()));
    for (String id : MEASURED) {
      text.println(FitReport.line(id, "%.4f, before %.4f", value(after, id), value(before, id)));
    }
  }

  private static double value(Measures measures, String id) {
    return measures.find(id).map(Metric.Measurement::value).orElse(Double.NaN);
  }
}
