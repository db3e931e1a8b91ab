package io.github.convexheads.api.fit;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;
import java.util.Optional;

/** Whether what the lift of a head says of itself goes together with the head, and with itself. */
final class LiftPromises {
  private LiftPromises() {}

  /** Returns what does not, in words that follow the head's name; empty where all does. */
  static Optional<String> violation(
      Head head, Gates gates, Lift lift, TokenShape shape, int outputs) {
    if (!shape.equals(lift.shape())) {
      return Optional.of("its lift() is for %s, and not for %s".formatted(lift.shape(), shape));
    }
    if (lift.outputs() != outputs) {
      return Optional.of(
          "its lift() has %s outputs, and not %s".formatted(lift.outputs(), outputs));
    }
    if (lift.pooling() != head.pooling()) {
      return Optional.of(
          "its pooling() is %s, and that of its lift %s".formatted(head.pooling(), lift.pooling()));
    }
    for (Precision precision : Precision.values()) {
      if (lift.bytesPerSample(precision) < 0) {
        return Optional.of(
            "its bytesPerSample() gave %s".formatted(lift.bytesPerSample(precision)));
      }
    }
    if (lift.preactivations() < 0) {
      return Optional.of("its preactivations() gave %s".formatted(lift.preactivations()));
    }
    List<Block> blocks = lift.blocks();
    if (blocks.isEmpty()) {
      return Optional.of("its blocks() are none; a head has at least one");
    }
    for (int j = 0; j < blocks.size(); j++) {
      Optional<String> found = violation(head, gates, j, blocks.get(j), outputs);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> violation(
      Head head, Gates gates, int j, Block block, int outputs) {
    if (block.outputOffset() + block.outputs() > outputs) {
      return Optional.of(
          "block %s of its blocks() writes outputs %s to %s, and there are %s"
              .formatted(
                  j, block.outputOffset(), block.outputOffset() + block.outputs() - 1, outputs));
    }
    boolean linear = head.activation() == Activation.LINEAR;
    if (linear != block.gate() < 0) {
      return Optional.of(
          "its activation() is %s, and block %s of its blocks() has %s"
              .formatted(head.activation(), j, linear ? "gate " + block.gate() : "no gate"));
    }
    boolean known =
        linear || (block.group() < gates.groups() && block.gate() < gates.count(block.group()));
    return known
        ? Optional.empty()
        : Optional.of(
            "block %s of its blocks() has gate %s of group %s, which its gates() did not choose"
                .formatted(j, block.gate(), block.group()));
  }
}
