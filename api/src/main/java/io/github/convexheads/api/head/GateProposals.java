package io.github.convexheads.api.head;

/**
 * What a fit that generates gates needs to know.
 *
 * @param generates whether gates that are not all patterns are to be generated
 * @param asked whether that was asked for in so many words
 * @param most the most gates of a group
 * @param seed the seed of gates that are tried
 * @param distribution what they are drawn from
 */
record GateProposals(
    boolean generates, boolean asked, int most, long seed, GateDistribution distribution) {

  /** Gates to try in a round, other ones in every round. */
  GateSource tried(int round, int count) {
    return GateSource.sampled(count, seed + 0x9E3779B97F4A7C15L * (round + 1), distribution);
  }
}
