package io.github.convexheads.api.catalog;

import java.util.ServiceConfigurationError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a provider could not be loaded, in words.
 *
 * @param reason what went wrong
 * @param remedy what would put it right
 */
record LoadFailure(String reason, String remedy) {
  private static final Pattern MISSING = Pattern.compile("Provider (\\S+) not found");

  /** Reads what the virtual machine threw. */
  static LoadFailure of(Throwable thrown) {
    if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
      throw error;
    }
    Matcher missing = MISSING.matcher(String.valueOf(thrown.getMessage()));
    if (thrown instanceof ServiceConfigurationError && missing.find()) {
      return new LoadFailure(
          "it names the class " + missing.group(1) + ", which is not there",
          "correct the name or add the class");
    }
    Throwable cause = thrown;
    while (cause.getCause() != null
        && (!(cause instanceof LinkageError) || cause instanceof ExceptionInInitializerError)) {
      cause = cause.getCause();
    }
    if (cause instanceof ServiceConfigurationError) {
      String message = String.valueOf(cause.getMessage());
      return new LoadFailure(
          message.substring(message.indexOf(": ") < 0 ? 0 : message.indexOf(": ") + 2),
          "name a public class with a public constructor without parameters that implements the"
              + " interface");
    }
    return new LoadFailure("it fails to load: " + PluginFailure.described(cause), remedy(cause));
  }

  private static String remedy(Throwable cause) {
    if (cause instanceof UnsupportedClassVersionError) {
      return "run a newer Java, or compile the plugin with --release 17";
    }
    if (cause instanceof NoClassDefFoundError) {
      return "put the plugin and the jars it needs together into one folder of the plugin folder";
    }
    if (cause instanceof LinkageError) {
      return "rebuild the plugin against this version of convex-heads";
    }
    return "its constructor, id(), description() and settings() must not throw";
  }

  /** Names the place of this failure. */
  Plugin.Problem problem(String kind, String name, String origin) {
    return new Plugin.Problem(kind, name, origin, reason, remedy);
  }
}
