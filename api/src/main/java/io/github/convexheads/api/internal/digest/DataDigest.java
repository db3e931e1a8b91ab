package io.github.convexheads.api.internal.digest;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.preprocess.SummedTokens;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.List;
import org.apiguardian.api.API;

/**
 * SHA-256 of training data, by which a model recognises the data it was fitted on. Samples are
 * hashed as a {@link SampleTree}, wherever they are and by several threads; such a digest is
 * written {@code tree:} and 64 hexadecimal digits. Models of earlier builds have 64 digits alone,
 * of all values one after another, and are compared with those.
 */
@API(status = API.Status.INTERNAL)
public final class DataDigest {
  /** What a digest looks like, for messages. */
  public static final String FORM = "64 hexadecimal digits, after 'tree:' or alone";

  private static final String TREE = "tree:";
  private static final int BATCH_VALUES = 1 << 18;

  private DataDigest() {}

  /**
   * Hashes tokens and targets with all processors.
   *
   * @param tokens the tokens
   * @param targets the targets
   * @return the digest
   */
  public static String of(Tokens tokens, Targets targets) {
    return of(tokens, targets, Workers.all());
  }

  /**
   * Hashes tokens and targets: n, s, d, the bytes of a value, 1 where samples have lengths and else
   * 0, the root of the tree over the samples, then n, T, c, weights of samples and all targets in
   * order; big endian.
   *
   * @param tokens the tokens
   * @param targets the targets
   * @param workers the threads
   * @return the digest
   */
  public static String of(Tokens tokens, Targets targets, Workers workers) {
    MessageDigest digest = ofTokens(tokens, workers);
    addTargets(digest, targets, targets.weighted());
    return TREE + Sha256.end(digest);
  }

  /**
   * Hashes tokens and targets as {@link #of} does where all samples count the same.
   *
   * @param tokens the tokens
   * @param targets the targets, whose weights are left out
   * @return the digest
   */
  public static String withoutWeights(Tokens tokens, Targets targets) {
    MessageDigest digest = ofTokens(tokens, Workers.all());
    addTargets(digest, targets, false);
    return TREE + Sha256.end(digest);
  }

  private static MessageDigest ofTokens(Tokens tokens, Workers workers) {
    MessageDigest digest = Sha256.begin();
    addInts(digest, tokens.samples(), tokens.shape().tokens(), tokens.shape().features());
    addInts(digest, tokens.precision().bytes(), tokens.padded() ? 1 : 0);
    digest.update(
        tokens instanceof SummedTokens far
            ? far.rootHash()
            : SampleTree.root(List.of(SampleTree.part(tokens, 0, workers))));
    return digest;
  }

  /**
   * Says whether data are those of a digest, of either kind.
   *
   * @param recorded the digest
   * @param tokens the tokens
   * @param targets the targets
   * @return whether it is theirs
   */
  public static boolean matches(String recorded, Tokens tokens, Targets targets) {
    return recorded.equals(
        recorded.startsWith(TREE) ? of(tokens, targets) : inOrder(tokens, targets));
  }

  /**
   * Says whether data are those of a digest, of either kind, and reads them only where they must
   * be.
   *
   * @param recorded the digest
   * @param known what {@link #of} gave of the data
   * @param tokens the tokens
   * @param targets the targets
   * @return whether it is theirs
   */
  public static boolean matches(String recorded, String known, Tokens tokens, Targets targets) {
    return recorded.equals(known)
        || (!recorded.startsWith(TREE) && recorded.equals(inOrder(tokens, targets)));
  }

  /**
   * Says whether a text has the form of a digest.
   *
   * @param text any text, or null
   * @return whether it may be a digest
   */
  public static boolean isDigest(String text) {
    return text != null && text.matches("(" + TREE + ")?[0-9a-f]{64}");
  }

  /** Shapes, lengths, then all values in order in the precision in which they are stored. */
  private static String inOrder(Tokens tokens, Targets targets) {
    MessageDigest digest = Sha256.begin();
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
    addTargets(digest, targets, targets.weighted());
    return Sha256.end(digest);
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

  private static void addTargets(MessageDigest digest, Targets targets, boolean weights) {
    addInts(digest, targets.samples(), targets.positions(), targets.outputs());
    for (int i = 0; i < (weights ? targets.samples() : 0); i++) {
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
