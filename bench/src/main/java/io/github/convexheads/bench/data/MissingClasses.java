package io.github.convexheads.bench.data;

import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The warning of classes that no training sample has, or only samples without weight. */
public final class MissingClasses {
  /** Labels that people use for what is not to be learned: the largest of 8 and 16 bits. */
  private static final List<Integer> OFTEN_IGNORED = List.of(255, 65535);

  private static final int RUNS_SHOWN = 8;

  private MissingClasses() {}

  /**
   * Says which classes have no sample, or none of any weight, and what may be meant.
   *
   * @param targets training targets
   * @return one line; empty where every class has a sample that counts, or there are no classes
   */
  public static Optional<String> warning(Targets targets) {
    if (!(targets instanceof ClassLabels labels)) {
      return Optional.empty();
    }
    int[] counts = labels.counts();
    boolean[] counted = counted(labels);
    int[] missing = IntStream.range(0, counts.length).filter(c -> counts[c] == 0).toArray();
    int[] idle =
        IntStream.range(0, counts.length).filter(c -> counts[c] > 0 && !counted[c]).toArray();
    List<String> said = new ArrayList<>();
    if (missing.length > 0) {
      said.add(said(labels, missing, "no sample") + hint(labels, missing));
    }
    if (idle.length > 0) {
      said.add(said(labels, idle, "only samples of weight 0"));
    }
    return said.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", said));
  }

  /** Which classes have a row of a sample that counts. */
  private static boolean[] counted(ClassLabels labels) {
    boolean[] counted = new boolean[labels.outputs()];
    for (int row = 0; row < labels.samples() * labels.positions(); row++) {
      int label = labels.label(row);
      if (label != ClassLabels.IGNORED && labels.weight(row / labels.positions()) > 0) {
        counted[label] = true;
      }
    }
    return counted;
  }

  private static String said(ClassLabels labels, int[] missing, String what) {
    String which = labels.names().isEmpty() ? runs(missing) : names(missing, labels.names());
    return "%s of %s classes have %s: %s; an output is fitted for each all the same"
        .formatted(missing.length, labels.outputs(), what, which);
  }

  private static String hint(ClassLabels labels, int[] missing) {
    if (!labels.names().isEmpty()) {
      return "";
    }
    int last = labels.outputs() - 1;
    if (missing.length == 1 && missing[0] == 0 && labels.ignored() == 0) {
      return ". Labels seem to begin at 1: subtract 1, or say --labels-as names";
    }
    if (OFTEN_IGNORED.contains(last) && missing[missing.length - 1] == last - 1) {
      return ". If %s marks what is to be ignored, say --ignore-label %s".formatted(last, last);
    }
    return ". Number classes 0 to c-1, or say --labels-as names to take the labels that occur";
  }

  private static String names(int[] missing, List<String> names) {
    List<String> shown =
        IntStream.of(missing).limit(RUNS_SHOWN).mapToObj(c -> c + " " + names.get(c)).toList();
    return String.join(", ", shown) + (missing.length > RUNS_SHOWN ? ", ..." : "");
  }

  /** For example {@code 0, 3 to 254}. */
  private static String runs(int[] missing) {
    List<String> runs = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= missing.length; i++) {
      if (i == missing.length || missing[i] != missing[i - 1] + 1) {
        int first = missing[start];
        int last = missing[i - 1];
        runs.add(first == last ? "" + first : first + (last == first + 1 ? ", " : " to ") + last);
        start = i;
      }
    }
    boolean more = runs.size() > RUNS_SHOWN;
    return String.join(", ", more ? runs.subList(0, RUNS_SHOWN) : runs) + (more ? ", ..." : "");
  }
}
