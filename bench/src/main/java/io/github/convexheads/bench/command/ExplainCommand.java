package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.BoundedFile;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.backbone.TokenRecipe;
import io.github.convexheads.bench.data.LabelledInput;
import io.github.convexheads.bench.data.RecordedInputs;
import io.github.convexheads.bench.data.TokenInput;
import io.github.convexheads.bench.explain.Agreements;
import io.github.convexheads.bench.explain.ClusterAgreement;
import io.github.convexheads.bench.explain.ComparedHeads;
import io.github.convexheads.bench.explain.HistoryFile;
import io.github.convexheads.bench.explain.Measured;
import io.github.convexheads.bench.explain.PathFile;
import io.github.convexheads.bench.explain.Pictures;
import io.github.convexheads.bench.explain.Report;
import io.github.convexheads.bench.explain.Samples;
import io.github.convexheads.bench.explain.ShapeSamples;
import io.github.convexheads.bench.explain.WeightProfile;
import io.github.convexheads.bench.images.ImageOptions;
import io.github.convexheads.bench.images.ImageSource;
import io.github.convexheads.bench.measure.MeasureFacts;
import io.github.convexheads.bench.measure.Measures;
import io.github.convexheads.bench.text.Plural;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
  private static final int SHAPES = 500;
  private static final int MOST_BYTES = 1 << 24;

  @Mixin private ModelOptions model;
  @Mixin private WeightOptions weights;
  @Mixin private JsonOption json;

  @Option(
      names = {"-o", "--out"},
      required = true,
      paramLabel = "FILE",
      description = "Write the page here, .html.")
  private Path out;

  @Mixin private TokenOptions tokens;
  @Mixin private LabelOptions labels;

  @Option(
      names = {"-i", "--images"},
      paramLabel = "PATH",
      description = "Their images, as for the verb tokens.")
  private Path images;

  @Option(
      names = "--from",
      defaultValue = "0",
      paramLabel = "INDEX",
      description = "The image of the first token sample; default 0.")
  private int from;

  @Option(names = "--names", paramLabel = "FILE", description = "Names of classes, one a line.")
  private Path names;

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
      names = "--shapes",
      arity = "0..1",
      fallbackValue = "1",
      paramLabel = "SEED",
      description = {
        "Explain the test images of the demo of this seed, and measure how well attention finds"
            + " their shapes."
      })
  private Long shapes;

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
    OutputFile.requireWritable(out);
    FittedHead head = model.load();
    HistoryFile progress = history == null ? null : HistoryFile.read(history);
    PathFile chosen = path == null ? null : PathFile.read(path);
    Samples samples = samples(head);
    Measured measured = samples.targets() == null ? null : measured(head, samples);
    List<ClusterAgreement> agreement = agreement(head, samples);
    List<WeightProfile> profiles = WeightProfile.of(head);
    ComparedHeads compared = results == null ? null : ComparedHeads.read(results, model.file());
    new Report(head, progress, chosen, samples, measured, agreement, profiles, compared)
        .write(out, Math.max(0, count));
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

  private List<ClusterAgreement> agreement(FittedHead head, Samples samples) {
    if (groups < 0) {
      throw new InvalidInputException(
          "--groups %d; give the number of samples to measure, at least 1".formatted(groups));
    }
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

  private Samples samples(FittedHead head) {
    if (shapes != null) {
      if (tokens.given() || images != null || labels.given()) {
        throw new InvalidInputException(
            "--shapes draws its own tokens, labels and images; leave out the options for them");
      }
      return ShapeSamples.draw(SHAPES, ~shapes, head.preprocessing().input());
    }
    if (!tokens.given()) {
      if (images != null || labels.given()) {
        throw new InvalidInputException("--images and --labels need --tokens of the same samples");
      }
      return withNames(head, Samples.NONE);
    }
    TokenInput input = tokens.input();
    Tokens read = tokens.read(model.plugins());
    input.requireShape(read.shape(), head);
    RecordedInputs.paddingTaken(head, read).ifPresent(Notes.to(spec));
    Targets targets = labels.given() ? targets(head, read) : null;
    Samples plain =
        new Samples(
            read,
            targets,
            List.of(),
            Optional.empty(),
            List.of(),
            input.sources().stream()
                .map(source -> String.valueOf(source.file().getFileName()))
                .collect(Collectors.joining(", ")));
    return withNames(head, pictured(head, plain));
  }

  private Targets targets(FittedHead head, Tokens read) {
    LabelledInput input = new LabelledInput(tokens.input(), labels.input());
    Targets targets = weights.weighted(input.labelled(read, head, Notes.to(spec)), Notes.to(spec));
    HeadTargets.require(head, targets);
    return targets;
  }

  private Samples pictured(FittedHead head, Samples plain) {
    if (images == null) {
      return plain;
    }
    ImageSource source = ImageSource.open(images, asMade(head));
    if (from < 0 || (long) from + plain.tokens().samples() > source.count()) {
      throw new InvalidInputException(
          "there are %d samples of tokens, but from %d on only %d images in %s"
              .formatted(
                  plain.tokens().samples(), from, Math.max(0, source.count() - from), images));
    }
    Pictures pictures =
        new Pictures(
            source.shape(),
            sample -> {
              float[] one = new float[source.shape().size()];
              source.read(from + sample, from + sample + 1, one);
              return one;
            });
    return new Samples(
        plain.tokens(),
        plain.targets(),
        source.classNames(),
        Optional.of(pictures),
        List.of(),
        plain.source());
  }

  /** Pictures look as they did when tokens were made of them, where that is known. */
  private static ImageOptions asMade(FittedHead head) {
    return head.provenance().extra().containsKey(TokenRecipe.RECORD)
        ? TokenRecipe.of(head.provenance().extra()).pixels().options()
        : ImageOptions.DEFAULTS;
  }

  /** Names of classes as they are given, else those of the model, else those of the images. */
  private Samples withNames(FittedHead head, Samples plain) {
    List<String> given = names == null ? head.classNames() : BoundedFile.lines(names, MOST_BYTES);
    if (names != null && given.size() != head.outputs()) {
      throw new InvalidInputException(
          "%s has %d lines, but the model has %d outputs; every line names one"
              .formatted(names, given.size(), head.outputs()));
    }
    return given.isEmpty() ? plain : plain.withNames(given);
  }
}
