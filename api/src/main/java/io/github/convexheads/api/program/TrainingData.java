package io.github.convexheads.api.program;

import java.util.List;
import java.util.function.Supplier;

/** What a problem knows of the data that its program was made of. */
public final class TrainingData {
  private final Supplier<String> digest;
  private final long tokenBytes;
  private final List<String> classNames;
  private final Once<String> computed = new Once<>();

  /**
   * Data with a digest.
   *
   * @param digest computes what tells these data from others, as text for models; asked once
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
   * @return the text that models record
   */
  public String digest() {
    return computed.get(digest);
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
