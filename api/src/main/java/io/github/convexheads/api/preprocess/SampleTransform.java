package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.internal.preprocess.LayerNorm;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenShape;
import java.util.Optional;

/** The steps of fitted preprocessing, applied to one sample after another. */
final class SampleTransform {
  private final Preprocessing steps;
  private final TokenShape input;
  private final boolean layerNorm;
  private final Optional<Clipping> clipping;
  private final AppendedFeatures appended;
  private final double[] shift;
  private final double[] gain;
  private final Optional<Projection> projection;
  private final double[] places;

  SampleTransform(Preprocessing steps) {
    this.steps = steps;
    this.input = steps.stepped();
    this.layerNorm = steps.layerNorm();
    this.clipping = steps.clipping();
    this.appended = steps.appended();
    this.shift = steps.shift();
    this.gain = steps.gain();
    this.projection = steps.projection();
    this.places = steps.places();
  }

  /**
   * Transforms one sample of s x d values, {@code length} tokens of which are its own, into s x
   * (width + what is appended) values.
   */
  void apply(double[] from, int at, int length, RealArray into, int position) {
    int d = input.features();
    int s = input.tokens();
    int features = steps.width();
    int row = steps.output().features();
    double[] mean = new double[appended.meanToken() ? features : 0];
    double[] token = new double[d];
    double[] kept = projection.isPresent() ? new double[features] : token;
    for (int t = 0; t < length; t++) {
      normalise(from, at + t * d, token);
      if (kept != token) {
        projection.orElseThrow().apply(token, kept);
      }
      into.copyFrom(RealArray.wrap(kept), 0, position + t * row, features);
      for (int k = 0; k < mean.length; k++) {
        mean[k] += kept[k] / length;
      }
    }
    for (int t = 0; t < length; t++) {
      int to = position + t * row + features;
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
    if (length < s) {
      pad(into, position, row, length);
    }
  }

  /** Multiplies the tokens of a sample by (s / l)^power and sets those behind them to zero. */
  private void pad(RealArray into, int position, int row, int length) {
    int s = input.tokens();
    double factor = Math.pow((double) s / length, steps.lengthPower().orElseThrow());
    for (int i = position; i < position + length * row; i++) {
      into.set(i, into.get(i) * factor);
    }
    for (int i = position + length * row; i < position + s * row; i++) {
      into.set(i, 0);
    }
  }

  /** The steps feature by feature, for one token. */
  private void normalise(double[] from, int at, double[] token) {
    int d = token.length;
    if (layerNorm) {
      LayerNorm.apply(from, at, token, Preprocessing.EPSILON);
    } else {
      System.arraycopy(from, at, token, 0, d);
    }
    clipping.ifPresent(bounds -> bounds.clip(token));
    for (int k = 0; k < d; k++) {
      token[k] = (token[k] - shift[k]) * gain[k];
    }
  }
}
