package io.github.convexheads.api.internal.digest;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.apiguardian.api.API;

/** SHA-256 of training data, by which a model recognises the data it was fitted on. */
@API(status = API.Status.INTERNAL)
public final class DataDigest {
  private static final int BATCH_VALUES = 1 << 18;

  private DataDigest() {}

  /**
   * Hashes tokens and targets: shapes first, then all values in order, weights of samples before
   * targets, big endian, in the precision in which they are stored.
   *
   * @param tokens the tokens
   * @param targets the targets
   * @return 64 hexadecimal digits
   */
  public static String of(Tokens tokens, Targets targets) {
    MessageDigest digest = Sha256.begin();
    addTokens(digest, tokens);
    addTargets(digest, targets);
    return Sha256.end(digest);
  }

  private static void addTokens(MessageDigest digest, Tokens tokens) {
    addInts(digest, tokens.samples(), tokens.shape().tokens(), tokens.shape().features());
    for (int i = 0; tokens.padded() && i < tokens.samples(); i++) {
      addInts(digest, tokens.length(i));
    }
    int size = tokens.shape().size();
    int batch = Math.max(1, BATCH_VALUES / size);
    for (int from = 0; from < tokens.samples(); from += batch) {
      int to = Math.min(tokens.samples(), from + batch);
      digest.update(bytes(tokens.batch(from, to, tokens.precision()).values()));
    }
  }

  private static byte[] bytes(RealArray values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length() * values.precision().bytes());
    if (values.precision() == Precision.FLOAT32) {
      buffer.asFloatBuffer().put(values.floats());
    } else {
      buffer.asDoubleBuffer().put(values.doubles());
    }
    return buffer.array();
  }

  private static void addTargets(MessageDigest digest, Targets targets) {
    addInts(digest, targets.samples(), targets.positions(), targets.outputs());
    for (int i = 0; i < (targets.weighted() ? targets.samples() : 0); i++) {
      digest.update(ByteBuffer.allocate(8).putDouble(0, targets.weight(i)));
    }
    int rows = targets.samples() * targets.positions();
    if (targets instanceof ClassLabels labels) {
      for (int row = 0; row < rows; row++) {
        addInts(digest, labels.label(row));
      }
    } else if (targets instanceof MultiLabels sets) {
      for (int row = 0; row < rows; row++) {
        for (int p = 0; p < targets.outputs(); p++) {
          digest.update((byte) (sets.has(row, p) ? 1 : 0));
        }
      }
    } else if (targets instanceof RealTargets values) {
      for (int row = 0; row < rows; row++) {
        for (int p = 0; p < targets.outputs(); p++) {
          digest.update(ByteBuffer.allocate(8).putDouble(0, values.value(row, p)));
        }
      }
    }
  }

  private static void addInts(MessageDigest digest, int... values) {
    for (int value : values) {
      digest.update(ByteBuffer.allocate(4).putInt(0, value));
    }
  }
}
