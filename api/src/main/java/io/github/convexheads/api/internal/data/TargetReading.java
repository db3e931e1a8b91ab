package io.github.convexheads.api.internal.data;

import io.github.convexheads.api.token.Targets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apiguardian.api.API;

/**
 * How stored values are to be taken for targets.
 *
 * @param encoding what the values are; without it they must tell by themselves
 * @param tokens s, which tells n x s labels of tokens from n x c rows; not checked where unknown
 * @param outputs c; by default what the values need
 * @param names what the classes are called, in their order; by default they have the names that are
 *     found, or none
 * @param ignored the label of rows that count for nothing
 * @param suited what the chosen loss takes, by which values that could be several things are
 *     decided; without it they are refused
 */
@API(status = API.Status.INTERNAL)
public record TargetReading(
    Optional<TargetEncoding> encoding,
    OptionalInt tokens,
    OptionalInt outputs,
    List<String> names,
    OptionalLong ignored,
    Optional<Predicate<Targets>> suited) {

  /** Copies the names. */
  public TargetReading {
    names = List.copyOf(names);
  }

  /**
   * Takes values for what they can only be.
   *
   * @return a reading that asks for nothing
   */
  public static TargetReading detected() {
    return new TargetReading(
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of(),
        OptionalLong.empty(),
        Optional.empty());
  }

  /**
   * Returns this reading with an encoding.
   *
   * @param asked what the values are
   * @return the reading
   */
  public TargetReading as(TargetEncoding asked) {
    return new TargetReading(Optional.of(asked), tokens, outputs, names, ignored, suited);
  }

  /**
   * Returns this reading for samples of so many tokens.
   *
   * @param s the number of tokens of a sample
   * @return the reading
   */
  public TargetReading ofTokens(int s) {
    return new TargetReading(encoding, OptionalInt.of(s), outputs, names, ignored, suited);
  }

  /**
   * Returns this reading with a number of outputs.
   *
   * @param c the number of outputs, the number of classes
   * @return the reading
   */
  public TargetReading withOutputs(int c) {
    return new TargetReading(encoding, tokens, OptionalInt.of(c), names, ignored, suited);
  }

  /**
   * Returns this reading with names of classes.
   *
   * @param known what the classes are called, in their order
   * @return the reading
   */
  public TargetReading withNames(List<String> known) {
    return new TargetReading(encoding, tokens, outputs, known, ignored, suited);
  }

  /**
   * Returns this reading with a label of rows that count for nothing.
   *
   * @param label the label, often -100 or 255
   * @return the reading
   */
  public TargetReading ignoring(long label) {
    return new TargetReading(encoding, tokens, outputs, names, OptionalLong.of(label), suited);
  }

  /**
   * Returns this reading with a loss in mind.
   *
   * @param taken says which targets the loss takes
   * @return the reading
   */
  public TargetReading suiting(Predicate<Targets> taken) {
    return new TargetReading(encoding, tokens, outputs, names, ignored, Optional.of(taken));
  }
}
