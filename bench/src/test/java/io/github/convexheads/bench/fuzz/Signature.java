package io.github.convexheads.bench.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.Safetensors;
import io.github.convexheads.api.internal.format.StoredArray;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What somebody does who alters a model on purpose: computes its digest again, so that nothing but
 * the content itself can give it away.
 */
public final class Signature {
  private static final String BEFORE = "\"digest\":\"";
  private static final int HEX_DIGITS = 64;

  private Signature() {}

  /**
   * Returns the file with the digest of its content.
   *
   * @param file a safetensors file
   * @return the signed file; as it is where it has no digest
   */
  public static byte[] renewed(byte[] file) {
    int found = new String(file, ISO_8859_1).indexOf(BEFORE);
    int at = found + BEFORE.length();
    if (found < 0 || at + HEX_DIGITS > file.length) {
      return file;
    }
    try {
      Safetensors stored = Safetensors.parse(file, "signed");
      byte[] signed = file.clone();
      byte[] digest = digest(stored).getBytes(ISO_8859_1);
      System.arraycopy(digest, 0, signed, at, HEX_DIGITS);
      return signed;
    } catch (InvalidInputException e) {
      return file;
    }
  }

  private static String digest(Safetensors stored) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
    Map<String, String> metadata = new TreeMap<>(stored.metadata());
    metadata.remove("digest");
    metadata.forEach(
        (key, text) -> {
          add(digest, key);
          add(digest, text);
        });
    for (Map.Entry<String, StoredArray> entry : stored.tensors().entrySet()) {
      add(digest, entry.getKey());
      add(digest, entry.getValue().shape().toString());
      double[] values = entry.getValue().toDoubles();
      ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length);
      bytes.asDoubleBuffer().put(values);
      digest.update(bytes.array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }
}
