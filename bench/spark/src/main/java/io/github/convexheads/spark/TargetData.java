package io.github.convexheads.spark;

import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.io.Serializable;
import java.util.stream.IntStream;

/** Targets as arrays. */
final class TargetData implements Serializable {
  private static final long serialVersionUID = 1;

  private final int positions;
  private final int outputs;
  private final int[] labels;
  private final boolean[] member;
  private final double[] values;
  private final double[] weights;

  private TargetData(
      Targets of, int[] labels, boolean[] member, double[] values, double[] weights) {
    this.positions = of.positions();
    this.outputs = of.outputs();
    this.labels = labels;
    this.member = member;
    this.values = values;
    this.weights = weights;
  }

  static TargetData of(Targets targets) {
    int rows = Math.multiplyExact(targets.samples(), targets.positions());
    int c = targets.outputs();
    double[] weights =
        targets.weighted()
            ? IntStream.range(0, targets.samples()).mapToDouble(targets::weight).toArray()
            : null;
    if (targets instanceof ClassLabels classes) {
      int[] labels = IntStream.range(0, rows).map(classes::label).toArray();
      return new TargetData(targets, labels, null, null, weights);
    }
    if (targets instanceof MultiLabels sets) {
      boolean[] member = new boolean[Math.multiplyExact(rows, c)];
      for (int i = 0; i < member.length; i++) {
        member[i] = sets.has(i / c, i % c);
      }
      return new TargetData(targets, null, member, null, weights);
    }
    RealTargets real = (RealTargets) targets;
    double[] values = new double[Math.multiplyExact(rows, c)];
    for (int i = 0; i < values.length; i++) {
      values[i] = real.value(i / c, i % c);
    }
    return new TargetData(targets, null, null, values, weights);
  }

  /** The same targets, a part of all: their weights are taken as they are. */
  Targets rebuilt() {
    Targets found;
    if (labels != null) {
      found = ClassLabels.ignoring(labels, positions, outputs, ClassLabels.IGNORED);
    } else if (member != null) {
      found = new MultiLabels(member, positions, outputs);
    } else {
      found = new RealTargets(values, positions, outputs);
    }
    return weights == null ? found : found.withWeightsOfPart(weights);
  }
}
