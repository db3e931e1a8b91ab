package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.format.Npy;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.bench.backbone.TokenFile;
import io.github.convexheads.bench.backbone.TokenRecipe;
import io.github.convexheads.bench.backbone.Tokenizer;
import io.github.convexheads.bench.images.ImageSource;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Turns images into tokens, with a frozen backbone or as patches. */
@Command(
    name = "tokens",
    description = {
      "Turn images into token features, .npy, with a frozen ONNX backbone or as patches.",
      "Images are CIFAR-10 or CIFAR-100 binary records, IDX files (MNIST), or a folder of class"
          + " folders with PNG or JPEG files. Values reach the backbone in 0..1."
    },
    mixinStandardHelpOptions = true)
final class TokensCommand implements Callable<Integer> {
  @Option(
      names = {"-i", "--images"},
      required = true,
      paramLabel = "PATH",
      description = "Images: a file of records or a folder.")
  private Path images;

  @Option(
      names = "--image-labels",
      paramLabel = "FILE",
      description = "Labels of IDX images, an IDX file.")
  private Path imageLabels;

  @Option(
      names = "--size",
      defaultValue = "0",
      paramLabel = "PIXELS",
      description = "Resize images of a folder to squares; default: the size of the first.")
  private int size;

  @Option(
      names = {"-b", "--backbone"},
      paramLabel = "FILE",
      description = "A frozen backbone, .onnx. Without it tokens are patches.")
  private Path backbone;

  @Option(
      names = "--output",
      defaultValue = "",
      paramLabel = "NAME",
      description = "Output of the backbone to use; default: tokens, else the first that fits.")
  private String output;

  @Option(names = "--drop-class-token", description = "Leave out the first token.")
  private boolean dropClassToken;

  @Option(
      names = "--patch",
      defaultValue = "8",
      paramLabel = "PIXELS",
      description = "Side of a patch; default ${DEFAULT-VALUE}.")
  private int patch;

  @Option(
      names = "--pool",
      paramLabel = "CxC",
      description = "Average tokens over cells of the square grid, for example 2x2.")
  private String pool;

  @Option(
      names = "--mean",
      split = ",",
      paramLabel = "VALUE",
      description = "Subtract from every channel; one value or one a channel.")
  private double[] mean = {0};

  @Option(
      names = "--deviation",
      split = ",",
      paramLabel = "VALUE",
      description = "Divide every channel, after --mean; one value or one a channel.")
  private double[] deviation = {1};

  @Option(
      names = "--from",
      defaultValue = "0",
      paramLabel = "INDEX",
      description = "First image; default 0.")
  private int from;

  @Option(names = "--limit", paramLabel = "COUNT", description = "At most so many images.")
  private Integer limit;

  @Option(
      names = "--batch",
      defaultValue = "64",
      paramLabel = "COUNT",
      description = "Images at once; default ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--type",
      defaultValue = "float16",
      paramLabel = "TYPE",
      description = "float16 or float32; default ${DEFAULT-VALUE}.")
  private String type;

  @Option(
      names = {"-t", "--tokens"},
      required = true,
      paramLabel = "FILE",
      description = "Write tokens here, .npy, n x s x d.")
  private Path tokens;

  @Option(
      names = {"-l", "--labels"},
      paramLabel = "FILE",
      description = "Write labels here, .npy, int64.")
  private Path labels;

  @Mixin private WhiteningOptions whitening;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  TokensCommand() {}

  @Override
  public Integer call() {
    OutputFile.requireWritable(tokens);
    if (labels != null) {
      OutputFile.requireWritable(labels);
    }
    OutputFile.requireWritable(TokenFile.beside(tokens));
    whitening.require(tokens);
    json.requireWritable();
    ImageSource source = ImageSource.open(images, imageLabels, size);
    int to = lastImage(source);
    long began = System.nanoTime();
    TokenShape shape;
    double backboneSeconds;
    TokenRecipe recipe = whitening.recipe(recipe(), source, from, to, tokens);
    try (Tokenizer tokenizer = recipe.open(backbone, whitening.file(tokens), source.shape());
        ProgressBar bar = bar(to - from)) {
      shape = tokenizer.shape();
      TokenFile.write(
          tokens,
          source,
          from,
          to,
          recipe,
          tokenizer,
          batch,
          done -> {
            if (bar != null) {
              bar.stepTo(done);
            }
          });
      backboneSeconds = tokenizer.backboneSeconds();
    }
    double seconds = (System.nanoTime() - began) * 1e-9;
    TokenFile.record(tokens, recipe);
    if (labels != null) {
      writeLabels(source, to);
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("images", to - from);
    facts.put("tokens", shape.tokens());
    facts.put("features", shape.features());
    facts.put("seconds", seconds);
    facts.put("imagesPerSecond", (to - from) / seconds);
    if (backbone != null) {
      facts.put("backboneSeconds", backboneSeconds);
      facts.put("shareOfBackboneSpeed", backboneSeconds / seconds);
    }
    whitening.addTo(facts, tokens);
    json.write(facts, spec.commandLine().getOut(), out -> print(out, facts));
    return 0;
  }

  private void print(PrintWriter out, Map<String, Object> facts) {
    whitening.print(out, tokens);
    out.println(
        FitReport.line(
            "tokens",
            "%d images x %d tokens x %d features in %.1f s (%.0f images/s) to %s",
            facts.get("images"),
            facts.get("tokens"),
            facts.get("features"),
            facts.get("seconds"),
            facts.get("imagesPerSecond"),
            tokens));
  }

  private int lastImage(ImageSource source) {
    if (batch < 1 || from < 0 || from >= source.count() || (limit != null && limit < 1)) {
      throw new InvalidInputException(
          "--from %d, --limit %s and --batch %d leave no image of the %d in %s"
              .formatted(from, limit, batch, source.count(), images));
    }
    return limit == null ? source.count() : (int) Math.min(source.count(), (long) from + limit);
  }

  private TokenRecipe recipe() {
    if (backbone != null && !Files.isRegularFile(backbone)) {
      throw new InvalidInputException("backbone " + backbone + " does not exist");
    }
    return new TokenRecipe(
        TokenRecipe.hash(backbone),
        output,
        dropClassToken,
        patch,
        "",
        pool == null ? 1 : cell(),
        Arrays.stream(mean).boxed().toList(),
        Arrays.stream(deviation).boxed().toList(),
        size,
        type.toLowerCase(Locale.ROOT));
  }

  private int cell() {
    if (!pool.matches("[1-9][0-9]{0,3}x[1-9][0-9]{0,3}")
        || !pool.substring(0, pool.indexOf('x')).equals(pool.substring(pool.indexOf('x') + 1))) {
      throw new InvalidInputException(
          "--pool " + pool + " is not allowed; write two equal numbers, for example 2x2");
    }
    return Integer.parseInt(pool.substring(0, pool.indexOf('x')));
  }

  private static ProgressBar bar(int count) {
    return System.console() == null
        ? null
        : new ProgressBarBuilder()
            .setTaskName("tokens")
            .setInitialMax(count)
            .setStyle(ProgressBarStyle.ASCII)
            .setUnit(" images", 1)
            .showSpeed()
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .build();
  }

  private void writeLabels(ImageSource source, int to) {
    int[] all = source.labels();
    if (all.length == 0) {
      throw new InvalidInputException(
          "%s has no labels; IDX images need --image-labels".formatted(images));
    }
    long[] chosen = Arrays.stream(all, from, to).asLongStream().toArray();
    Npy.write(labels, chosen, chosen.length);
  }
}
