package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a backbone is used.
 *
 * @param hash of the graph and every file that it names; empty for patches without a backbone
 * @param output the wanted output; empty for the one that fits
 * @param dropTokens how many leading tokens are left out, such as class and register tokens
 * @param layout {@code nchw} or {@code nhwc}; empty for what the graph's input says
 * @param outputLayout {@code nsd} or {@code nds}; empty for what the sizes of the output show
 * @param constants what further inputs are filled with
 */
public record BackboneUse(
    String hash,
    String output,
    int dropTokens,
    String layout,
    String outputLayout,
    Map<String, Double> constants) {
  /** No backbone: tokens are patches. */
  public static final BackboneUse NONE = new BackboneUse("", "", 0, "", "", Map.of());

  /** Checks the layouts and the number of tokens, and copies the constants. */
  public BackboneUse {
    constants = Map.copyOf(constants);
    if (dropTokens < 0) {
      throw new InvalidInputException(
          "--drop-tokens " + dropTokens + " is not allowed; allowed: 0 and more");
    }
    if (!List.of("", "nchw", "nhwc").contains(layout)) {
      throw new InvalidInputException(
          "--layout " + layout + " is not allowed; allowed: nchw, nhwc");
    }
    if (!OutputLayout.NAMES.contains(outputLayout)) {
      throw new InvalidInputException(
          "--output-layout " + outputLayout + " is not allowed; allowed: nsd, nds");
    }
    for (String name : constants.keySet()) {
      if (name.isEmpty() || name.contains(",") || name.contains("=")) {
        throw new InvalidInputException("'" + name + "' cannot be the name of an input");
      }
    }
  }

  /** Whether there is a backbone at all. */
  boolean isThere() {
    return !hash.isEmpty();
  }

  /** The constants as NAME=VALUE, in order of names. */
  String constantsText() {
    return new TreeMap<>(constants)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(","));
  }

  /** Reads what {@link #constantsText()} wrote. */
  static Map<String, Double> constants(String text) {
    return text.isEmpty()
        ? Map.of()
        : Arrays.stream(text.split(",", -1))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> Double.valueOf(pair[1])));
  }
}
