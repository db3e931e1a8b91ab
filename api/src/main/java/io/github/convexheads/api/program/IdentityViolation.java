package io.github.convexheads.api.program;

import java.util.Locale;
import org.apiguardian.api.API;

/**
 * A promise on which proofs rest and that a part of a program does not keep.
 *
 * @param part the kind of plugin that gave it, {@code head} or {@code loss}
 * @param identity what should hold, in a formula
 * @param amount by how much it does not
 * @param scale the size of the numbers that were compared
 */
@API(status = API.Status.EXPERIMENTAL)
public record IdentityViolation(String part, String identity, double amount, double scale) {

  /**
   * Says what does not hold.
   *
   * @return one line
   */
  public String text() {
    return String.format(
        Locale.ROOT,
        "the %s breaks %s by %.3g where the numbers are of size %.3g",
        part,
        identity,
        amount,
        scale);
  }
}
