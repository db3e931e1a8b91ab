package io.github.convexheads.bench.explain;

import io.github.convexheads.api.head.Interpretation;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.model.FittedHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the first weights of all heads lie along the tokens: along the input tokens of a mixing
 * matrix, along the places of a circular filter, or along its frequencies.
 *
 * @param name what is measured, as the head's lift names it
 * @param along what the entries of the profile are
 * @param profile the share of each in the sum of squares, the mean over heads by their weight; of
 *     frequencies those that are listed count once each, without the mirror images that most have,
 *     so that the mean over tokens has a larger share than in the power
 * @param spread over how many of them the shares are spread as if evenly, exp(-sum p log p)
 * @param constant the share of the mean over tokens in the power, ||1^T W||^2 / (s ||W||^2), the
 *     mean over heads by their weight: 1 for weights that only average, 1/s for random ones; null
 *     along frequencies, of which the filter's own profile has it
 */
public record WeightProfile(
    String name, String along, List<Double> profile, double spread, Double constant) {

  /** How lifts name the axes along tokens. */
  private static final String INPUT = "input token";

  private static final String PLACES = "places";
  private static final String FREQUENCY = "frequency";

  /** Copies the list. */
  public WeightProfile {
    profile = List.copyOf(profile);
  }

  /**
   * Measures the weights of a head that mixes tokens by position.
   *
   * @param head a fitted head
   * @return one entry for every kind of matrix along tokens; none for other heads
   */
  public static List<WeightProfile> of(FittedHead head) {
    List<NetworkHead> heads = head.networkWeights();
    List<WeightProfile> found = new ArrayList<>();
    int kinds = heads.isEmpty() ? 0 : head.lift().interpret(heads.get(0)).size();
    for (int kind = 0; kind < kinds; kind++) {
      List<Interpretation> all = new ArrayList<>();
      for (NetworkHead one : heads) {
        all.add(along(head.lift().interpret(one).get(kind)));
      }
      if (all.get(0) != null) {
        double[] weights = heads.stream().mapToDouble(NetworkHead::weight).toArray();
        found.add(of(all, weights));
      }
    }
    return found;
  }

  /** Returns a matrix with tokens, places or frequencies as rows; null where it has none. */
  private static Interpretation along(Interpretation shown) {
    if (shown.rowAxis().startsWith(PLACES) || shown.rowAxis().startsWith(FREQUENCY)) {
      return shown;
    }
    return shown.columnAxis().equals(INPUT) ? transposed(shown) : null;
  }

  private static Interpretation transposed(Interpretation shown) {
    double[] values = new double[shown.rows() * shown.columns()];
    Arrays.setAll(values, i -> shown.value(i % shown.rows(), i / shown.rows()));
    return new Interpretation(
        shown.name(),
        shown.meaning(),
        shown.columnAxis(),
        shown.rowAxis(),
        shown.scale(),
        shown.columns(),
        shown.rows(),
        values);
  }

  private static WeightProfile of(List<Interpretation> all, double[] weights) {
    Interpretation sort = all.get(0);
    double total = Arrays.stream(weights).sum();
    double[] profile = new double[sort.rows()];
    double constant = 0;
    for (int h = 0; h < weights.length; h++) {
      double[] powers = powers(all.get(h));
      double power = Arrays.stream(powers).sum();
      for (int t = 0; t < profile.length && power > 0; t++) {
        profile[t] += weights[h] / total * powers[t] / power;
      }
      constant += power > 0 ? weights[h] / total * ofMean(all.get(h)) / power : 0;
    }
    double entropy = -Arrays.stream(profile).filter(p -> p > 0).map(p -> p * Math.log(p)).sum();
    return new WeightProfile(
        sort.name(),
        sort.rowAxis(),
        Arrays.stream(profile).boxed().toList(),
        Math.exp(entropy),
        sort.rowAxis().startsWith(FREQUENCY) ? null : constant);
  }

  private static double[] powers(Interpretation shown) {
    double[] powers = new double[shown.rows()];
    for (int i = 0; i < shown.rows() * shown.columns(); i++) {
      double value = shown.value(i / shown.columns(), i % shown.columns());
      powers[i / shown.columns()] += value * value;
    }
    return powers;
  }

  /** The power of the mean over rows, ||1^T W||^2 / s. */
  private static double ofMean(Interpretation shown) {
    double sum = 0;
    for (int k = 0; k < shown.columns(); k++) {
      double column = 0;
      for (int t = 0; t < shown.rows(); t++) {
        column += shown.value(t, k);
      }
      sum += column * column / shown.rows();
    }
    return sum;
  }
}
