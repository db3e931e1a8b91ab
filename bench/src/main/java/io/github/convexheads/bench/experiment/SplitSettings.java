package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.configuration.Hocon;
import java.util.List;

/**
 * How many samples choose beta and how many test.
 *
 * @param validation samples that choose beta, drawn anew for every seed; a number below 1 is a
 *     share of the samples of the file
 * @param test samples at the end of the training file that only the table sees, the same for every
 *     seed; 0 where the test samples have files of their own; below 1 a share
 */
record SplitSettings(double validation, double test) {

  SplitSettings {
    requireSize("validation", validation, true);
    requireSize("test", test, false);
  }

  private static void requireSize(String key, double size, boolean needed) {
    boolean whole = size >= 1 && size == Math.rint(size) && size < Integer.MAX_VALUE;
    if (!(whole || (size > 0 && size < 1) || (size == 0 && !needed))) {
      throw new InvalidInputException(
          "split.%s = %s is not allowed; allowed: a number of samples, or a share between 0 and 1"
              .formatted(key, size));
    }
  }

  static SplitSettings of(Hocon hocon, String data, boolean ownTest) {
    ExperimentKeys.requireKnown(hocon, "split", List.of("validation", "test"));
    double validation = hocon.has("validation") ? hocon.number("validation") : 0.2;
    double test = hocon.has("test") ? hocon.number("test") : 0;
    if (ownTest == (test > 0)) {
      throw new InvalidInputException(
          ownTest
              ? "both %s.test and split.test are given; give one of them".formatted(data)
              : "there is no test part; give %s.test.tokens and %s.test.labels, or split.test"
                  .formatted(data, data));
    }
    return new SplitSettings(validation, test);
  }

  static int count(double size, int samples) {
    return size < 1 ? (int) Math.round(size * samples) : (int) size;
  }
}
