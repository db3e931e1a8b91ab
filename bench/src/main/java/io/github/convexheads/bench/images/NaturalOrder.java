package io.github.convexheads.bench.images;

import java.util.Comparator;

/**
 * The order of names in which people count: runs of digits compare as numbers, all else by code
 * points, so that 2 comes before 10; of equal numbers the one with more zeros in front comes first.
 */
final class NaturalOrder implements Comparator<String> {
  static final NaturalOrder NAMES = new NaturalOrder();

  private NaturalOrder() {}

  @Override
  public int compare(String a, String b) {
    int i = 0;
    int j = 0;
    while (i < a.length() && j < b.length()) {
      int order;
      int endA = digits(a, i);
      int endB = digits(b, j);
      if (endA > i && endB > j) {
        order = number(a.substring(i, endA), b.substring(j, endB));
        i = endA;
        j = endB;
      } else {
        order = Integer.compare(a.codePointAt(i), b.codePointAt(j));
        i += Character.charCount(a.codePointAt(i));
        j += Character.charCount(b.codePointAt(j));
      }
      if (order != 0) {
        return order;
      }
    }
    int rest = Integer.compare(a.length() - i, b.length() - j);
    return rest != 0 ? rest : a.compareTo(b);
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static int number(String a, String b) {
    String shortA = a.replaceFirst("^0+(?=.)", "");
    String shortB = b.replaceFirst("^0+(?=.)", "");
    int length = Integer.compare(shortA.length(), shortB.length());
    return length != 0 ? length : shortA.compareTo(shortB);
  }
}
