package io.github.convexheads.api.head;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One gate for every activation pattern of the training tokens. */
record EnumeratedGates(long limit) implements GateSource {

  EnumeratedGates {
    if (limit < 1) {
      throw new InvalidInputException("a limit of " + limit + " patterns; at least 1 is needed");
    }
  }

  @Override
  public OptionalLong patternLimit() {
    return OptionalLong.of(limit);
  }

  @Override
  public Gates choose(Preactivation preactivation, Tokens training, Kernel kernel) {
    List<double[][]> groups = new ArrayList<>();
    boolean complete = true;
    for (int group = 0; group < preactivation.groups(); group++) {
      ActivationPatterns all = ActivationPatterns.of(preactivation, group, training, limit);
      complete &= all.complete();
      groups.add(all.witnesses().toArray(double[][]::new));
    }
    return GateMerging.merge(Gates.of(groups), preactivation, training, kernel, complete);
  }
}
