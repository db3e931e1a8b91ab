package io.github.convexheads.bench.text;

/** Numbers of things in words. */
public final class Plural {
  private Plural() {}

  /**
   * Returns a number with its noun.
   *
   * @param number how many
   * @param noun the noun for one, whose plural ends in s
   * @return for example {@code 1 output} or {@code 2 outputs}
   */
  public static String of(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
