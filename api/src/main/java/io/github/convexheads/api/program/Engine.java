package io.github.convexheads.api.program;

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
}
