package io.github.convexheads.bench.command;

import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.internal.digest.DataDigest;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.data.RecordedInputs;
import io.github.convexheads.bench.measure.Criterion;
import io.github.convexheads.bench.path.BetaGrid;
import io.github.convexheads.bench.path.Folds;
import io.github.convexheads.bench.path.HoldOut;
import io.github.convexheads.bench.path.KeptPoints;
import io.github.convexheads.bench.path.PathPicture;
import io.github.convexheads.bench.path.PathSearch;
import io.github.convexheads.bench.path.Selection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The options of a fit that tries several beta or holds samples out. */
final class PathOptions {
  private static final int DEFAULT_COUNT = 20;
  private static final int MOST_COUNT = 1000;
  static final long SPLIT_SEED = 1;

  @Option(
      names = "--path",
      arity = "0..1",
      fallbackValue = "20",
      paramLabel = "COUNT",
      description = {
        "Fit COUNT values of beta (20, at most 1000) from beta_max down to the configured one, or to a thousandth of"
            + " beta_max where none is, each started from the one before; the model is the last, or"
            + " with --validation the best."
      })
  private Integer count;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description = {
        "Choose beta on the path (of 20, or --path) by K-fold cross-validation, then fit all samples"
            + " with it. Every class is spread evenly over the folds. Where the best beta is the last"
            + " and none is configured, the path goes on."
      })
  private Integer folds;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description = {
        "Hold out a share of the samples, of every class the same, for example 0.2: the head is"
            + " measured on them, and with --path they choose beta."
      })
  private Double validation;

  @Option(
      names = "--early-stop",
      paramLabel = "PATIENCE",
      description = {
        "With --validation and --path: stop after so many further beta that were not better."
      })
  private Integer patience;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description = {
        "Keep every point of the path here; a search that was interrupted goes on from them."
      })
  private Path results;

  @Option(
      names = "--path-out",
      paramLabel = "FILE.csv",
      description =
          "Write the path as CSV here, for explain --path, and its picture beside it as .png.")
  private Path file;

  PathOptions() {}

  /**
   * What a fit came to.
   *
   * @param result the fit
   * @param selection how beta was chosen, where there was a path
   */
  record Outcome(FitResult result, Optional<Selection> selection) {}

  boolean asked() {
    return count != null || folds != null || validation != null;
  }

  /** Returns the samples that are held out to be measured, if some are. */
  Optional<int[]> heldOutSamples(Targets targets) {
    return validation == null
        ? Optional.empty()
        : Optional.of(HoldOut.of(targets, validation, SPLIT_SEED).heldOutSamples());
  }

  /** Returns the samples that are fitted, if others are held out. */
  Optional<int[]> fittedSamples(Targets targets) {
    return validation == null
        ? Optional.empty()
        : Optional.of(HoldOut.of(targets, validation, SPLIT_SEED).trainingSamples());
  }

  /** Returns what the record of a head is to say of samples that are not held out. */
  Map<String, String> inputs(Tokens tokens, Targets targets) {
    Optional<int[]> fitted = fittedSamples(targets);
    return RecordedInputs.facts(
        fitted.map(tokens::select).orElse(tokens), fitted.map(targets::select).orElse(targets));
  }

  /** Returns what the record of a head is to say of samples that are held out. */
  Map<String, String> split(Targets targets) {
    return validation == null ? Map.of() : new RecordedSplit(validation, targets.samples()).facts();
  }

  /** Fails unless the options go together and files can be written. */
  void requireUsable() {
    if (folds != null && validation != null) {
      throw new InvalidInputException(
          "--folds and --validation both choose beta; give one of them");
    }
    if (count != null && (count < 1 || count > MOST_COUNT)) {
      throw new InvalidInputException(
          "--path %d is not allowed; allowed: 1 to %d values of beta".formatted(count, MOST_COUNT));
    }
    if (patience != null && (validation == null || count == null || patience < 1)) {
      throw new InvalidInputException(
          "--early-stop %d needs --validation SHARE, --path and a number of at least 1"
              .formatted(patience));
    }
    if ((results != null || file != null) && count == null && folds == null) {
      throw new InvalidInputException(
          "--results and --path-out are about a path; ask for one with --path or --folds");
    }
    if (file != null) {
      OutputFile.requireWritable(file);
      OutputFile.requireWritable(picture());
    }
  }

  /** Runs path, validation or cross-validation and returns the fit that it ends in. */
  Outcome fit(
      Configuration configuration,
      Fitter fitter,
      Tokens tokens,
      Targets targets,
      ProgressListener listener) {
    if (validation != null) {
      HoldOut parts = HoldOut.of(targets, validation, SPLIT_SEED);
      return validated(configuration, fitter, tokens, targets, parts, listener);
    }
    BetaGrid grid = grid(configuration.weight(), fitter, tokens, targets);
    PathSearch search = search(configuration, grid, fitter, tokens, targets, listener);
    Selection found =
        folds == null
            ? search.training(tokens, targets)
            : folded(search, tokens, targets, listener);
    write(found);
    FitResult result = at(found, fitter, tokens, targets, listener);
    return new Outcome(result, Optional.of(found));
  }

  private Selection folded(
      PathSearch search, Tokens tokens, Targets targets, ProgressListener listener) {
    Folds dealt = Folds.of(targets, folds, SPLIT_SEED);
    dealt.warning().ifPresent(listener::warned);
    return search.crossValidation(tokens, targets, dealt);
  }

  private Outcome validated(
      Configuration configuration,
      Fitter fitter,
      Tokens tokens,
      Targets targets,
      HoldOut parts,
      ProgressListener listener) {
    Tokens training = tokens.select(parts.trainingSamples());
    Targets expected = targets.select(parts.trainingSamples());
    Optional<Selection> found = Optional.empty();
    FitResult result;
    if (count == null) {
      result = fitter.fit(training, expected, listener);
    } else {
      int most = patience == null ? Integer.MAX_VALUE : patience;
      BetaGrid grid = grid(configuration.weight(), fitter, training, expected);
      Selection selected =
          search(configuration, grid, fitter, tokens, targets, listener)
              .validation(tokens, targets, parts, most);
      write(selected);
      found = Optional.of(selected);
      result = at(selected, fitter, training, expected, listener);
    }
    return new Outcome(result, found);
  }

  private PathSearch search(
      Configuration configuration,
      BetaGrid grid,
      Fitter fitter,
      Tokens tokens,
      Targets targets,
      ProgressListener listener) {
    Criterion criterion = Criterion.of(fitter.loss(), targets);
    Map<String, String> key = new TreeMap<>(configuration.asMap());
    key.put("split", folds == null ? "validation " + validation : "folds " + folds);
    KeptPoints kept =
        KeptPoints.in(results, key, results == null ? "" : DataDigest.of(tokens, targets));
    return new PathSearch(fitter, criterion, grid, kept, listener);
  }

  /** The fit of all given samples at the chosen beta. */
  private static FitResult at(
      Selection found, Fitter fitter, Tokens tokens, Targets targets, ProgressListener listener) {
    if (found.by() != Selection.By.TRAINING) {
      listener.noted(found.text());
    }
    return fitter.path(List.of(found.best().fraction()), tokens, targets, listener).get(0);
  }

  private BetaGrid grid(
      Configuration.PenaltyWeight weight, Fitter fitter, Tokens tokens, Targets targets) {
    int beta = count == null ? DEFAULT_COUNT : count;
    if (!weight.chosen()) {
      return BetaGrid.geometric(beta, BetaGrid.DEFAULT_LAST, true);
    }
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
    return BetaGrid.geometric(beta, fraction, false);
  }

  private void write(Selection found) {
    if (file != null && !found.points().isEmpty()) {
      found.write(file);
      String what = found.by().word() + " " + found.criterion().metric().id();
      PathPicture.write(found.points(), what, picture());
    }
  }

  private Path picture() {
    return PathPicture.beside(file);
  }
}
