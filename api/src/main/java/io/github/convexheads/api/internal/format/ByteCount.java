package io.github.convexheads.api.internal.format;

import java.util.Locale;

/** Amounts of bytes as people read them. */
final class ByteCount {

  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private ByteCount() {}

  /** For example {@code 1000 bytes} or {@code 1.5 GiB}. */
  static String text(long bytes) {
    if (bytes < 10_240) {
      return bytes + " bytes";
    }
    double amount = bytes / 1024.0;
    int unit = 0;
    while (amount >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", amount, UNITS[unit]);
  }
}
