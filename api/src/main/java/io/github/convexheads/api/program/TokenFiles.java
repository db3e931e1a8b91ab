package io.github.convexheads.api.program;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Files of tokens as an engine is asked for them.
 *
 * @param names paths or addresses, patterns among them; those of one pattern are put one after
 *     another in natural order, patterns in the order given
 * @param array the array to take from files that hold several
 * @param featuresFirst whether a sample is kept as d x s and not as s x d
 * @param dropped how many tokens at the start of every sample are left out
 */
@API(status = API.Status.EXPERIMENTAL)
public record TokenFiles(
    List<String> names, Optional<String> array, boolean featuresFirst, int dropped) {
  /** Copies the list. */
  public TokenFiles {
    names = List.copyOf(names);
  }
}
