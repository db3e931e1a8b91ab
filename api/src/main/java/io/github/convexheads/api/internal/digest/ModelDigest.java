package io.github.convexheads.api.internal.digest;

import io.github.convexheads.api.internal.format.StoredArray;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import org.apiguardian.api.API;

/** SHA-256 over tensors and metadata of a model, by which an altered file is recognised. */
@API(status = API.Status.INTERNAL)
public final class ModelDigest {
  private ModelDigest() {}

  /**
   * Hashes a model.
   *
   * @param tensors the tensors by name
   * @param metadata everything else that is said of them
   * @return 64 hexadecimal digits
   */
  public static String of(Map<String, StoredArray> tensors, Map<String, String> metadata) {
    MessageDigest digest = Sha256.begin();
    new TreeMap<>(metadata)
        .forEach(
            (key, text) -> {
              add(digest, key);
              add(digest, text);
            });
    new TreeMap<>(tensors)
        .forEach(
            (name, array) -> {
              add(digest, name);
              add(digest, array.shape().toString());
              double[] values = array.toDoubles();
              ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(8, values.length));
              bytes.asDoubleBuffer().put(values);
              digest.update(bytes.array());
            });
    return Sha256.end(digest);
  }

  /** Adds a text behind its length, so that no two lists of texts hash alike by concatenation. */
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(0, bytes.length));
    digest.update(bytes);
  }
}
