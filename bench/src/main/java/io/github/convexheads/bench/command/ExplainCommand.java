package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.bench.explain.Agreements;
import io.github.convexheads.bench.explain.ClusterAgreement;
import io.github.convexheads.bench.explain.ComparedHeads;
import io.github.convexheads.bench.explain.HistoryFile;
import io.github.convexheads.bench.explain.Measured;
import io.github.convexheads.bench.explain.PathFile;
import io.github.convexheads.bench.explain.Report;
import io.github.convexheads.bench.explain.Samples;
import io.github.convexheads.bench.explain.WeightProfile;
import io.github.convexheads.bench.measure.MeasureFacts;
import io.github.convexheads.bench.measure.Measures;
import io.github.convexheads.bench.text.Plural;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a report on a fitted head. */
@Command(
    name = "explain",
    description = {
      "Write one HTML page about a fitted head: how good it is, its proof, its mistakes, what it does"
          + " with single samples, and its heads. The page needs no other file and no network."
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Mixin private ModelOptions model;
  @Mixin private JsonOption json;
  @Mixin private ExplainedSamples explained;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Write the page here, .html.")
  private Path out;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "The progress of the fit, as fit --history wrote it.")
  private Path history;

  @Option(
      names = "--path",
      paramLabel = "FILE",
      description = "How beta was chosen, as fit --path-out wrote it.")
  private Path path;

  @Option(
      names = {"-r", "--results"},
      paramLabel = "FOLDER",
      description = {
        "Set the head among those of a comparison: the folder that compare --results kept."
      })
  private Path results;

  @Option(
      names = "--samples",
      defaultValue = "3",
      paramLabel = "COUNT",
      description = {
        "So many samples each of certain errors, other errors and right answers are shown one by one;"
            + " default ${DEFAULT-VALUE}."
      })
  private int count;

  @Option(
      names = "--groups",
      defaultValue = "0",
      paramLabel = "COUNT",
      description = {
        "Measure how attention groups the tokens of the first COUNT samples: against groups of raw"
            + " tokens, of the colours and the middle of --images, and of the next sample; default 0,"
            + " with --shapes all."
      })
  private int groups;

  @Spec private CommandSpec spec;

  ExplainCommand() {}

  @Override
  public Integer call() {
    requireCounts();
    OutputFile.requireWritable(out);
    FittedHead head = model.load();
    HistoryFile progress = history == null ? null : HistoryFile.read(history);
    PathFile chosen = path == null ? null : PathFile.read(path);
    Samples samples = explained.of(head, model.plugins());
    Measured measured = samples.targets() == null ? null : measured(head, samples);
    List<ClusterAgreement> agreement = agreement(head, samples);
    List<WeightProfile> profiles = WeightProfile.of(head);
    ComparedHeads compared = results == null ? null : ComparedHeads.read(results, model.file());
    new Report(head, progress, chosen, samples, measured, agreement, profiles, compared)
        .write(out, count);
    Facts facts =
        new Facts(
            out.toString(),
            head.variable().totalRank(),
            RecordedFacts.of(head),
            agreement,
            profiles,
            measured == null ? null : measured.measures().facts(),
            measured == null ? null : measured.seenAll(),
            measured == null ? null : measured.seen());
    json.write(facts, spec.commandLine().getOut(), writer -> print(writer, facts, measured));
    return 0;
  }

  private void requireCounts() {
    if (groups < 0) {
      throw new InvalidInputException(
          "--groups %s; give the number of samples to measure, at least 1".formatted(groups));
    }
    if (count < 0) {
      throw new InvalidInputException(
          "--samples %s; give the number of samples of each kind to show, 0 for none"
              .formatted(count));
    }
  }

  private List<ClusterAgreement> agreement(FittedHead head, Samples samples) {
    if (groups > 0 && samples.tokens() == null) {
      throw new InvalidInputException("--groups needs --tokens, or --shapes");
    }
    int first = groups > 0 || samples.masks().isEmpty() ? groups : samples.tokens().samples();
    return first == 0 ? List.of() : Agreements.measure(head, samples, first);
  }

  /** Where the page is, and what was measured on the way. */
  private record Facts(
      String page,
      int heads,
      @JsonUnwrapped RecordedFacts recorded,
      List<ClusterAgreement> clusterAgreement,
      List<WeightProfile> weightProfiles,
      @JsonInclude(JsonInclude.Include.NON_NULL) MeasureFacts measures,
      @JsonInclude(JsonInclude.Include.NON_NULL) Boolean seenByTheFit,
      @JsonInclude(JsonInclude.Include.NON_NULL) Integer samplesOfTheFit) {}

  private void print(PrintWriter writer, Facts facts, Measured measured) {
    if (groups > 0 && facts.clusterAgreement.isEmpty()) {
      writer.println(FitReport.line("agreement", "not measured: no map of all tokens by all"));
    }
    if (!facts.clusterAgreement.isEmpty()) {
      writer.println(
          FitReport.line(
              "agreement",
              "adjusted Rand index of two groups of tokens and its 95 %% interval over %s: 1 for equal"
                  + " groups, 0 for chance; the page and --json compare them pair by pair",
              Plural.of(
                  facts.clusterAgreement.stream()
                      .mapToInt(ClusterAgreement::images)
                      .max()
                      .getAsInt(),
                  "image")));
      writer.println();
      GroupText.table(facts.clusterAgreement, TerminalWidth.of(spec)).forEach(writer::println);
      writer.println();
    }
    for (WeightProfile one : facts.weightProfiles) {
      writer.println(FitReport.line("weights", "%s", GroupText.of(one)));
    }
    if (measured != null) {
      writer.println(
          FitReport.line(
              "measured",
              "%s, on %d samples %s",
              MeasureText.first(measured.measures()),
              measured.measures().samples(),
              new SeenSamples(measured.seen(), measured.all()).text()));
    }
    writer.println(FitReport.line("page", "%s", out));
  }

  private Measured measured(FittedHead head, Samples samples) {
    double[] outputs = head.predict(samples.tokens());
    Measures measures =
        Measures.of(head, outputs, samples.targets(), model.plugins().catalog().metrics());
    SeenSamples seen = SeenSamples.of(head, samples.tokens(), samples.targets());
    return new Measured(outputs, measures, seen.seen(), seen.all());
  }
}
