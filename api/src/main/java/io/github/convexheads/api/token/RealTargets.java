package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.List;
import org.apiguardian.api.API;

/** Real values, one row of c for every sample or for every token. */
@API(status = API.Status.STABLE)
public final class RealTargets extends AbstractTargets {
  private final double[] values;

  private RealTargets(double[] values, int positions, int outputs, SampleWeights weights) {
    super(values.length, positions, outputs, outputs, List.of(), weights);
    this.values = values;
  }

  /**
   * Checks and copies values.
   *
   * @param values n x T x c values, row-major
   * @param positions T: 1 for one row a sample, s for one row a token
   * @param outputs c, at least 1
   * @throws InvalidInputException if the number of values is no positive multiple of T * c or a
   *     value is not finite (names its position)
   */
  public RealTargets(double[] values, int positions, int outputs) {
    this(values.clone(), positions, outputs, SampleWeights.EQUAL);
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new InvalidInputException(
            "target %s at [%s, %s, %s] (sample, position, output); every target must be finite"
                .formatted(
                    values[i], i / (positions * outputs), i / outputs % positions, i % outputs));
      }
    }
  }

  /**
   * Returns one target value.
   *
   * @param row i * T + t
   * @param output p in 0..c-1
   * @return the value
   */
  public double value(int row, int output) {
    return values[row * outputs() + output];
  }

  @Override
  public Targets.Kind kind() {
    return Targets.Kind.VALUES;
  }

  @Override
  public RealTargets withWeights(double... values) {
    return new RealTargets(
        this.values, positions(), outputs(), SampleWeights.of(values, samples()));
  }

  @Override
  public RealTargets withWeightsOfPart(double... values) {
    return new RealTargets(
        this.values, positions(), outputs(), SampleWeights.ofPart(values, samples()));
  }

  @Override
  public RealTargets select(int... samples) {
    int size = positions() * outputs();
    double[] selected = new double[samples.length * size];
    copySamples(values, samples, selected, size);
    return new RealTargets(selected, positions(), outputs(), weights().select(samples));
  }
}
