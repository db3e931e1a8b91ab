package io.github.convexheads.api.internal.text;

import java.util.Locale;
import java.util.Optional;
import org.apiguardian.api.API;

/** Finds the word that a user probably meant. */
@API(status = API.Status.INTERNAL)
public final class Spelling {
  private Spelling() {}

  /**
   * Returns the nearest word by edit distance, if it is near enough to be a likely slip.
   *
   * @param word what was written
   * @param known the words that exist
   * @return the nearest known word at a distance of at most a third of its length plus one
   */
  public static Optional<String> nearest(String word, Iterable<String> known) {
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best != null && least <= best.length() / 3 + 1 ? Optional.of(best) : Optional.empty();
  }

  /** Levenshtein distance (Levenshtein, 1966) with two rows of memory. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitute, 1 + Math.min(previous[j], current[j - 1]));
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }
}
