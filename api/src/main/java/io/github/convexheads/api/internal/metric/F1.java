package io.github.convexheads.api.internal.metric;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * 2 TP / (2 TP + FP + FN) of labels, where a row is given a label if its output is positive, that
 * is, its probability above a half.
 *
 * @param averaging over what
 */
@API(status = API.Status.INTERNAL)
public record F1(Averaging averaging) implements Metric {
  /** How labels are put together. */
  public enum Averaging {
    /** The counts of all labels are added up. */
    MICRO,
    /**
     * The mean over labels that a row has or is given. Parts are the scores of every label, NaN for
     * others.
     */
    MACRO
  }

  @Override
  public String id() {
    return averaging == Averaging.MICRO ? "f1-micro" : "f1-macro";
  }

  @Override
  public String description() {
    return averaging == Averaging.MICRO
        ? "Harmonic mean of precision and recall over all labels together."
        : "Harmonic mean of precision and recall, averaged over labels.";
  }

  @Override
  public Metric.Direction direction() {
    return Metric.Direction.HIGHER;
  }

  @Override
  public boolean share() {
    return true;
  }

  @Override
  public boolean suits(Targets targets) {
    return targets instanceof MultiLabels;
  }

  @Override
  public Metric.Measurement measure(double[] outputs, Targets targets) {
    MultiLabels labels = (MultiLabels) targets;
    int c = labels.outputs();
    int rows = labels.samples() * labels.positions();
    long[] both = new long[c];
    long[] either = new long[c];
    for (int i = 0; i < rows * c; i++) {
      int given = outputs[i] > 0 ? 1 : 0;
      int had = labels.has(i / c, i % c) ? 1 : 0;
      both[i % c] += 2L * given * had;
      either[i % c] += given + had;
    }
    if (averaging == Averaging.MICRO) {
      return Metric.Measurement.of(share(Arrays.stream(both).sum(), Arrays.stream(either).sum()));
    }
    double[] parts = new double[c];
    Arrays.setAll(parts, k -> share(both[k], either[k]));
    return Metric.Measurement.mean(parts);
  }

  private static double share(long part, long whole) {
    return whole == 0 ? Double.NaN : (double) part / whole;
  }
}
