package io.github.convexheads.api.internal.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apiguardian.api.API;

/**
 * The few lines that Git LFS leaves in place of a large file until it is fetched (Git LFS
 * specification, 2015).
 */
@API(status = API.Status.INTERNAL)
public final class LfsPointer {
  /** What is said of such a file. */
  public static final String MEANING =
      "is a pointer of Git LFS, not the file itself; fetch it with git lfs pull";

  private static final byte[] START =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

  private LfsPointer() {}

  /**
   * Says whether a file begins like a pointer.
   *
   * @param start its first bytes, 8 or more
   * @return whether they are those of a pointer, as far as they go
   */
  public static boolean begins(byte[] start) {
    int length = Math.min(start.length, START.length);
    return length >= Long.BYTES && Arrays.equals(start, 0, length, START, 0, length);
  }
}
