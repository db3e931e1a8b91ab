package io.github.convexheads.bench.explain;

import io.github.convexheads.api.internal.metric.ConfusionMatrix;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a head says of samples, in numbers and words. */
final class Answers {
  private static final int MOST_NAMES = 6;
  private static final int MOST_VALUES = 4;

  private final FittedHead head;
  private final double[] outputs;
  private final Samples samples;
  private final int c;
  private final int positions;

  /** Keeps n x T x c outputs of the head on n samples. */
  Answers(FittedHead head, double[] outputs, Samples samples) {
    this.head = head;
    this.outputs = outputs;
    this.samples = samples;
    this.c = head.outputs();
    this.positions = outputs.length / c / samples.tokens().samples();
  }

  int samples() {
    return samples.tokens().samples();
  }

  /** Says whether a sample has one class, and it is known. */
  boolean oneClass() {
    return samples.targets() instanceof ClassLabels labels && labels.positions() == 1 && classes();
  }

  boolean known() {
    return samples.targets() != null;
  }

  private boolean classes() {
    return answers(Targets.Kind.CLASSES);
  }

  private boolean answers(Targets.Kind kind) {
    return head.loss().answers().equals(Optional.of(kind));
  }

  /** Says whether the one class of a sample is answered rightly; not for one that is ignored. */
  boolean right(int sample) {
    return answer(sample) == ((ClassLabels) samples.targets()).label(sample);
  }

  boolean ignored(int sample) {
    return samples.targets() instanceof ClassLabels labels
        && labels.label(sample * positions) == ClassLabels.IGNORED;
  }

  private int answer(int row) {
    return ConfusionMatrix.answer(outputs, row * c, c);
  }

  /** The probability of the answered class, or its output where the loss gives no probability. */
  double certainty(int row) {
    return probabilities(row).map(p -> p[answer(row)]).orElse(outputs[row * c + answer(row)]);
  }

  private Optional<double[]> probabilities(int row) {
    Optional<Loss.Link> link = head.loss().link();
    if (link.isEmpty()) {
      return Optional.empty();
    }
    double[] logits = new double[c];
    System.arraycopy(outputs, row * c, logits, 0, c);
    double[] p = new double[c];
    link.get().probabilities(head.temperature().of(logits), 0, c, p, 0);
    return Optional.of(p);
  }

  /** The loss of a sample, the sum over its rows. */
  double loss(int sample) {
    double sum = 0;
    for (int row = sample * positions; row < (sample + 1) * positions; row++) {
      if (!(samples.targets() instanceof ClassLabels labels)
          || labels.label(row) != ClassLabels.IGNORED) {
        sum += head.loss().value(outputs, row * c, samples.targets(), row);
      }
    }
    return sum;
  }

  /** Says in words what is right and what was answered. */
  String caption(int sample) {
    String number = "Sample " + sample + ": ";
    if (positions > 1) {
      return number + ofTokens(sample);
    }
    if (classes()) {
      String label =
          samples.targets() instanceof ClassLabels labels
              ? labels.label(sample) == ClassLabels.IGNORED
                  ? "ignored; "
                  : samples.name(labels.label(sample)) + "; "
              : "";
      return number + label + "answered " + ranked(sample);
    }
    if (samples.targets() instanceof MultiLabels || answers(Targets.Kind.LABELS)) {
      return number + members(sample);
    }
    return number + values(sample);
  }

  private String ofTokens(int sample) {
    if (samples.targets() instanceof ClassLabels labels && classes()) {
      int counted = 0;
      int right = 0;
      for (int row = sample * positions; row < (sample + 1) * positions; row++) {
        counted += labels.label(row) == ClassLabels.IGNORED ? 0 : 1;
        right += labels.label(row) == answer(row) ? 1 : 0;
      }
      return Page.format("%d of %d tokens are answered rightly", right, counted);
    }
    return known() ? Page.format("loss %.3g", loss(sample)) : positions + " tokens";
  }

  /** The answered class and the one after it, with their probabilities where there are some. */
  private String ranked(int row) {
    int first = answer(row);
    Optional<double[]> p = probabilities(row);
    if (p.isEmpty() || c < 2) {
      return samples.name(first);
    }
    int second =
        IntStream.range(0, c)
            .filter(k -> k != first)
            .boxed()
            .max(Comparator.comparingDouble(k -> outputs[row * c + k]))
            .orElseThrow();
    return Page.format(
        "%s (%.1f %%), then %s (%.1f %%)",
        samples.name(first), 100 * p.get()[first], samples.name(second), 100 * p.get()[second]);
  }

  private String members(int row) {
    List<String> right = new ArrayList<>();
    List<String> answered = new ArrayList<>();
    for (int k = 0; k < c; k++) {
      if (samples.targets() instanceof MultiLabels labels && labels.has(row, k)) {
        right.add(samples.name(k));
      }
      if (outputs[row * c + k] > 0) {
        answered.add(samples.name(k));
      }
    }
    return (known() ? listed(right) + "; " : "") + "answered " + listed(answered);
  }

  private static String listed(List<String> names) {
    String first = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    return names.isEmpty()
        ? "none"
        : names.size() > MOST_NAMES
            ? first + " and " + (names.size() - MOST_NAMES) + " more"
            : first;
  }

  private String values(int row) {
    if (c > MOST_VALUES) {
      return known() ? Page.format("loss %.3g", loss(row)) : c + " values";
    }
    List<String> expected = new ArrayList<>();
    List<String> answered = new ArrayList<>();
    for (int k = 0; k < c; k++) {
      if (samples.targets() instanceof RealTargets real) {
        expected.add(Page.format("%.3g", real.value(row, k)));
      }
      answered.add(Page.format("%.3g", outputs[row * c + k]));
    }
    String before = expected.isEmpty() ? "" : "expected " + String.join(", ", expected) + "; ";
    return before + "answered " + String.join(", ", answered);
  }
}
