package io.github.convexheads.api.head;

import io.github.convexheads.api.InvalidInputException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.Tokens;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
    for (int group = 0; group < map.groups(); group++) {
      PatternDigest[] patterns = patterns(gates, group, map, training, kernel);
      Set<ByteBuffer> seen = new HashSet<>();
      List<double[]> distinct = new ArrayList<>();
      for (int j = 0; j < patterns.length; j++) {
        if (!patterns[j].anyOpen) {
          closed++;
        } else if (seen.add(patterns[j].value())) {
          distinct.add(gates.gate(group, j));
        } else {
          merged++;
        }
      }
      considered += patterns.length;
      if (distinct.isEmpty()) {
        throw new InvalidInputException(
            "every one of the %d gates of group %d is closed on all training tokens, so the head"
                    .formatted(patterns.length, group)
                + " would be zero; ask for more gates or another seed");
      }
      kept.add(distinct.toArray(double[][]::new));
    }
    return Gates.of(kept).withSelection(new GateSelection(considered, merged, closed, exhaustive));
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
    int step = Math.max(1, (1 << 18) / Math.max(map.perSample(), training.shape().size()));
    for (int from = 0; from < training.samples(); from += step) {
      int to = Math.min(training.samples(), from + step);
      TokenBatch batch = training.batch(from, to, Precision.FLOAT64);
      List<GateMask> masks = GateMask.of(map, batch, group, gates, kernel);
      for (int j = 0; j < patterns.length; j++) {
        patterns[j].add(masks.get(j));
      }
    }
    return patterns;
  }

  /** A SHA-256 digest of the pattern of one gate, fed batch by batch. */
  private static final class PatternDigest {
    private final MessageDigest digest;
    private boolean anyOpen;

    PatternDigest() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    void add(GateMask mask) {
      digest.update(mask.toBytes());
      anyOpen |= mask.anyOpen();
    }

    ByteBuffer value() {
      return ByteBuffer.wrap(digest.digest());
    }
  }
}
