package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Any number of classes for every sample or for every token: a matrix of 0 and 1, where 1 at column
 * p says that the row belongs to class p.
 */
@API(status = API.Status.STABLE)
public final class MultiLabels extends AbstractTargets {
  private final boolean[] member;

  private MultiLabels(
      boolean[] member, int positions, int outputs, List<String> names, SampleWeights weights) {
    super(member.length, positions, outputs, outputs, names, weights);
    this.member = member;
  }

  /**
   * Copies a matrix.
   *
   * @param member n x T x c values, row-major
   * @param positions T: 1 for one row a sample, s for one row a token
   * @param outputs c, at least 1
   * @throws InvalidInputException if the number of values is no positive multiple of T * c
   */
  public MultiLabels(boolean[] member, int positions, int outputs) {
    this(member.clone(), positions, outputs, List.of(), SampleWeights.EQUAL);
  }

  /**
   * Returns the same matrix whose columns have names.
   *
   * @param classNames c different names, or none
   * @return the targets
   * @throws InvalidInputException if there is not one name a column or two are equal
   */
  public MultiLabels withNames(List<String> classNames) {
    return new MultiLabels(
        member, positions(), outputs(), OutputNames.checked(classNames, outputs()), weights());
  }

  /**
   * Says whether a row belongs to a class.
   *
   * @param row i * T + t
   * @param output p in 0..c-1
   * @return true for 1
   */
  public boolean has(int row, int output) {
    return member[row * outputs() + output];
  }

  @Override
  public Targets.Kind kind() {
    return Targets.Kind.LABELS;
  }

  @Override
  public MultiLabels withWeights(double... values) {
    return new MultiLabels(
        member, positions(), outputs(), names(), SampleWeights.of(values, samples()));
  }

  @Override
  public MultiLabels withWeightsOfPart(double... values) {
    return new MultiLabels(
        member, positions(), outputs(), names(), SampleWeights.ofPart(values, samples()));
  }

  @Override
  public MultiLabels select(int... samples) {
    int size = positions() * outputs();
    boolean[] selected = new boolean[samples.length * size];
    copySamples(member, samples, selected, size);
    return new MultiLabels(selected, positions(), outputs(), names(), weights().select(samples));
  }
}
