package io.github.convexheads.api.internal.format;

import io.github.convexheads.api.error.InvalidInputException;
import org.apiguardian.api.API;

/**
 * How much a reader may take from a file that nobody vouches for.
 *
 * @param maxBytes the most bytes of one file that may be held in memory, at least 0
 * @param maxHeaderBytes the longest header of a safetensors file, at least 0
 * @param maxArrays the most arrays in one file, and the most metadata entries, at least 1
 */
@API(status = API.Status.INTERNAL)
public record ReadLimits(long maxBytes, long maxHeaderBytes, int maxArrays) {

  /** The reference implementation of safetensors refuses longer headers too. */
  private static final long SAFETENSORS_HEADER = 100_000_000;

  private static final int ARRAYS = 100_000;

  /** What parsing a header takes, as a multiple of its length. */
  private static final int HEADER_COST = 16;

  /**
   * Checks the limits.
   *
   * @throws InvalidInputException if a byte limit is negative or maxArrays &lt; 1
   */
  public ReadLimits {
    if (maxBytes < 0 || maxHeaderBytes < 0 || maxArrays < 1) {
      throw new InvalidInputException(
          String.format(
              "limits of %s bytes, %s header bytes and %s arrays leave nothing to read",
              maxBytes, maxHeaderBytes, maxArrays));
    }
  }

  /**
   * What the heap of this Java machine can bear: three quarters of it for data, a sixteenth and at
   * most 100 MB for a header, and 100,000 arrays.
   *
   * @return limits that keep a hostile file from exhausting the memory
   */
  public static ReadLimits ofHeap() {
    long heap = Runtime.getRuntime().maxMemory();
    return new ReadLimits(heap / 4 * 3, Math.min(SAFETENSORS_HEADER, heap / HEADER_COST), ARRAYS);
  }

  /**
   * What may come through a pipe, which has no size to look at: a quarter of the heap.
   *
   * @return the limits
   */
  public static ReadLimits ofPipe() {
    return ofBytes(Runtime.getRuntime().maxMemory() / 4);
  }

  /**
   * Only so many bytes, a header of at most 100 MB, and 100,000 arrays.
   *
   * @param maxBytes the most bytes, at least 0
   * @return the limits
   */
  public static ReadLimits ofBytes(long maxBytes) {
    return new ReadLimits(maxBytes, SAFETENSORS_HEADER, ARRAYS);
  }

  /** Refuses data that is over the limit, before anything is allocated for it. */
  void check(String name, long bytes) {
    if (bytes > maxBytes) {
      throw new FormatException(
          name,
          String.format(
              "holds %s of data, more than the %s that may be read into memory; map the file or"
                  + " give Java a larger heap (-Xmx)",
              ByteCount.text(bytes), ByteCount.text(maxBytes)));
    }
  }
}
