package io.github.convexheads.bench.data;

import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Targets that were kept in one place with their samples, and so are read already. */
public final class KeptTargets {
  private KeptTargets() {}

  /**
   * Returns targets for a fitted head, whose names of classes they take.
   *
   * @param kept the targets
   * @param head the head
   * @param note hears in a line what was done where names differ
   * @return the targets
   * @throws io.github.convexheads.api.error.InvalidInputException if a class that has a sample is
   *     none of the head's
   */
  public static Targets labelled(Targets kept, FittedHead head, Consumer<String> note) {
    Targets own = widened(kept, OptionalInt.of(head.outputs()));
    return ClassNames.matched(own, head.classNames(), "the model", note);
  }

  /**
   * Returns class labels with classes that no sample has.
   *
   * @param kept the targets
   * @param classes c, where it is asked for
   * @return the targets, with at least as many classes unless they have names
   */
  public static Targets widened(Targets kept, OptionalInt classes) {
    if (!(kept instanceof ClassLabels labels)
        || !labels.names().isEmpty()
        || classes.orElse(0) <= labels.outputs()) {
      return kept;
    }
    int rows = labels.samples() * labels.positions();
    ClassLabels wider =
        ClassLabels.ignoring(
            IntStream.range(0, rows).map(labels::label).toArray(),
            labels.positions(),
            classes.getAsInt(),
            ClassLabels.IGNORED);
    return labels.weighted()
        ? wider.withWeights(
            IntStream.range(0, labels.samples()).mapToDouble(labels::weight).toArray())
        : wider;
  }
}
