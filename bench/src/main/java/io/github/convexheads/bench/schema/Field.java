package io.github.convexheads.bench.schema;

/**
 * One field of a JSON result.
 *
 * @param name its key
 * @param type what it holds
 * @param optional whether it may be left out
 * @param meaning what it means, one phrase
 */
record Field(String name, Type type, boolean optional, String meaning) {

  static Field of(String name, Type type, String meaning) {
    return new Field(name, type, false, meaning);
  }

  static Field optional(String name, Type type, String meaning) {
    return new Field(name, type, true, meaning);
  }
}
