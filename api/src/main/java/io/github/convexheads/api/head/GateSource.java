package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.OptionalLong;

/** Where the gates of a head come from. Immutable; the same tokens give the same gates. */
interface GateSource {

  /**
   * Chooses gates for training tokens. Gates that switch every pre-activation of the training
   * tokens alike are merged, and gates that are closed everywhere are left out: neither changes
   * what the convex program can reach. {@link Gates#selection()} says how many there were.
   *
   * @param preactivation the map of the head
   * @param training the training tokens
   * @param kernel the linear algebra to use
   * @return at least one gate for every group
   * @throws io.github.convexheads.api.error.InvalidInputException if there are none; says why
   */
  Gates choose(Preactivation preactivation, Tokens training, Kernel kernel);

  /**
   * Returns how many activation patterns of a group this source enumerates at most.
   *
   * @return the limit; empty where it enumerates none
   */
  default OptionalLong patternLimit() {
    return OptionalLong.empty();
  }

  /**
   * Gates drawn at random. The first gates of a larger count are those of a smaller one.
   *
   * @param count gates of every group, at least 1
   * @param seed the seed; the same seed gives the same gates on every machine
   * @param distribution the law
   * @return the source
   */
  static GateSource sampled(int count, long seed, GateDistribution distribution) {
    return new SampledGates(count, seed, distribution);
  }

  /**
   * Gates given as numbers.
   *
   * @param groups for every group, gates x length of W1; copied
   * @return the source
   * @throws io.github.convexheads.api.error.InvalidInputException as {@link Gates#of}
   */
  static GateSource given(List<double[][]> groups) {
    Gates gates = Gates.of(groups);
    return (preactivation, training, kernel) ->
        GateMerging.merge(gates, preactivation, training, kernel);
  }

  /**
   * Gates read from NPY files, gates x shape of W1.
   *
   * @param files one file; or, for a head with groups, files separated by commas or one name in
   *     which {@code <b>} stands for the group, counted from 0
   * @return the source; it reads the files when gates are chosen
   */
  static GateSource files(String files) {
    return new GateFiles(files);
  }

  /**
   * One gate for every activation pattern of the training tokens, as exact relu needs.
   *
   * @param limit the most patterns that may be expected in a group
   * @return the source; it fails with the estimate where there may be more
   */
  static GateSource enumerated(long limit) {
    return new EnumeratedGates(limit);
  }

  /**
   * One gate for every activation pattern where there are few enough, gates of another source where
   * not; {@link Gates.Selection#exhaustive()} says which it was.
   *
   * @param limit the most patterns that may be expected in a group
   * @param otherwise the other source
   * @param bytes the memory that all patterns' cones may take; infinite where that is not asked
   * @return the source
   */
  static GateSource enumeratedUpTo(long limit, GateSource otherwise, double bytes) {
    return new EnumeratedIfFew(new EnumeratedGates(limit), otherwise, bytes);
  }
}
