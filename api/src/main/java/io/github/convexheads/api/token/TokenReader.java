package io.github.convexheads.api.token;

import java.nio.file.Path;
import org.apiguardian.api.API;

/** Reads tokens from files of a format. Immutable and safe for use by several threads. */
@API(status = API.Status.STABLE)
public interface TokenReader {

  /**
   * Says whether a file is of this format, from its name or its first bytes. A reader says so of
   * files only that nothing else could read, and never throws.
   *
   * @param file a regular file
   * @return true if {@link #read} should be asked
   */
  boolean reads(Path file);

  /**
   * Reads a file.
   *
   * @param file a file of this format
   * @return n samples of s x d finite values
   * @throws io.github.convexheads.api.error.InvalidInputException if it is damaged or a value is
   *     not finite; names file and place
   */
  Tokens read(Path file);
}
