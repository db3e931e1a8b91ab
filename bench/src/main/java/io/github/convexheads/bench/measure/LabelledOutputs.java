package io.github.convexheads.bench.measure;

import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.stream.IntStream;

/**
 * Outputs and targets of the rows that count: without those whose label is ignored.
 *
 * @param outputs rows x c outputs
 * @param targets their targets; where rows were left out, each row is a sample of its own
 */
public record LabelledOutputs(double[] outputs, Targets targets) {

  /**
   * Leaves out what is to be ignored.
   *
   * @param outputs n x T x c outputs
   * @param targets n x T targets
   * @return both as they are where nothing is ignored
   */
  public static LabelledOutputs of(double[] outputs, Targets targets) {
    if (!(targets instanceof ClassLabels labels) || labels.ignored() == 0) {
      return new LabelledOutputs(outputs, targets);
    }
    int c = labels.outputs();
    int[] rows =
        IntStream.range(0, outputs.length / c)
            .filter(row -> labels.label(row) != ClassLabels.IGNORED)
            .toArray();
    int[] known = IntStream.of(rows).map(labels::label).toArray();
    double[] kept = new double[rows.length * c];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(outputs, rows[i] * c, kept, i * c, c);
    }
    Targets counted = new ClassLabels(known, 1, c).withNames(labels.names());
    return new LabelledOutputs(
        kept, targets.weighted() ? weighted(counted, labels, rows) : counted);
  }

  private static Targets weighted(Targets counted, ClassLabels of, int... rows) {
    return counted.withWeightsOfPart(
        IntStream.of(rows).mapToDouble(row -> of.weight(row / of.positions())).toArray());
  }
}
