package io.github.convexheads.bench.predict;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.internal.metric.ConfusionMatrix;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What a head says of samples.
 *
 * @param form what is said
 * @param samples n
 * @param positions T, the rows of a sample
 * @param pooled whether there is one row a sample
 * @param single whether a value is the class of a row; else a row has c values
 * @param values n x T, or n x T x c values, row-major
 * @param confidence the probability of every answered class; empty where there is none
 * @param names c names of outputs: those of classes, or their numbers
 */
public record Predictions(
    Form form,
    int samples,
    int positions,
    boolean pooled,
    boolean single,
    double[] values,
    double[] confidence,
    List<String> names) {

  /**
   * Predicts.
   *
   * @param head the head
   * @param tokens raw tokens
   * @param form what to say
   * @return the predictions
   * @throws InvalidInputException if the head's loss gives no probabilities or no classes
   */
  public static Predictions of(FittedHead head, Tokens tokens, Form form) {
    requireGiven(head, form);
    double[] outputs = head.predict(tokens);
    int c = head.outputs();
    Optional<Loss.Link> link = head.loss().link();
    double[] none = {};
    double[] certain =
        form == Form.LOGITS || link.isEmpty()
            ? none
            : probabilities(head.temperature().of(outputs), c, link.get());
    boolean single =
        form == Form.CLASSES && head.loss().answers().equals(Optional.of(Targets.Kind.CLASSES));
    double[] values =
        switch (form) {
          case LOGITS -> outputs;
          case PROBABILITIES -> certain;
          case CLASSES -> single ? answers(outputs, c) : members(outputs);
        };
    double[] confidence = single && certain.length > 0 ? chosen(certain, values, c) : none;
    boolean pooled = head.head().pooling() != Pooling.NONE;
    int positions = outputs.length / c / tokens.samples();
    return new Predictions(
        form, tokens.samples(), positions, pooled, single, values, confidence, names(head));
  }

  /** Fails unless the head's loss gives what is asked for. */
  private static void requireGiven(FittedHead head, Form form) {
    String type = head.provenance().configuration().get("loss.type");
    if (form == Form.PROBABILITIES && head.loss().link().isEmpty()) {
      throw new InvalidInputException(
          "--as probabilities: loss '%s' gives none; use --as logits, or fit with loss softmax or logistic"
              .formatted(type));
    }
    Targets.Kind kind = head.loss().answers().orElse(Targets.Kind.VALUES);
    if (form == Form.CLASSES && kind == Targets.Kind.VALUES) {
      throw new InvalidInputException(
          "--as classes: loss '%s' answers no classes; use --as logits".formatted(type));
    }
  }

  private static double[] probabilities(double[] outputs, int c, Loss.Link link) {
    double[] p = new double[outputs.length];
    for (int at = 0; at < outputs.length; at += c) {
      link.probabilities(outputs, at, c, p, at);
    }
    return p;
  }

  private static double[] answers(double[] outputs, int c) {
    return IntStream.range(0, outputs.length / c)
        .mapToDouble(row -> ConfusionMatrix.answer(outputs, row * c, c))
        .toArray();
  }

  private static double[] members(double[] outputs) {
    return IntStream.range(0, outputs.length).mapToDouble(i -> outputs[i] > 0 ? 1 : 0).toArray();
  }

  private static double[] chosen(double[] probabilities, double[] answers, int c) {
    return IntStream.range(0, answers.length)
        .mapToDouble(row -> probabilities[row * c + (int) answers[row]])
        .toArray();
  }

  private static List<String> names(FittedHead head) {
    List<String> names = head.provenance().classNames();
    return names.isEmpty()
        ? IntStream.range(0, head.outputs()).mapToObj(Integer::toString).toList()
        : names;
  }

  /**
   * Returns the shape of the array.
   *
   * @return n x c, or n x s x c for rows a token; without c for one class a row
   */
  public long[] shape() {
    LongStream rows = pooled ? LongStream.of(samples) : LongStream.of(samples, positions);
    return single ? rows.toArray() : LongStream.concat(rows, LongStream.of(names.size())).toArray();
  }
}
