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
  private static final int PATCH = 4;
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
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (samples < LEAST || samples > MOST) {
      throw new InvalidInputException(
          "--samples %d is not allowed; allowed: %d to %d".formatted(samples, LEAST, MOST));
    }
    int tested = samples / SHARE;
    ShapeImages training = ShapeImages.draw(samples, seed);
    ShapeImages heldOut = ShapeImages.draw(tested, ~seed);
    int classes = ShapeClass.values().length;
    if (!json.takesStandardOutput()) {
      out.printf(
          "drew %d training and %d test images of %d shapes, cut into patches of %d x %d%n",
          samples, tested, classes, PATCH, PATCH);
    }
    if (data != null) {
      makeFolder();
      keep(training, "train");
      keep(heldOut, "test");
    }
    Targets labels = Targets.labels(training.labels(), classes);
    FitResult result;
    try (FitProgress progress = new FitProgress(TOLERANCE, err)) {
      result =
          plugins
              .builder()
              .head(head)
              .set("preprocess.standardize", "true")
              .set("preprocess.bias", "true")
              .betaFraction(BETA_FRACTION)
              .tolerance(TOLERANCE)
              .listener(progress)
              .fit(tokens(training), labels);
    }
    if (model != null) {
      result.head().save(model);
    }
    double[] outputs = result.head().predict(tokens(heldOut));
    Measures test =
        Measures.of(outputs, Targets.labels(heldOut.labels(), classes), result.head().loss());
    Facts facts = new Facts(FitFacts.of(result), test.facts());
    json.write(facts, out, writer -> print(writer, facts.fit(), test));
    return result.solution().status() == Solution.Status.SOLVED ? 0 : ConvexHeadsCommand.NOT_SOLVED;
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
    int s = (ShapeImages.SIDE / PATCH) * (ShapeImages.SIDE / PATCH);
    float[] values = Patches.cut(images.pixels(), ShapeImages.SIDE, PATCH);
    Npy.write(data.resolve(part + "_tokens.npy"), values, n, s, PATCH * PATCH);
    Npy.write(data.resolve(part + "_labels.npy"), images.labels(), n);
  }

  private static Tokens tokens(ShapeImages images) {
    int s = (ShapeImages.SIDE / PATCH) * (ShapeImages.SIDE / PATCH);
    float[] values = Patches.cut(images.pixels(), ShapeImages.SIDE, PATCH);
    return Tokens.of(values, images.labels().length, s, PATCH * PATCH);
  }

  /** The fit, and what it came to on images that it has not seen. */
  private record Facts(@JsonUnwrapped FitFacts fit, MeasureFacts test) {}

  private static void print(PrintWriter out, FitFacts fit, Measures test) {
    FitReport.text(fit, false).forEach(out::println);
    out.println(FitReport.solver(fit));
    out.println(FitReport.line("test", "%s; guessing gives 10 %%", MeasureText.first(test)));
  }
}
