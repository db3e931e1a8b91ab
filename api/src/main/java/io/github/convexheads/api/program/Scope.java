package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Which networks a program's optimal value is the best of, given enough heads; a claim about a
 * solution reaches that far and no farther.
 */
@API(status = API.Status.EXPERIMENTAL)
public enum Scope {
  /**
   * All networks of the architecture: linear heads, and relu heads whose blocks stand for every
   * activation pattern of the data.
   */
  ALL_NETWORKS(""),
  /** The gated networks with the program's gates. */
  THESE_GATES(" for these gates"),
  /** The relu networks whose heads have one of the program's activation patterns. */
  THESE_PATTERNS(" for these activation patterns");

  private final String restriction;

  Scope(String restriction) {
    this.restriction = restriction;
  }

  /**
   * Returns the scope of a program over blocks.
   *
   * @param blocks the blocks
   * @param patterns the gates whose patterns constrain relu blocks; empty without constraints.
   *     Patterns stand for all networks where they were enumerated exhaustively on the tokens of
   *     the program.
   * @return the scope
   */
  static Scope of(List<Block> blocks, Optional<Gates> patterns) {
    if (patterns.isPresent()) {
      boolean exhaustive =
          patterns.get().selection().map(Gates.Selection::exhaustive).orElse(false);
      return exhaustive ? ALL_NETWORKS : THESE_PATTERNS;
    }
    return blocks.stream().anyMatch(block -> block.gate() >= 0) ? THESE_GATES : ALL_NETWORKS;
  }

  /**
   * Returns what to add to the word "optimal".
   *
   * @return empty, or words that begin with a space
   */
  public String restriction() {
    return restriction;
  }
}
