package io.github.convexheads.bench.export.torch;

import io.github.convexheads.api.internal.format.StoredArray;
import java.util.List;

/**
 * One tensor of a recorded graph.
 *
 * @param index its place in the order of recording
 * @param template Python, with %s for every argument; empty for a constant
 * @param arguments the tensors that it is computed from
 * @param constant the values of a constant; null otherwise
 * @param shape the shape of a constant, as a key; empty otherwise
 * @param kind what it is
 */
record TorchNode(
    int index,
    String template,
    List<TorchNode> arguments,
    StoredArray constant,
    String shape,
    Kind kind) {

  /** What a tensor is. */
  enum Kind {
    INPUT,
    CONSTANT,
    SUM,
    GATE,
    OTHER
  }

  /**
   * Tensors are equal if they are the same; comparing what they are made of would take for ever.
   */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return index;
  }

  boolean isConstant() {
    return kind == Kind.CONSTANT;
  }
}
