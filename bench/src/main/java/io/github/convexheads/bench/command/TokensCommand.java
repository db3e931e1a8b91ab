package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.bench.backbone.RecordedClasses;
import io.github.convexheads.bench.backbone.TokenFile;
import io.github.convexheads.bench.backbone.TokenRecipe;
import io.github.convexheads.bench.backbone.Tokenizer;
import io.github.convexheads.bench.images.ImageSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
          + " folders with PNG, JPEG, WebP, BMP, GIF or TIFF files. Files are turned upright by their"
          + " EXIF orientation, values are those that they store, without colour profiles, and hidden"
          + " files are left out."
    },
    mixinStandardHelpOptions = true)
final class TokensCommand implements Callable<Integer> {
  private static final int MOST_NAMES = 20;
  private static final int PATCH = 8;

  @Option(
      names = {"-i", "--images"},
      required = true,
      paramLabel = "PATH",
      description = "Images: a file of records or a folder.")
  private Path images;

  @Mixin private PictureOptions pictures;
  @Mixin private BackboneOptions backbone;

  @Option(
      names = "--patch",
      paramLabel = "PIXELS",
      description = "Side of a patch, where there is no backbone; default " + PATCH + ".")
  private Integer patch;

  @Option(
      names = "--pool",
      paramLabel = "CxC",
      description = "Average tokens over cells of the square grid, for example 2x2.")
  private String pool;

  @Mixin private ImageSelection selection;

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
    requireBackboneOrPatches();
    whitening.require(tokens, backbone.file());
    json.requireWritable();
    ImageSource source = ImageSource.open(images, pictures.reading());
    if (labels != null) {
      requireLabels(source);
    }
    int to = lastImage(source);
    long began = System.nanoTime();
    TokenRecipe recipe = whitening.recipe(recipe(source), source, selection.from(), to, tokens);
    Made made;
    List<String> notes = new ArrayList<>();
    try (Tokenizer tokenizer = recipe.open(backbone.file(), whitening.file(tokens));
        ProgressBar bar = bar(to - selection.from())) {
      write(source, to, recipe, tokenizer, bar);
      made = made(tokenizer, to - selection.from(), (System.nanoTime() - began) * 1e-9);
      notes.addAll(tokenizer.notes());
    }
    notes.addAll(source.notes());
    TokenFile.record(tokens, recipe, classes(source, to));
    if (labels != null) {
      writeLabels(source, to);
    }
    List<String> names = source.classNames().isEmpty() ? null : source.classNames();
    Facts facts = new Facts(made, names, whitening.facts(tokens), notes);
    json.write(facts, spec.commandLine().getOut(), out -> print(out, facts));
    return 0;
  }

  /** What was made, and what is to be said of it. */
  private record Facts(
      @JsonUnwrapped Made made,
      @JsonInclude(JsonInclude.Include.NON_NULL) List<String> classNames,
      @JsonUnwrapped WhiteningOptions.Facts whitening,
      List<String> notes) {}

  /** Tokens of some images and the time that they took. */
  private record Made(
      int images,
      int tokens,
      int features,
      double seconds,
      double imagesPerSecond,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double backboneSeconds,
      @JsonInclude(JsonInclude.Include.NON_NULL) Double shareOfBackboneSpeed) {}

  private void write(
      ImageSource source, int to, TokenRecipe recipe, Tokenizer tokenizer, ProgressBar bar) {
    TokenFile.write(
        tokens,
        source,
        selection.from(),
        to,
        recipe,
        tokenizer,
        batch,
        done -> {
          if (bar != null) {
            bar.stepTo(done);
          }
        });
  }

  private Made made(Tokenizer tokenizer, int count, double seconds) {
    boolean ran = backbone.file() != null;
    return new Made(
        count,
        tokenizer.shape().tokens(),
        tokenizer.shape().features(),
        seconds,
        count / seconds,
        ran ? tokenizer.backboneSeconds() : null,
        ran ? tokenizer.backboneSeconds() / seconds : null);
  }

  private void print(PrintWriter out, Facts facts) {
    whitening.print(out, tokens);
    if (facts.classNames() != null) {
      out.println(FitReport.line("classes", "%s", listed(facts.classNames())));
    }
    Made made = facts.made();
    facts.notes().forEach(note -> out.println(FitReport.line("note", "%s", note)));
    out.println(
        FitReport.line(
            "tokens",
            "%d images x %d tokens x %d features in %.1f s (%.0f images/s) to %s",
            made.images(),
            made.tokens(),
            made.features(),
            made.seconds(),
            made.imagesPerSecond(),
            tokens));
  }

  /** The first names and the last, with their labels. */
  private static String listed(List<String> names) {
    List<String> listed = new ArrayList<>();
    for (int label = 0; label < names.size(); label++) {
      if (label < MOST_NAMES || label == names.size() - 1) {
        listed.add(label + " " + names.get(label));
      } else if (label == MOST_NAMES) {
        listed.add("...");
      }
    }
    return String.join(", ", listed);
  }

  private void requireBackboneOrPatches() {
    if (backbone.file() != null && patch != null) {
      throw new InvalidInputException(
          "--patch %s is of patches, but the tokens are those of --backbone %s; leave out one of them"
              .formatted(patch, backbone.file()));
    }
  }

  private int lastImage(ImageSource source) {
    if (batch < 1) {
      throw new InvalidInputException("--batch " + batch + " is not allowed; allowed: 1 and more");
    }
    return selection.to(source, images);
  }

  private TokenRecipe recipe(ImageSource source) {
    return new TokenRecipe(
        backbone.use(),
        patch == null ? PATCH : patch,
        "",
        pool == null ? 1 : cell(),
        pictures.form(source.shape()),
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

  private void requireLabels(ImageSource source) {
    if (source.labels().length == 0) {
      throw new InvalidInputException(
          "%s has no labels; IDX images need --image-labels, image files a folder for every class"
              .formatted(images));
    }
  }

  private void writeLabels(ImageSource source, int to) {
    long[] chosen = Arrays.stream(source.labels(), selection.from(), to).asLongStream().toArray();
    Npy.write(labels, chosen, chosen.length);
  }

  private RecordedClasses classes(ImageSource source, int to) {
    int[] all = source.labels();
    return all.length == 0
        ? RecordedClasses.NONE
        : RecordedClasses.of(source.classNames(), Arrays.copyOfRange(all, selection.from(), to));
  }
}
