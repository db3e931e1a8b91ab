package io.github.convexheads.api.kernel;

import org.apiguardian.api.API;

/** How a real number is stored: IEEE 754 binary32 or binary64. */
@API(status = API.Status.EXPERIMENTAL)
public enum Precision {
  /** Four bytes, unit round-off 6.0e-8. */
  FLOAT32(Float.BYTES),
  /** Eight bytes, unit round-off 1.1e-16. */
  FLOAT64(Double.BYTES);

  private final int bytes;

  Precision(int bytes) {
    this.bytes = bytes;
  }

  /**
   * The size of one number.
   *
   * @return the size in bytes, 4 or 8
   */
  public int bytes() {
    return bytes;
  }
}
