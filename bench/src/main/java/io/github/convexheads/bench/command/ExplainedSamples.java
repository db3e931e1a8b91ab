package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.BoundedFile;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.backbone.TokenRecipe;
import io.github.convexheads.bench.data.LabelledInput;
import io.github.convexheads.bench.data.RecordedInputs;
import io.github.convexheads.bench.data.TokenInput;
import io.github.convexheads.bench.explain.ImagesOfSamples;
import io.github.convexheads.bench.explain.Samples;
import io.github.convexheads.bench.explain.ShapeSamples;
import io.github.convexheads.bench.images.ImageOptions;
import io.github.convexheads.bench.images.ImageSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say which samples a report shows, and what is known of them. */
final class ExplainedSamples {
  private static final int SHAPES = 500;
  private static final int MOST_BYTES = 1 << 24;
  private static final String NEEDS_LABELS = "%s: needs --labels";

  /** Options that say how labels are taken. */
  private static final List<String> OF_LABELS =
      List.of("--labels-as", "--ignore-label", "--weights");

  /** Options that count for nothing without tokens. */
  private static final List<String> OF_TOKENS =
      Stream.of(
              List.of("--images", "--labels"),
              OF_LABELS,
              List.of("--from", "--lengths", "--layout", "--drop-tokens", "--tokens-name"))
          .flatMap(List::stream)
          .toList();

  @Mixin private TokenOptions tokens;
  @Mixin private LabelOptions labels;
  @Mixin private WeightOptions weights;

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
      names = "--shapes",
      arity = "0..1",
      fallbackValue = "1",
      paramLabel = "SEED",
      description = {
        "Explain the test images of the demo of this seed, and measure how well attention finds"
            + " their shapes."
      })
  private Long shapes;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  ExplainedSamples() {}

  /** Reads or draws the samples; none where there are no tokens. */
  Samples of(FittedHead head, PluginOptions plugins) {
    if (shapes != null) {
      return drawn(head);
    }
    if (!tokens.given()) {
      refuse("%s need --tokens of the same samples", OF_TOKENS.stream());
      return withNames(head, Samples.NONE);
    }
    if (!labels.given() && !tokens.elsewhere()) {
      refuse(NEEDS_LABELS, OF_LABELS.stream());
    }
    if (images == null) {
      refuse("%s: needs --images", Stream.of("--from"));
    }
    return withNames(head, pictured(head, read(head, plugins)));
  }

  private Samples drawn(FittedHead head) {
    refuse(
        "--shapes draws its own tokens, labels and images; leave out %s",
        Stream.of(List.of("--tokens"), OF_TOKENS, List.of("--names")).flatMap(List::stream));
    Samples drawn = ShapeSamples.draw(SHAPES, ~shapes, head.preprocessing().input());
    try {
      HeadTargets.require(head, drawn.targets());
    } catch (InvalidInputException e) {
      throw new InvalidInputException(
          "--shapes draws images of %s classes: %s"
              .formatted(drawn.targets().outputs(), e.getMessage()),
          e);
    }
    return drawn;
  }

  /** Refuses options that would count for nothing; all that were given are named. */
  private void refuse(String words, Stream<String> options) {
    String given =
        options
            .filter(spec.commandLine().getParseResult()::hasMatchedOption)
            .collect(Collectors.joining(", "));
    if (!given.isEmpty()) {
      throw new InvalidInputException(words.formatted(given));
    }
  }

  private Samples read(FittedHead head, PluginOptions plugins) {
    TokenInput input = tokens.input();
    Tokens read = tokens.read(plugins);
    input.requireShape(read.shape(), head);
    RecordedInputs.paddingTaken(head, read).ifPresent(Notes.to(spec));
    return new Samples(
        read,
        targets(head, read).orElse(null),
        List.of(),
        Optional.empty(),
        List.of(),
        input.sources().stream()
            .map(source -> String.valueOf(source.file().getFileName()))
            .collect(Collectors.joining(", ")));
  }

  private Optional<Targets> targets(FittedHead head, Tokens read) {
    LabelledInput input = new LabelledInput(tokens.input(), labels.input());
    if (labels.given()) {
      DataOptions.leftOut(read).ifPresent(Notes.to(spec));
    }
    Optional<Targets> found =
        DataOptions.targets(input, labels.given(), read, head, Notes.to(spec))
            .map(targets -> weights.weighted(targets, Notes.to(spec)));
    if (found.isEmpty()) {
      refuse(NEEDS_LABELS, OF_LABELS.stream());
    }
    found.ifPresent(targets -> HeadTargets.require(head, targets));
    return found;
  }

  private Samples pictured(FittedHead head, Samples plain) {
    if (images == null) {
      return plain;
    }
    if (from < 0) {
      throw new InvalidInputException("--from %s; images are counted from 0".formatted(from));
    }
    ImageSource source = ImageSource.open(images, asMade(head));
    if ((long) from + plain.tokens().samples() > source.count()) {
      throw new InvalidInputException(
          "there are %s samples of tokens, but from %s on only %s images in %s"
              .formatted(
                  plain.tokens().samples(), from, Math.max(0, source.count() - from), images));
    }
    ImagesOfSamples found = new ImagesOfSamples(source, from);
    Optional<String> difference = found.difference(head, plain);
    difference.ifPresent(Notes.to(spec));
    return new Samples(
        plain.tokens(),
        plain.targets(),
        difference.isPresent() ? List.of() : source.classNames(),
        Optional.of(found.pictures()),
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
    List<String> given = names == null ? head.classNames() : read(names, head.outputs());
    return given.isEmpty() ? plain : plain.withNames(given);
  }

  private static List<String> read(Path names, int outputs) {
    List<String> given = BoundedFile.lines(names, MOST_BYTES);
    if (given.size() != outputs) {
      throw new InvalidInputException(
          "%s has %s lines, but the model has %s outputs; every line names one"
              .formatted(names, given.size(), outputs));
    }
    for (int k = 0; k < outputs; k++) {
      int first = given.indexOf(given.get(k));
      if (given.get(k).isBlank() || first < k) {
        throw new InvalidInputException(
            "%s, line %s: %s; every output needs a name of its own"
                .formatted(
                    names,
                    k + 1,
                    given.get(k).isBlank()
                        ? "is blank"
                        : "'%s' is the name of line %s too".formatted(given.get(k), first + 1)));
      }
    }
    return given;
  }
}
