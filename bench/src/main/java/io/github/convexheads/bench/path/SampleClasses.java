package io.github.convexheads.bench.path;

import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
import java.util.BitSet;

/** Which classes the rows of each sample have; real targets have none. */
final class SampleClasses {
  /** The rarest class of a sample that has none. */
  static final int NONE = -1;

  private final BitSet[] classes;
  private final int[] samples;

  private SampleClasses(BitSet[] classes, int[] samples) {
    this.classes = classes;
    this.samples = samples;
  }

  static SampleClasses of(Targets targets) {
    int n = targets.samples();
    boolean labelled = targets instanceof ClassLabels || targets instanceof MultiLabels;
    int[] samples = new int[labelled ? targets.outputs() : 0];
    BitSet[] classes = new BitSet[n];
    for (int i = 0; i < n; i++) {
      classes[i] = classes(targets, i);
      classes[i].stream().forEach(c -> samples[c]++);
    }
    return new SampleClasses(classes, samples);
  }

  private static BitSet classes(Targets targets, int sample) {
    BitSet found = new BitSet();
    int t = targets.positions();
    for (int row = sample * t; row < (sample + 1) * t; row++) {
      if (targets instanceof ClassLabels labels && labels.label(row) != ClassLabels.IGNORED) {
        found.set(labels.label(row));
      } else if (targets instanceof MultiLabels sets) {
        for (int p = 0; p < targets.outputs(); p++) {
          found.set(p, found.get(p) || sets.has(row, p));
        }
      }
    }
    return found;
  }

  /** How many samples have each class; of length 0 where there are no classes. */
  int[] samples() {
    return samples.clone();
  }

  /** The class of a sample that the fewest samples have, the first of equals. */
  int rarest(int sample) {
    int rarest = NONE;
    for (int c = classes[sample].nextSetBit(0); c >= 0; c = classes[sample].nextSetBit(c + 1)) {
      rarest = rarest == NONE || samples[c] < samples[rarest] ? c : rarest;
    }
    return rarest;
  }
}
