package io.github.convexheads.bench.command;

import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.configuration.PenaltyWeight;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.fit.Folds;
import io.github.convexheads.api.fit.RegularizationPath;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.measure.Criterion;
import io.github.convexheads.bench.path.CrossValidation;
import io.github.convexheads.bench.path.PathPicture;
import io.github.convexheads.bench.path.PathPoint;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The options {@code --path}, {@code --folds} and {@code --path-out} of a fit. */
final class PathOptions {
  private static final int DEFAULT_COUNT = 20;
  private static final long FOLD_SEED = 1;

  @Option(
      names = "--path",
      paramLabel = "COUNT",
      description = {
        "Fit COUNT values of beta from beta_max down to the configured one, each started from the one"
            + " before; the model is the last."
      })
  private Integer count;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description = {
        "Choose beta on the path (of 20, or --path) by K-fold cross-validation, then fit all samples"
            + " with it."
      })
  private Integer folds;

  @Option(
      names = "--path-out",
      paramLabel = "FILE.csv",
      description = "Write the path as CSV here, and its picture beside it as .png.")
  private Path file;

  PathOptions() {}

  boolean asked() {
    return count != null || folds != null;
  }

  void requireWritable() {
    if (file != null) {
      OutputFile.requireWritable(file);
      OutputFile.requireWritable(picture());
    }
  }

  /** Runs path or cross-validation and returns the fit that it ends in. */
  FitResult fit(
      Configuration configuration,
      Fitter fitter,
      Tokens tokens,
      Targets targets,
      ProgressListener listener,
      LogOptions log) {
    double last = lastFraction(configuration.weight(), fitter, tokens, targets);
    RegularizationPath path =
        RegularizationPath.geometric(count == null ? DEFAULT_COUNT : count, last);
    if (folds == null) {
      List<FitResult> results = path.fit(fitter, tokens, targets, listener);
      Criterion criterion = Criterion.of(results.get(0).head().loss(), targets);
      List<PathPoint> points =
          results.stream().map(r -> point(r, tokens, targets, criterion)).toList();
      write(points, criterion);
      log.path(points, criterion);
      return results.get(results.size() - 1);
    }
    CrossValidation scores =
        CrossValidation.run(
            fitter, path, Folds.of(targets, folds, FOLD_SEED), tokens, targets, listener);
    write(scores.points(), scores.criterion());
    log.path(scores.points(), scores.criterion());
    PathPoint best = scores.best();
    listener.noted(
        "cross-validation chose beta-fraction %.4g: %s %s +- %s"
            .formatted(
                best.fraction(),
                scores.criterion().metric().id(),
                scores.criterion().text(best.score()),
                scores.criterion().text(best.scoreError())));
    List<FitResult> chosen =
        new RegularizationPath(List.of(best.fraction())).fit(fitter, tokens, targets, listener);
    return chosen.get(0);
  }

  private static double lastFraction(
      PenaltyWeight weight, Fitter fitter, Tokens tokens, Targets targets) {
    double fraction =
        weight.fraction()
            ? weight.value()
            : weight.value() / fitter.problem(tokens, targets).betaMax(Certifier::betaMax);
    if (!(fraction > 0 && fraction < 1)) {
      throw new InvalidInputException(
          "a path ends at a beta between 0 and beta_max, but the configured one is %.4g of beta_max;"
                  .formatted(fraction)
              + " set for example beta-fraction = 0.01");
    }
    return fraction;
  }

  private static PathPoint point(
      FitResult result, Tokens tokens, Targets targets, Criterion criterion) {
    return PathPoint.of(result, criterion.score(result.head().predict(tokens), targets), 0);
  }

  private void write(List<PathPoint> points, Criterion criterion) {
    if (file != null) {
      PathPoint.write(points, file);
      String what = folds == null ? "training " : "cross-validated ";
      PathPicture.write(points, what + criterion.metric().id(), picture());
    }
  }

  private Path picture() {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return file.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".png");
  }
}
