package io.github.convexheads.bench.predict;

/** What is written of every row. */
public enum Form {
  /** The c outputs, before any softmax. */
  LOGITS,
  /** c probabilities, by the link of the loss and the temperature of the head. */
  PROBABILITIES,
  /** The class with the largest output, or 0 and 1 for every label. */
  CLASSES
}
