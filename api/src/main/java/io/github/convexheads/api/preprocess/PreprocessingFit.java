package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Fits the steps of preprocessing to training tokens: each to the tokens as the steps before leave
 * them, in passes over batches.
 */
final class PreprocessingFit {
  /** The largest d for which d^2 is an index. */
  private static final int MOST_FEATURES = 46_340;

  /** Features that a thread sums at a time. */
  private static final int FEATURES = 64;

  private final PreprocessSettings settings;
  private final Tokens training;
  private final Workers workers;
  private final double[] shift;
  private final double[] gain;
  private Optional<Clipping> clipping = Optional.empty();

  private PreprocessingFit(PreprocessSettings settings, Tokens training, Workers workers) {
    this.settings = settings;
    this.training = training;
    this.workers = workers;
    this.shift = new double[training.shape().features()];
    this.gain = ones(shift.length);
  }

  /** Fits the steps that settings ask for, each to what the steps before it leave. */
  static Preprocessing of(
      PreprocessSettings settings, Tokens training, Kernel kernel, Workers workers) {
    PreprocessingFit fit = new PreprocessingFit(settings, training, workers);
    if (settings.clip() > 0 || settings.robustScale()) {
      fit.clipAndScale();
    }
    if (settings.standardize() || settings.components() > 0) {
      fit.centre();
    }
    for (int k = 0; k < fit.gain.length; k++) {
      fit.gain[k] *= settings.scale();
    }
    return new Preprocessing(
        training.shape(),
        settings.layerNorm(),
        fit.clipping,
        settings.appended(),
        fit.shift,
        fit.gain,
        settings.components() > 0 ? Optional.of(fit.principal(kernel)) : Optional.empty());
  }

  /** Bounds features by their medians and spreads, and scales them by these. */
  private void clipAndScale() {
    FeatureSpread found = FeatureSpread.of(plain(shift, gain).apply(training), workers);
    if (settings.clip() > 0) {
      clipping = Optional.of(Clipping.around(found, settings.clip()));
    }
    if (settings.robustScale()) {
      System.arraycopy(found.median(), 0, shift, 0, shift.length);
      divide(gain, found.spread());
    }
  }

  /**
   * Shifts features by their means, and scales them by their deviations where that is asked for.
   */
  private void centre() {
    double[] deviation = new double[shift.length];
    Preprocessing before = plain(new double[shift.length], ones(shift.length));
    if (training instanceof SummedTokens far) {
      moments(far, before, shift, deviation);
    } else {
      moments(before.apply(training), shift, deviation);
    }
    if (settings.standardize()) {
      divide(gain, deviation);
    }
  }

  private Projection principal(Kernel kernel) {
    Preprocessing centring = plain(shift, gain);
    double[] scatter =
        training instanceof SummedTokens far
            ? far.scatter(centring)
            : scatter(centring.apply(training), kernel);
    return Projection.principal(kernel, scatter, shift.length, settings.components());
  }

  /** Divides gains by widths; a constant feature, of width 0, becomes 0. */
  private static void divide(double[] gain, double[] width) {
    for (int k = 0; k < gain.length; k++) {
      double divided = width[k] == 0 ? 0 : gain[k] / width[k];
      boolean lost = width[k] != 0 && divided == 0;
      if (lost || !Double.isFinite(divided)) {
        throw new InvalidInputException(
            String.format(
                Locale.ROOT,
                "feature %d spreads over %.3g, too %s to be divided by it in double precision; scale the tokens before",
                k,
                width[k],
                width[k] < 1 ? "little" : "far"));
      }
      gain[k] = divided;
    }
  }

  /** The steps feature by feature, with nothing projected or appended. */
  private Preprocessing plain(double[] minus, double[] times) {
    Preprocessing steps =
        new Preprocessing(
            training.shape(),
            settings.layerNorm(),
            clipping,
            AppendedFeatures.NONE,
            minus,
            times,
            Optional.empty());
    return training.padded() ? steps.forLengths(0) : steps;
  }

  /**
   * Mean and standard deviation of every feature, by two passes; 0 for a constant one. Squares are
   * taken of values divided by a power of two, so that none overflows or vanishes.
   */
  private void moments(Tokens tokens, double[] mean, double[] deviation) {
    int d = mean.length;
    Arrays.fill(mean, 0);
    double count = 0;
    for (int i = 0; i < tokens.samples(); i++) {
      count += tokens.length(i);
    }
    double all = count;
    double[] unit = new double[d];
    eachToken(
        tokens,
        (values, at, first, end) -> {
          for (int k = first; k < end; k++) {
            mean[k] += values[at + k] / all;
            unit[k] = Math.max(unit[k], Math.abs(values[at + k]));
          }
        });
    for (int k = 0; k < d; k++) {
      unit[k] = Math.scalb(1.0, Math.max(Double.MIN_EXPONENT, Math.getExponent(unit[k])));
    }
    double[] variance = new double[d];
    double[] centre = new double[d];
    Arrays.setAll(centre, k -> mean[k] / unit[k]);
    eachToken(
        tokens,
        (values, at, first, end) -> {
          for (int k = first; k < end; k++) {
            double from = values[at + k] / unit[k] - centre[k];
            variance[k] += from * from / all;
          }
        });
    for (int k = 0; k < d; k++) {
      deviation[k] = deviation(Math.sqrt(variance[k]) * unit[k], mean[k]);
    }
  }

  private static double deviation(double found, double mean) {
    return found > 1e-10 * Math.abs(mean) ? found : 0;
  }

  /** The same of sums that are taken elsewhere. */
  private static void moments(
      SummedTokens tokens, Preprocessing before, double[] mean, double[] deviation) {
    double[] sums = tokens.moments(before);
    double count = sums[mean.length];
    for (int k = 0; k < mean.length; k++) {
      mean[k] = sums[k] / count;
    }
    double[] squares = tokens.moments(before, mean);
    for (int k = 0; k < mean.length; k++) {
      deviation[k] = deviation(Math.sqrt(squares[k] / count), mean[k]);
    }
  }

  /** Work on some of the d values of a token, which begin at a place among others. */
  private interface TokenWork {
    void accept(double[] values, int at, int first, int end);
  }

  /** Goes through all tokens that are a sample's own; every feature meets them in their order. */
  private void eachToken(Tokens tokens, TokenWork work) {
    int d = tokens.shape().features();
    int size = tokens.shape().size();
    TokenSums.eachBatch(
        tokens,
        workers,
        (values, from, to) ->
            workers.forEach(
                (d + FEATURES - 1) / FEATURES,
                part -> {
                  int first = part * FEATURES;
                  int end = Math.min(d, first + FEATURES);
                  for (int i = from; i < to; i++) {
                    for (int t = 0; t < tokens.length(i); t++) {
                      work.accept(values, (i - from) * size + t * d, first, end);
                    }
                  }
                }));
  }

  private double[] scatter(Tokens tokens, Kernel kernel) {
    int d = tokens.shape().features();
    if (d > MOST_FEATURES) {
      throw new InvalidInputException(
          "preprocess.components needs the covariance of %s features, which does not go into an array; allowed: at most %s features"
              .formatted(d, MOST_FEATURES));
    }
    return TokenSums.scatter(tokens, kernel, workers);
  }

  static double[] ones(int d) {
    double[] ones = new double[d];
    Arrays.fill(ones, 1);
    return ones;
  }
}
