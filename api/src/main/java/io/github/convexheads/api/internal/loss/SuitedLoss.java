package io.github.convexheads.api.internal.loss;

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
}
