package io.github.convexheads.api.internal.format;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * One array of a file, known by its header and not read yet: of numbers, or of text.
 *
 * @param name the file and the entry in it, as messages name it
 * @param description type and shape, as messages tell them
 * @param shape its sizes; empty where it is of no type that is read
 * @param floating whether it holds numbers of floating point
 * @param numbers reads or maps it, if it holds numbers
 * @param text reads it, if it holds text
 */
record ArrayEntry(
    String name,
    String description,
    Optional<Shape> shape,
    boolean floating,
    Optional<Supplier<StoredArray>> numbers,
    Optional<Supplier<StoredText>> text) {

  private static final String OTHER = "of no type that is read";

  static ArrayEntry ofNumbers(
      String name, ElementType type, Shape shape, Supplier<StoredArray> reading) {
    return new ArrayEntry(
        name,
        type + " " + shape,
        Optional.of(shape),
        type.isFloatingPoint(),
        Optional.of(reading),
        Optional.empty());
  }

  /** An array that cannot be read, which matters only to those who ask for it. */
  static ArrayEntry ofOther(String name, FormatException problem) {
    Supplier<StoredArray> refused =
        () -> {
          throw problem;
        };
    return new ArrayEntry(
        name, OTHER, Optional.empty(), false, Optional.of(refused), Optional.empty());
  }

  static ArrayEntry ofText(String name, Shape shape, Supplier<StoredText> reading) {
    return new ArrayEntry(
        name, "text " + shape, Optional.of(shape), false, Optional.empty(), Optional.of(reading));
  }
}
