package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.Targets;
import org.apiguardian.api.API;

/** The loss that targets of a kind ask for where none is chosen. */
@API(status = API.Status.INTERNAL)
public final class SuitedLoss {
  private SuitedLoss() {}

  /**
   * Returns the loss that suits targets.
   *
   * @param targets the targets
   * @return {@code softmax} for classes, {@code logistic} for matrices of labels, {@code squared}
   *     for real values
   */
  public static String id(Targets targets) {
    return switch (targets.kind()) {
      case CLASSES -> "softmax";
      case LABELS -> "logistic";
      case VALUES -> "squared";
    };
  }

  /**
   * Refuses targets of another kind than a loss takes.
   *
   * @param loss the id of the loss
   * @param kind what it takes
   * @param words what it takes, in words
   * @param targets the targets
   * @throws InvalidInputException if they are of another kind; names the loss that suits them
   */
  static void require(String loss, Targets.Kind kind, String words, Targets targets) {
    if (targets.kind() != kind) {
      throw new InvalidInputException(
          "loss '%s' needs %s, found %s; use loss '%s' for those"
              .formatted(loss, words, targets.kind().words(), id(targets)));
    }
  }
}
