package io.github.convexheads.api.internal.text;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apiguardian.api.API;

/**
 * Text in the order that people expect: runs of digits compare as numbers, so that {@code part2}
 * comes before {@code part10}; all else by code points. A whole number with a minus sign is a
 * number.
 */
@API(status = API.Status.INTERNAL)
public final class NaturalOrder {
  /** Compares any two texts; only equal ones are equal. */
  public static final Comparator<String> OF_TEXT = NaturalOrder::compare;

  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,300}");
  private static final Pattern RUN = Pattern.compile("\\d{1,300}|\\D+");

  private NaturalOrder() {}

  private static int compare(String a, String b) {
    boolean numbers = NUMBER.matcher(a).matches() && NUMBER.matcher(b).matches();
    int order = numbers ? new BigInteger(a).compareTo(new BigInteger(b)) : compareRuns(a, b);
    return order == 0 ? a.compareTo(b) : order;
  }

  private static int compareRuns(String a, String b) {
    List<String> left = runs(a);
    List<String> right = runs(b);
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = compareRun(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static int compareRun(String a, String b) {
    return digits(a) && digits(b) ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
  }

  private static boolean digits(String run) {
    return run.charAt(0) >= '0' && run.charAt(0) <= '9';
  }

  private static List<String> runs(String text) {
    return RUN.matcher(text).results().map(MatchResult::group).toList();
  }
}
