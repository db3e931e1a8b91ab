package io.github.convexheads.api.program;

import java.util.List;
import java.util.function.Supplier;
import org.apiguardian.api.API;

/** What a problem knows of the data that its program was made of. */
@API(status = API.Status.EXPERIMENTAL)
public final class TrainingData {
  private final Supplier<String> digest;
  private final long tokenBytes;
  private final List<String> classNames;
  private final Once<String> computed = new Once<>();

  /**
   * Data with a digest.
   *
   * @param digest computes what tells these data from others, such as their SHA-256, as 64
   *     hexadecimal digits; asked once
   * @param tokenBytes what raw and preprocessed tokens take on the heap of this machine
   * @param classNames the names of classes, in the order of outputs; none where there are no names
   */
  public TrainingData(Supplier<String> digest, long tokenBytes, List<String> classNames) {
    this.digest = digest;
    this.tokenBytes = tokenBytes;
    this.classNames = List.copyOf(classNames);
  }

  /**
   * Returns the digest, which is computed when it is first asked for.
   *
   * @return 64 hexadecimal digits, which models record
   * @throws IllegalArgumentException if it was computed as anything else
   */
  public String digest() {
    String found = computed.get(digest);
    if (!found.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "the digest of data is 64 hexadecimal digits, not '" + found + "'");
    }
    return found;
  }

  /**
   * Returns what tokens take.
   *
   * @return bytes of raw and preprocessed tokens; 0 where they are elsewhere
   */
  public long tokenBytes() {
    return tokenBytes;
  }

  /**
   * Returns the names of classes.
   *
   * @return one name an output, or none
   */
  public List<String> classNames() {
    return classNames;
  }
}
