package io.github.convexheads.spark;

import io.github.convexheads.api.preprocess.AppendedFeatures;
import io.github.convexheads.api.preprocess.Clipping;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.preprocess.Projection;
import io.github.convexheads.api.token.TokenShape;
import java.io.Serializable;
import java.util.Optional;

/** Fitted preprocessing as arrays. */
final class PreprocessingData implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] shapes;
  private final boolean layerNorm;
  private final boolean meanToken;
  private final String position;
  private final int positions;
  private final boolean bias;
  private final double[] low;
  private final double[] high;
  private final double[] shift;
  private final double[] gain;
  private final double[] projection;
  private final Double lengthPower;

  private PreprocessingData(Preprocessing of) {
    this.shapes =
        new int[] {
          of.input().tokens(), of.input().features(), of.stepped().tokens(), of.stepped().features()
        };
    this.layerNorm = of.layerNorm();
    this.meanToken = of.appended().meanToken();
    this.position = of.appended().position().name();
    this.positions = of.appended().positions();
    this.bias = of.appended().bias();
    this.low = of.clipping().map(Clipping::low).orElse(null);
    this.high = of.clipping().map(Clipping::high).orElse(null);
    this.shift = of.shift();
    this.gain = of.gain();
    this.projection = of.projection().map(Projection::matrix).orElse(null);
    this.lengthPower = of.lengthPower().isPresent() ? of.lengthPower().getAsDouble() : null;
  }

  static PreprocessingData of(Preprocessing fitted) {
    return new PreprocessingData(fitted);
  }

  /** The same preprocessing; the step, where there is one, comes first. */
  Preprocessing rebuilt(Optional<PreprocessingStep> step) {
    TokenShape raw = new TokenShape(shapes[0], shapes[1]);
    TokenShape stepped = new TokenShape(shapes[2], shapes[3]);
    Preprocessing steps =
        new Preprocessing(
            stepped,
            layerNorm,
            Optional.ofNullable(low).map(bounds -> new Clipping(bounds, high)),
            new AppendedFeatures(
                meanToken, AppendedFeatures.Position.valueOf(position), positions, bias),
            shift,
            gain,
            Optional.ofNullable(projection).map(p -> new Projection(stepped.features(), p)));
    Preprocessing whole = step.isPresent() ? steps.after(step.get(), raw) : steps;
    return lengthPower == null ? whole : whole.forLengths(lengthPower);
  }
}
