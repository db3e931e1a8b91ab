package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;

/**
 * Preprocessing fitted to training tokens: x becomes (norm(x) - shift) * gain feature by feature,
 * and {@link AppendedFeatures} follow. Immutable.
 */
public final class Preprocessing {
  /** Variance that layer norm adds, so that a constant token becomes 0. */
  static final double EPSILON = 1e-12;

  private static final int BATCH_VALUES = 1 << 20;

  private final TokenShape input;
  private final boolean layerNorm;
  private final AppendedFeatures appended;
  private final double[] shift;
  private final double[] gain;
  private final double[] places;

  /**
   * Restores fitted preprocessing.
   *
   * @param input the shape of raw tokens, s x d
   * @param layerNorm whether every token is normalised first
   * @param appended the features that are appended
   * @param shift d values to subtract; copied
   * @param gain d values to multiply by; copied
   * @throws InvalidInputException if lengths differ from d or a value is not finite, or tokens of
   *     this shape cannot have such features
   */
  public Preprocessing(
      TokenShape input,
      boolean layerNorm,
      AppendedFeatures appended,
      double[] shift,
      double[] gain) {
    if (shift.length != input.features() || gain.length != input.features()) {
      throw new InvalidInputException(
          "preprocessing of %d features needs as many shifts and gains, found %d and %d"
              .formatted(input.features(), shift.length, gain.length));
    }
    if (!Arrays.stream(shift).allMatch(Double::isFinite)
        || !Arrays.stream(gain).allMatch(Double::isFinite)) {
      throw new InvalidInputException("preprocessing holds a value that is not finite");
    }
    this.input = input;
    this.layerNorm = layerNorm;
    this.appended = appended;
    this.shift = shift.clone();
    this.gain = gain.clone();
    this.places = appended.position().features(input.tokens(), appended.positions());
  }

  /**
   * Fits the steps to training tokens.
   *
   * @param settings which steps
   * @param training the training tokens
   * @return the fitted steps
   */
  public static Preprocessing fit(PreprocessSettings settings, Tokens training) {
    int d = training.shape().features();
    double[] shift = new double[d];
    double[] gain = new double[d];
    Arrays.fill(gain, settings.scale());
    Preprocessing raw =
        new Preprocessing(
            training.shape(), settings.layerNorm(), AppendedFeatures.NONE, new double[d], ones(d));
    if (settings.standardize()) {
      moments(raw.apply(training), shift, gain);
      for (int k = 0; k < d; k++) {
        gain[k] *= settings.scale();
      }
    }
    return new Preprocessing(
        training.shape(), settings.layerNorm(), settings.appended(), shift, gain);
  }

  /** Mean and reciprocal standard deviation of every feature, by two passes. */
  private static void moments(Tokens tokens, double[] mean, double[] reciprocal) {
    int d = mean.length;
    double count = (double) tokens.samples() * tokens.shape().tokens();
    eachToken(
        tokens,
        (values, from) -> {
          for (int k = 0; k < d; k++) {
            mean[k] += values[from + k] / count;
          }
        });
    double[] variance = new double[d];
    eachToken(
        tokens,
        (values, from) -> {
          for (int k = 0; k < d; k++) {
            double centred = values[from + k] - mean[k];
            variance[k] += centred * centred / count;
          }
        });
    for (int k = 0; k < d; k++) {
      boolean constant = !(Math.sqrt(variance[k]) > 1e-10 * Math.abs(mean[k]));
      reciprocal[k] = constant || variance[k] == 0 ? 0 : 1 / Math.sqrt(variance[k]);
    }
  }

  /** Work on one token. */
  private interface TokenWork {
    void accept(double[] values, int from);
  }

  private static void eachToken(Tokens tokens, TokenWork work) {
    int size = tokens.shape().size();
    int d = tokens.shape().features();
    int batch = Math.max(1, BATCH_VALUES / size);
    for (int from = 0; from < tokens.samples(); from += batch) {
      int to = Math.min(tokens.samples(), from + batch);
      double[] values = tokens.batch(from, to, Precision.FLOAT64).values().doubles();
      for (int at = 0; at < (to - from) * size; at += d) {
        work.accept(values, at);
      }
    }
  }

  private static double[] ones(int d) {
    double[] ones = new double[d];
    Arrays.fill(ones, 1);
    return ones;
  }

  /**
   * Returns a view of tokens after these steps.
   *
   * @param tokens raw tokens of the shape that the steps were fitted on
   * @return the preprocessed tokens, in the same precision
   * @throws InvalidInputException if the shape differs
   */
  public Tokens apply(Tokens tokens) {
    input.require(tokens.shape(), "this model");
    return isIdentity() ? tokens : new PreprocessedTokens(tokens, this);
  }

  /**
   * Returns the shape of raw tokens.
   *
   * @return s x d
   */
  public TokenShape input() {
    return input;
  }

  /**
   * Returns the shape of preprocessed tokens.
   *
   * @return s x (d + the number of features that are appended)
   */
  public TokenShape output() {
    return appended.to(input);
  }

  /**
   * Says whether every token is normalised first.
   *
   * @return true with layer norm
   */
  public boolean layerNorm() {
    return layerNorm;
  }

  /**
   * Returns the features that are appended.
   *
   * @return mean token, position, bias
   */
  public AppendedFeatures appended() {
    return appended;
  }

  /**
   * Says whether a constant feature is appended, as the last.
   *
   * @return true with a bias
   */
  public boolean bias() {
    return appended.bias();
  }

  /**
   * Returns the features of position.
   *
   * @return a copy of s x positions values, row-major
   */
  public double[] places() {
    return places.clone();
  }

  /**
   * Returns what is subtracted from every feature.
   *
   * @return a copy of d values
   */
  public double[] shift() {
    return shift.clone();
  }

  /**
   * Returns what every feature is multiplied by.
   *
   * @return a copy of d values
   */
  public double[] gain() {
    return gain.clone();
  }

  /**
   * Returns what layer norm adds to the variance, so that a constant token becomes 0.
   *
   * @return the number
   */
  public double epsilon() {
    return EPSILON;
  }

  private boolean isIdentity() {
    return !layerNorm
        && appended.equals(AppendedFeatures.NONE)
        && Arrays.stream(shift).allMatch(v -> v == 0)
        && Arrays.stream(gain).allMatch(v -> v == 1);
  }

  /** Transforms one sample of s x d values into s x (d + what is appended) values. */
  void transform(double[] from, int at, RealArray into, int position) {
    int d = shift.length;
    int s = input.tokens();
    int width = output().features();
    double[] mean = new double[appended.meanToken() ? d : 0];
    double[] token = new double[d];
    for (int t = 0; t < s; t++) {
      normalise(from, at + t * d, token);
      for (int k = 0; k < d; k++) {
        into.set(position + t * width + k, token[k]);
        if (mean.length > 0) {
          mean[k] += token[k] / s;
        }
      }
    }
    for (int t = 0; t < s; t++) {
      int to = position + t * width + d;
      for (double value : mean) {
        into.set(to++, value);
      }
      for (int f = 0; f < appended.positions(); f++) {
        into.set(to++, places[t * appended.positions() + f]);
      }
      if (appended.bias()) {
        into.set(to, 1);
      }
    }
  }

  /** The steps before anything is appended, for one token. */
  private void normalise(double[] from, int at, double[] token) {
    int d = token.length;
    double mean = 0;
    double deviation = 1;
    if (layerNorm) {
      for (int k = 0; k < d; k++) {
        mean += from[at + k] / d;
      }
      double variance = 0;
      for (int k = 0; k < d; k++) {
        variance += (from[at + k] - mean) * (from[at + k] - mean) / d;
      }
      deviation = Math.sqrt(variance + EPSILON);
    }
    for (int k = 0; k < d; k++) {
      token[k] = ((from[at + k] - mean) / deviation - shift[k]) * gain[k];
    }
  }
}
