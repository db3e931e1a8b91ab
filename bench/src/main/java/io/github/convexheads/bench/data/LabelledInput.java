package io.github.convexheads.bench.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.data.TargetReading;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Files of tokens and of their targets.
 *
 * @param tokens the tokens
 * @param targets the targets
 */
public record LabelledInput(TokenInput tokens, TargetInput targets) {
  /** Checks that standard input is not asked for twice. */
  public LabelledInput {
    if (tokens.sources().stream().anyMatch(ArraySource::standardInput)
        && targets.sources().stream().anyMatch(ArraySource::standardInput)) {
      throw new InvalidInputException("standard input, -, can be read once only");
    }
  }

  /**
   * Reads targets to fit.
   *
   * @param read the tokens
   * @param classes the number of outputs, where it is asked for
   * @param loss the loss, where one is chosen
   * @return one target a sample
   * @throws InvalidInputException if the targets could be several things, do not suit the loss, or
   *     are not one a sample
   */
  public Targets training(Tokens read, OptionalInt classes, Optional<Loss> loss) {
    TargetReading reading = toFit(read, classes, loss);
    Targets found = requireOneASample(read, targets.open().read(reading));
    List<String> names = found.names().isEmpty() ? tokens.classNames(found) : found.names();
    if (classes.isPresent() && !names.isEmpty() && names.size() != classes.getAsInt()) {
      throw new InvalidInputException(
          "--classes %d, but there are names for %d classes: %s"
              .formatted(classes.getAsInt(), names.size(), ClassNames.listed(names)));
    }
    return names.isEmpty() ? found : ClassNames.named(found, names);
  }

  /**
   * Takes targets to fit that were kept in one place with the tokens.
   *
   * @param kept the targets as they were kept
   * @param read the tokens
   * @param classes the number of outputs, where it is asked for
   * @param loss the loss, where one is chosen
   * @return one target a sample
   * @throws InvalidInputException as {@link #training}
   */
  public Targets keptTraining(Targets kept, Tokens read, OptionalInt classes, Optional<Loss> loss) {
    return KeptTargets.read(kept, targets.reading(toFit(read, classes, loss)));
  }

  /**
   * Takes targets for a fitted head that were kept in one place with the tokens.
   *
   * @param kept the targets as they were kept
   * @param read the tokens
   * @param head the head
   * @param note hears in a line what was done where names differ
   * @return one target a sample
   * @throws InvalidInputException as {@link #labelled}
   */
  public Targets keptLabelled(Targets kept, Tokens read, FittedHead head, Consumer<String> note) {
    TargetReading reading = toFit(read, OptionalInt.of(head.outputs()), Optional.of(head.loss()));
    return ClassNames.matched(
        KeptTargets.read(kept, targets.reading(reading)), head.classNames(), "the model", note);
  }

  private static TargetReading toFit(Tokens read, OptionalInt classes, Optional<Loss> loss) {
    TargetReading reading = TargetReading.detected().ofTokens(read.shape().tokens());
    if (classes.isPresent()) {
      reading = reading.withOutputs(classes.getAsInt());
    }
    return loss.isPresent() ? reading.suiting(taken(loss.get())) : reading;
  }

  /**
   * Reads targets whose classes are to be those of others, which were fitted.
   *
   * @param fitted the others
   * @param read the tokens
   * @param loss the loss, where one is chosen
   * @return one target a sample
   * @throws InvalidInputException as {@link #training}, or if a class that has a sample is none of
   *     the others
   */
  public Targets like(Targets fitted, Tokens read, Optional<Loss> loss) {
    TargetReading reading = TargetReading.detected().ofTokens(read.shape().tokens());
    TargetReading suiting = loss.isPresent() ? reading.suiting(taken(loss.get())) : reading;
    return numbered(read, fitted.outputs(), fitted.names(), "the training data", suiting, n -> {});
  }

  /**
   * Reads targets for a fitted head, whose names of classes they take.
   *
   * @param read the tokens
   * @param head the head
   * @param note hears in a line what was done where names differ
   * @return one target a sample
   * @throws InvalidInputException if the targets do not suit the head, or a class that has a sample
   *     is none of the head's
   */
  public Targets labelled(Tokens read, FittedHead head, Consumer<String> note) {
    tokens.requireShape(read.shape(), head);
    TargetReading reading =
        TargetReading.detected().ofTokens(read.shape().tokens()).suiting(taken(head.loss()));
    return numbered(read, head.outputs(), head.classNames(), "the model", reading, note);
  }

  private Targets numbered(
      Tokens read,
      int outputs,
      List<String> names,
      String whose,
      TargetReading reading,
      Consumer<String> note) {
    TargetInput.Opened opened = targets.open();
    boolean byName = opened.byName();
    if (byName && names.isEmpty()) {
      throw new InvalidInputException(
          "%s holds names of classes, but %s has none; give their numbers, 0 to %d"
              .formatted(targets.sources().get(0), whose, outputs - 1));
    }
    if (!byName && tokens.hasClassNames()) {
      Targets own = own(opened, reading);
      if (!own.names().isEmpty()) {
        return ClassNames.matched(requireOneASample(read, own), names, whose, note);
      }
    }
    Targets found = opened.read(reading.withOutputs(outputs).withNames(byName ? names : List.of()));
    return ClassNames.matched(requireOneASample(read, found), names, whose, note);
  }

  /** The targets as they are numbered themselves, with names if these are recorded. */
  private Targets own(TargetInput.Opened opened, TargetReading reading) {
    Targets own = opened.read(reading);
    return ClassNames.named(own, tokens.classNames(own));
  }

  private static Predicate<Targets> taken(Loss loss) {
    return targets -> {
      try {
        loss.requireTargets(targets);
        return true;
      } catch (InvalidInputException e) {
        return false;
      }
    };
  }

  private static Targets requireOneASample(Tokens tokens, Targets targets) {
    if (tokens.samples() != targets.samples()) {
      throw new InvalidInputException(
          "there are %d samples of tokens, but targets for %d; there must be one target a sample"
              .formatted(tokens.samples(), targets.samples()));
    }
    return targets;
  }
}
