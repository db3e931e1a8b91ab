package io.github.convexheads.api.catalog;

import io.github.convexheads.api.error.InvalidInputException;

/** Puts into one line which plugin failed, and at what. */
final class PluginFailure {
  private PluginFailure() {}

  /**
   * Names the plugin, its jar and what it did.
   *
   * @param did the method, or what it did
   * @param thrown what it threw; null where it threw nothing
   * @throws VirtualMachineError where memory ran out, which is no plugin's fault alone
   */
  static InvalidInputException of(Plugin<?> plugin, String did, Throwable thrown) {
    if (thrown instanceof InvalidInputException refusal) {
      return refusal;
    }
    if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
      throw error;
    }
    return new InvalidInputException(
        "%s failed: %s; tell its author, or choose another %s"
            .formatted(
                plugin.described(),
                thrown == null ? did : did + " threw " + described(innermost(thrown)),
                plugin.kind()),
        thrown);
  }

  /** What was thrown first of all. */
  static Throwable innermost(Throwable thrown) {
    Throwable inner = thrown;
    while (inner.getCause() != null && inner.getCause() != inner) {
      inner = inner.getCause();
    }
    return inner;
  }

  /** Class and message in one line. */
  static String described(Throwable thrown) {
    String name = thrown.getClass().getName();
    String message = thrown.getMessage() == null ? "" : thrown.getMessage().strip();
    return message.isEmpty() ? name : name + ": " + message.lines().findFirst().orElse("");
  }
}
