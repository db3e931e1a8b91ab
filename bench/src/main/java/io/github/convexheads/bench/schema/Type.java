package io.github.convexheads.bench.schema;

import java.util.List;

/** What a field of a JSON result holds. */
sealed interface Type {
  /**
   * A plain value.
   *
   * @param name its type in JSON Schema
   */
  record Scalar(String name) implements Type {}

  /**
   * A value, or null where there is none.
   *
   * @param type the value
   */
  record OrNull(Type type) implements Type {}

  /**
   * A list.
   *
   * @param item what it holds
   */
  record ListOf(Type item) implements Type {}

  /**
   * An object whose keys are data.
   *
   * @param value what every key has
   */
  record MapOf(Type value) implements Type {}

  /**
   * An object with known fields.
   *
   * @param fields the fields, in order
   */
  record ObjectOf(List<Field> fields) implements Type {
    /** Copies the list. */
    public ObjectOf {
      fields = List.copyOf(fields);
    }
  }

  /** A number. */
  Type NUMBER = new Scalar("number");

  /** A whole number. */
  Type INTEGER = new Scalar("integer");

  /** A text. */
  Type STRING = new Scalar("string");

  /** True or false. */
  Type BOOLEAN = new Scalar("boolean");

  /** A number, or null where it is not defined or not finite. */
  Type NUMBER_OR_NULL = new OrNull(NUMBER);
}
