package io.github.convexheads.api.program;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Other machines that read tokens and keep them: a cluster, or what stands for one on this machine.
 */
@API(status = API.Status.EXPERIMENTAL)
public interface Engine extends AutoCloseable {

  /**
   * Reads tokens where they will stay.
   *
   * @param files where they are
   * @return the tokens
   * @throws io.github.convexheads.api.error.InvalidInputException if a file is missing or holds
   *     something else, shapes differ, or a value is not finite (names file and sample)
   */
  DistributedTokens read(TokenFiles files);

  /** Lets the machines go; tokens and programs there cannot be used any more. */
  @Override
  void close();

  /**
   * Files of tokens as an engine is asked for them.
   *
   * @param names paths or addresses, patterns among them; those of one pattern are put one after
   *     another in natural order, patterns in the order given
   * @param array the array to take from files that hold several
   * @param featuresFirst whether a sample is kept as d x s and not as s x d
   * @param dropped how many tokens at the start of every sample are left out
   */
  record TokenFiles(
      List<String> names, Optional<String> array, boolean featuresFirst, int dropped) {
    /** Copies the list. */
    public TokenFiles {
      names = List.copyOf(names);
    }
  }
}
