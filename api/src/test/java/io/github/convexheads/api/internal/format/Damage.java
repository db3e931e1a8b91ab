package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Arrays;
import java.util.function.Function;

/** Files cut and flipped at every position: a reader returns or throws FormatException. */
final class Damage {

  private Damage() {}

  /** Every shorter file must be refused. */
  static void truncations(byte[] whole, Function<byte[], ?> reader) {
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (!refused(cut, reader)) {
        fail("cut to %d of %d bytes it is read all the same", length, whole.length);
      }
    }
  }

  /** Every flipped bit, zeroed byte and byte of ones must be refused or read. */
  static void flips(byte[] whole, Function<byte[], ?> reader) {
    int refused = 0;
    for (int at = 0; at < whole.length; at++) {
      for (int change = 0; change < 10; change++) {
        byte[] damaged = whole.clone();
        damaged[at] =
            switch (change) {
              case 8 -> 0;
              case 9 -> (byte) 0xff;
              default -> (byte) (whole[at] ^ (1 << change));
            };
        refused += refused(damaged, reader) ? 1 : 0;
      }
    }
    assertThat(refused).as("damaged files that were noticed").isPositive();
  }

  /** One extra byte at every position must be refused or read. */
  static void insertions(byte[] whole, Function<byte[], ?> reader) {
    for (int at = 0; at <= whole.length; at++) {
      byte[] longer = new byte[whole.length + 1];
      System.arraycopy(whole, 0, longer, 0, at);
      longer[at] = ' ';
      System.arraycopy(whole, at, longer, at + 1, whole.length - at);
      boolean unused = refused(longer, reader);
    }
  }

  /**
   * Whether the reader refuses the bytes; any other failure than FormatException passes through.
   */
  static boolean refused(byte[] bytes, Function<byte[], ?> reader) {
    try {
      Object unused = reader.apply(bytes);
      return false;
    } catch (FormatException e) {
      if (!e.getMessage()
          .chars()
          .allMatch(c -> (c >= ' ' && c <= '~') || Character.isLetterOrDigit(c))) {
        fail("a message with control characters: " + e.getMessage());
      }
      return true;
    }
  }

  /** Reads all elements, as whole numbers or not. */
  static Object contents(StoredArray array) {
    return array.type().isFloatingPoint() ? array.toDoubles() : array.toLongs();
  }
}
