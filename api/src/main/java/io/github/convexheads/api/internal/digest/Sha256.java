package io.github.convexheads.api.internal.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apiguardian.api.API;

/** SHA-256, which every Java runtime has. */
@API(status = API.Status.INTERNAL)
public final class Sha256 {
  private Sha256() {}

  /**
   * Begins a digest.
   *
   * @return of nothing so far
   */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /**
   * Ends a digest.
   *
   * @param digest what {@link #begin} gave
   * @return 64 hexadecimal digits
   */
  public static String end(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Returns the digest of bytes.
   *
   * @param content the bytes
   * @return 64 hexadecimal digits
   */
  public static String of(byte[] content) {
    return HexFormat.of().formatHex(begin().digest(content));
  }

  /**
   * Returns the digest of text in UTF-8.
   *
   * @param text the text
   * @return 64 hexadecimal digits
   */
  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }
}
