package io.github.convexheads.api.program;

import java.security.SecureRandom;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.apiguardian.api.API;

/**
 * The random numbers that the proofs of one run rest on. A bound that fails with a probability
 * takes a start of its own from here, which nobody could know when data, point and plugins were
 * made; its probability of failing is added to those of all bounds that were looked at before,
 * because a run may keep whichever bound it likes.
 *
 * <p>The seed is drawn from the entropy of the system when the first start is asked for, or given
 * to repeat a run. Safe for use by several threads; a run repeats only where it asks in the same
 * order.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class RandomStarts {
  /** Seeds have so many bits, so that every reader of JSON keeps them. */
  private static final int SEED_BITS = 53;

  /** The largest seed. */
  public static final long LARGEST_SEED = (1L << SEED_BITS) - 1;

  private OptionalLong seed;
  private SplittableRandom streams;
  private double failureProbability;

  private RandomStarts(OptionalLong seed) {
    this.seed = seed;
  }

  /**
   * Starts that nobody knows beforehand.
   *
   * @return starts from the entropy of the system
   */
  public static RandomStarts fresh() {
    return new RandomStarts(OptionalLong.empty());
  }

  /**
   * The starts of a run that is repeated.
   *
   * @param seed the seed that it recorded
   * @return the same starts
   */
  public static RandomStarts repeating(long seed) {
    return new RandomStarts(OptionalLong.of(seed));
  }

  /**
   * Starts from a configured seed.
   *
   * @param seed the seed; -1 for one that nobody knows beforehand
   * @return the starts
   */
  public static RandomStarts configured(long seed) {
    return seed == -1 ? fresh() : repeating(seed);
  }

  /**
   * Returns a start for one more bound.
   *
   * @param failure the probability with which the bound is wrong
   * @return random numbers that no other bound uses
   */
  public synchronized SplittableRandom next(double failure) {
    if (streams == null) {
      streams = new SplittableRandom(seed());
    }
    failureProbability += failure;
    return streams.split();
  }

  /**
   * Returns the seed, which repeats all starts.
   *
   * @return at least 0 unless another was given
   */
  public synchronized long seed() {
    if (seed.isEmpty()) {
      seed = OptionalLong.of(new SecureRandom().nextLong() >>> (Long.SIZE - SEED_BITS));
    }
    return seed.getAsLong();
  }

  /**
   * Returns the probability that any bound that has taken a start is wrong.
   *
   * @return the sum over all bounds
   */
  public synchronized double failureProbability() {
    return failureProbability;
  }
}
