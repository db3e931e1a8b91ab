package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.BoundedFile;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.backbone.TokenRecipe;
import io.github.convexheads.bench.data.LabelledInput;
import io.github.convexheads.bench.data.TokenInput;
import io.github.convexheads.bench.explain.ClusterAgreement;
import io.github.convexheads.bench.explain.ComparedHeads;
import io.github.convexheads.bench.explain.HistoryFile;
import io.github.convexheads.bench.explain.Report;
import io.github.convexheads.bench.explain.Samples;
import io.github.convexheads.bench.explain.ShapeSamples;
import io.github.convexheads.bench.images.ImageOptions;
import io.github.convexheads.bench.images.ImageSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      "Write one HTML page about a fitted head: its proof, its heads, its mistakes, and what it does"
          + " with single samples. The page needs no other file and no network."
    },
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private static final int SHAPES = 500;
  private static final int MOST_BYTES = 1 << 24;

  @Mixin private ModelOptions model;
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
      defaultValue = "6",
      paramLabel = "COUNT",
      description = "Samples shown one by one; default ${DEFAULT-VALUE}.")
  private int count;

  @Spec private CommandSpec spec;

  ExplainCommand() {}

  @Override
  public Integer call() {
    OutputFile.requireWritable(out);
    FittedHead head = model.load();
    HistoryFile progress = history == null ? null : HistoryFile.read(history);
    Samples samples = samples(head);
    List<ClusterAgreement> agreement =
        samples.masks().isEmpty() ? List.of() : ClusterAgreement.measure(head, samples);
    ComparedHeads compared = results == null ? null : ComparedHeads.read(results, model.file());
    new Report(head, progress, samples, agreement, compared).write(out, Math.max(0, count));
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("page", out.toString());
    facts.put("heads", head.variable().totalRank());
    FitReport.addRecorded(facts, head);
    facts.put("clusterAgreement", agreement);
    json.write(
        facts,
        spec.commandLine().getOut(),
        writer -> {
          for (ClusterAgreement one : agreement) {
            writer.println(
                FitReport.line(
                    "agreement",
                    "%-31s adjusted Rand %.3f +- %.3f, mutual information %.3f",
                    one.method(),
                    one.rand(),
                    1.96 * one.randError(),
                    one.information()));
          }
          writer.println(FitReport.line("page", "%s", out));
        });
    return 0;
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
    Targets targets = labels.given() ? targets(head, read) : null;
    return withNames(
        head, pictured(head, new Samples(read, targets, List.of(), List.of(), null, List.of())));
  }

  private Targets targets(FittedHead head, Tokens read) {
    LabelledInput input = new LabelledInput(tokens.input(), labels.input());
    Targets targets = input.labelled(read, head, Notes.to(spec));
    Evaluation.requireTargets(head, targets);
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
    List<float[]> pictures = new ArrayList<>();
    for (int i = 0; i < Math.min(count, plain.tokens().samples()); i++) {
      float[] one = new float[source.shape().size()];
      source.read(from + i, from + i + 1, one);
      pictures.add(one);
    }
    return new Samples(
        plain.tokens(), plain.targets(), source.classNames(), pictures, source.shape(), List.of());
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
    return given.isEmpty()
        ? plain
        : new Samples(
            plain.tokens(), plain.targets(), given, plain.pictures(), plain.shape(), plain.masks());
  }
}
