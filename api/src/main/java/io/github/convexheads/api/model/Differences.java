package io.github.convexheads.api.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Collects differences between what is recorded and what is found. */
final class Differences {
  private final List<Verification.Difference> found = new ArrayList<>();

  List<Verification.Difference> list() {
    return found;
  }

  void add(String what, String recorded, String actual) {
    found.add(new Verification.Difference(what, recorded, actual));
  }

  /** Two values that must be equal. */
  void equal(String what, Object recorded, Object actual) {
    if (!Objects.equals(recorded, actual)) {
      add(what, String.valueOf(recorded), String.valueOf(actual));
    }
  }

  /** Two numbers that may differ by a share of the larger one. */
  void close(String what, double recorded, double actual, double share) {
    double scale = Math.max(Math.abs(recorded), Math.abs(actual));
    within(what, recorded, actual, share * scale);
  }

  /** Two numbers that may differ by so much. */
  void within(String what, double recorded, double actual, double allowed) {
    if (!(recorded == actual || Math.abs(recorded - actual) <= allowed)) {
      add(what, number(recorded), number(actual));
    }
  }

  /** Numbers side by side; the first that differs is named, and how many more there are. */
  void close(String what, double[] recorded, double[] actual, double share) {
    if (recorded.length != actual.length) {
      add(what, recorded.length + " values", actual.length + " values");
      return;
    }
    Differences each = new Differences();
    for (int i = 0; i < recorded.length; i++) {
      each.close("%s[%s]".formatted(what, i), recorded[i], actual[i], share);
    }
    if (!each.found.isEmpty()) {
      Verification.Difference first = each.found.get(0);
      int others = each.found.size() - 1;
      String more = others == 0 ? "" : " (and %s more)".formatted(others);
      add(first.what() + more, first.recorded(), first.found());
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.9g", value);
  }
}
