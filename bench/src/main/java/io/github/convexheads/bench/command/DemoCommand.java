package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.measure.MeasureFacts;
import io.github.convexheads.bench.measure.Measures;
import io.github.convexheads.bench.shapes.Patches;
import io.github.convexheads.bench.shapes.ShapeClass;
import io.github.convexheads.bench.shapes.ShapeImages;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job on images that the product draws itself. */
@Command(
    name = "demo",
    description = {
      "Draw images of ten shapes, cut them into patches, fit a certified head on them, and measure it"
          + " on images it has not seen."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  /** For so many training images there is one test image. */
  private static final int SHARE = 4;

  private static final int LEAST = 40;
  private static final int MOST = 1_000_000;

  /** The side of a patch in pixels. */
  private static final int PATCH = 4;

  /** Patches of an image. */
  private static final int PATCHES = (ShapeImages.SIDE / PATCH) * (ShapeImages.SIDE / PATCH);

  private static final double TOLERANCE = 1e-2;
  private static final double BETA_FRACTION = 0.002;

  @Mixin private PluginOptions plugins;
  @Mixin private JsonOption json;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FILE",
      description = "Keep the fitted head here, .safetensors.")
  private Path model;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "Keep the drawn data here: {train,test}_{tokens,labels}.npy, ready for the other verbs."
      })
  private Path data;

  @Option(
      names = "--samples",
      defaultValue = "4000",
      paramLabel = "COUNT",
      description = "Training images, with a quarter as many to test; default ${DEFAULT-VALUE}.")
  private int samples;

  @Option(
      names = "--head",
      defaultValue = "attention",
      paramLabel = "ID",
      description = "The head to fit; default ${DEFAULT-VALUE}.")
  private String head;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of the drawn images; default ${DEFAULT-VALUE}.")
  private long seed;

  @Spec private CommandSpec spec;

  DemoCommand() {}

  @Override
  public Integer call() {
    if (model != null) {
      OutputFile.requireWritable(model);
    }
    requireSamples();
    ShapeImages training = ShapeImages.draw(samples, seed);
    ShapeImages heldOut = ShapeImages.draw(samples / SHARE, ~seed);
    tellWhatWasDrawn();
    if (data != null) {
      makeFolder();
      keep(training, "train");
      keep(heldOut, "test");
    }
    FitResult result = fit(training);
    if (model != null) {
      result.head().save(model);
    }
    double[] outputs = result.head().predict(tokens(heldOut));
    Measures test = Measures.of(outputs, targets(heldOut), result.head().loss());
    Facts facts = new Facts(FitFacts.of(result), test.facts());
    PrintWriter out = spec.commandLine().getOut();
    json.write(facts, out, writer -> print(writer, facts.fit(), test));
    return result.solution().status() == Solution.Status.SOLVED ? 0 : ConvexHeadsCommand.NOT_SOLVED;
  }

  private void requireSamples() {
    if (samples < LEAST || samples > MOST) {
      throw new InvalidInputException(
          "--samples %s is not allowed; allowed: %s to %s".formatted(samples, LEAST, MOST));
    }
  }

  private void tellWhatWasDrawn() {
    if (!json.takesStandardOutput()) {
      spec.commandLine()
          .getOut()
          .printf(
              "drew %d training and %d test images of %d shapes, cut into patches of %d x %d%n",
              samples, samples / SHARE, ShapeClass.values().length, PATCH, PATCH);
    }
  }

  private FitResult fit(ShapeImages training) {
    try (FitProgress progress = new FitProgress(TOLERANCE, spec.commandLine().getErr())) {
      return plugins
          .builder()
          .head(head)
          .set("preprocess.standardize", "true")
          .set("preprocess.bias", "true")
          .betaFraction(BETA_FRACTION)
          .tolerance(TOLERANCE)
          .listener(progress)
          .fit(tokens(training), targets(training));
    }
  }

  private void makeFolder() {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new InvalidInputException("the folder %s cannot be made".formatted(data), e);
    }
  }

  private void keep(ShapeImages images, String part) {
    int n = images.labels().length;
    Npy.write(data.resolve(part + "_tokens.npy"), patches(images), n, PATCHES, PATCH * PATCH);
    Npy.write(data.resolve(part + "_labels.npy"), images.labels(), n);
  }

  private static Tokens tokens(ShapeImages images) {
    return Tokens.of(patches(images), images.labels().length, PATCHES, PATCH * PATCH);
  }

  private static float[] patches(ShapeImages images) {
    return Patches.cut(images.pixels(), ShapeImages.SIDE, PATCH);
  }

  private static Targets targets(ShapeImages images) {
    return Targets.labels(images.labels(), ShapeClass.values().length);
  }

  /** The fit, and what it came to on images that it has not seen. */
  private record Facts(@JsonUnwrapped FitFacts fit, MeasureFacts test) {}

  private static void print(PrintWriter out, FitFacts fit, Measures test) {
    FitReport.text(fit, false).forEach(out::println);
    out.println(FitReport.solver(fit));
    out.println(FitReport.line("test", "%s; guessing gives 10 %%", MeasureText.first(test)));
  }
}
