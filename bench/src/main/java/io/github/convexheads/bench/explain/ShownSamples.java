package io.github.convexheads.bench.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Samples that are shown for one reason.
 *
 * @param title the reason
 * @param samples their indices
 */
record ShownSamples(String title, List<Integer> samples) {

  /** Chooses samples by how they are answered, so many for every reason. */
  static List<ShownSamples> of(Answers answers, int count) {
    List<ShownSamples> shown = new ArrayList<>();
    if (answers.oneClass()) {
      byClass(shown, answers, count);
    } else if (answers.known()) {
      byLoss(shown, answers, count);
    } else {
      shown.add(new ShownSamples("Some samples", spread(all(answers), count)));
    }
    shown.removeIf(group -> group.samples().isEmpty());
    return shown;
  }

  private static void byClass(List<ShownSamples> shown, Answers answers, int count) {
    List<Integer> counted = all(answers).stream().filter(i -> !answers.ignored(i)).toList();
    List<Integer> wrong =
        counted.stream()
            .filter(i -> !answers.right(i))
            .sorted(Comparator.comparingDouble(i -> -answers.certainty(i)))
            .toList();
    List<Integer> certain = wrong.subList(0, Math.min(count, wrong.size()));
    List<Integer> others = wrong.stream().skip(certain.size()).sorted().toList();
    List<Integer> right = counted.stream().filter(answers::right).toList();
    shown.add(new ShownSamples("The errors that the head is most certain of", certain));
    shown.add(new ShownSamples("Other errors", spread(others, count)));
    shown.add(new ShownSamples("Right answers", spread(right, count)));
  }

  private static void byLoss(List<ShownSamples> shown, Answers answers, int count) {
    double[] losses = IntStream.range(0, answers.samples()).mapToDouble(answers::loss).toArray();
    List<Integer> sorted =
        all(answers).stream().sorted(Comparator.comparingDouble(i -> -losses[i])).toList();
    int n = sorted.size();
    int each = Math.min(count, (n + 2) / 3);
    int middle = Math.max(each, (n - each) / 2);
    int last = Math.max(Math.min(n, middle + each), n - each);
    shown.add(new ShownSamples("The largest losses", sorted.subList(0, each)));
    shown.add(
        new ShownSamples(
            "Losses in the middle", sorted.subList(middle, Math.min(n, middle + each))));
    shown.add(new ShownSamples("The smallest losses", sorted.subList(last, n)));
  }

  private static List<Integer> all(Answers answers) {
    return IntStream.range(0, answers.samples()).boxed().toList();
  }

  /** Some of many, at equal distances, so that equal data show equal samples. */
  private static List<Integer> spread(List<Integer> many, int count) {
    int taken = Math.min(count, many.size());
    return IntStream.range(0, taken)
        .mapToObj(k -> many.get((int) ((long) k * many.size() / taken)))
        .toList();
  }
}
