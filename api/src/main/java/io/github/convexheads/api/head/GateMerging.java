package io.github.convexheads.api.head;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.digest.Sha256;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.Tokens;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Leaves out gates that add nothing on the training tokens: of gates with one pattern all but the
 * first, and gates that are closed everywhere.
 *
 * <p>Blocks with equal patterns have equal features, so that the sum of their nuclear norms is at
 * least the norm of their sum in one block; the features of a closed gate are zero.
 */
final class GateMerging {
  /** Token values or pre-activations that are held at once. */
  private static final int HELD_VALUES = 1 << 21;

  private GateMerging() {}

  static Gates merge(Gates gates, Preactivation map, Tokens training, Kernel kernel) {
    return merge(gates, map, training, kernel, false);
  }

  static Gates merge(
      Gates gates, Preactivation map, Tokens training, Kernel kernel, boolean exhaustive) {
    requireFit(gates, map);
    List<double[][]> kept = new ArrayList<>();
    int considered = 0;
    int merged = 0;
    int closed = 0;
    double margin = Double.POSITIVE_INFINITY;
    for (int group = 0; group < map.groups(); group++) {
      PatternDigest[] patterns = patterns(gates, group, map, training, kernel);
      Set<ByteBuffer> seen = new HashSet<>();
      List<double[]> distinct = new ArrayList<>();
      for (int j = 0; j < patterns.length; j++) {
        if (!patterns[j].anyOpen) {
          closed++;
        } else if (seen.add(patterns[j].value())) {
          distinct.add(gates.gate(group, j));
          margin = Math.min(margin, patterns[j].margin);
        } else {
          merged++;
        }
      }
      considered += patterns.length;
      if (distinct.isEmpty()) {
        throw new InvalidInputException(
            "every one of the %s gates of group %s is closed on all training tokens, so the head"
                    .formatted(patterns.length, group)
                + " would be zero; ask for more gates or another seed");
      }
      kept.add(distinct.toArray(double[][]::new));
    }
    return Gates.of(kept)
        .withSelection(new Gates.Selection(considered, merged, closed, exhaustive, margin));
  }

  /**
   * Enumerates the patterns of tokens and looks for each among given gates.
   *
   * @return the gates, exhaustive if there are at most {@code limit} patterns and all were found
   */
  static Gates examined(Gates gates, Preactivation map, Tokens tokens, Kernel kernel, long limit) {
    requireFit(gates, map);
    long considered = 0;
    boolean exhaustive = true;
    for (int group = 0; group < map.groups(); group++) {
      considered += gates.count(group);
      exhaustive = exhaustive && covered(gates, group, map, tokens, kernel, limit);
    }
    return gates
        .withoutSelection()
        .withSelection(new Gates.Selection(considered, 0, 0, exhaustive, Double.POSITIVE_INFINITY));
  }

  private static boolean covered(
      Gates gates, int group, Preactivation map, Tokens tokens, Kernel kernel, long limit) {
    List<double[][]> witnesses = new ArrayList<>();
    for (int g = 0; g < map.groups(); g++) {
      witnesses.add(new double[][] {gates.gate(g, 0)});
    }
    try {
      ActivationPatterns all = ActivationPatterns.of(map, group, tokens, limit);
      if (!all.complete()) {
        return false;
      }
      witnesses.set(group, all.witnesses().toArray(double[][]::new));
    } catch (TooManyPatternsException e) {
      return false;
    }
    Set<ByteBuffer> known = new HashSet<>();
    for (PatternDigest pattern : patterns(gates, group, map, tokens, kernel)) {
      known.add(pattern.value());
    }
    for (PatternDigest pattern : patterns(Gates.of(witnesses), group, map, tokens, kernel)) {
      if (pattern.anyOpen && !known.contains(pattern.value())) {
        return false;
      }
    }
    return true;
  }

  private static void requireFit(Gates gates, Preactivation map) {
    int[] lengths = new int[map.groups()];
    for (int group = 0; group < lengths.length; group++) {
      lengths[group] = map.length(group);
    }
    gates.require(lengths);
  }

  private static PatternDigest[] patterns(
      Gates gates, int group, Preactivation map, Tokens training, Kernel kernel) {
    PatternDigest[] patterns = new PatternDigest[gates.count(group)];
    for (int j = 0; j < patterns.length; j++) {
      patterns[j] = new PatternDigest();
    }
    int step = Math.max(1, HELD_VALUES / Math.max(map.perSample(), training.shape().size()));
    GateMargin margin = new GateMargin(map, group, gates, training);
    for (int from = 0; from < training.samples(); from += step) {
      int first = from;
      int to = Math.min(training.samples(), from + step);
      TokenBatch batch = training.batch(from, to, Precision.FLOAT64);
      List<RowMask> masks =
          GateMasks.of(
              map,
              batch,
              group,
              gates,
              kernel,
              (at, part, gate, z) -> margin.add(first + at, part, gate, z));
      for (int j = 0; j < patterns.length; j++) {
        patterns[j].add(masks.get(j));
      }
    }
    for (int j = 0; j < patterns.length; j++) {
      patterns[j].margin = margin.of(j);
    }
    return patterns;
  }

  /** A SHA-256 digest of the pattern of one gate, fed batch by batch, and the gate's margin. */
  private static final class PatternDigest {
    private final MessageDigest digest = Sha256.begin();
    private boolean anyOpen;
    private double margin;

    void add(RowMask mask) {
      digest.update(mask.toBytes());
      anyOpen |= mask.anyOpen();
    }

    ByteBuffer value() {
      return ByteBuffer.wrap(digest.digest());
    }
  }
}
