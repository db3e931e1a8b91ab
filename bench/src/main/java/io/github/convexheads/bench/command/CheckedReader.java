package io.github.convexheads.bench.command;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.ArrayFile;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.TokenReader;
import io.github.convexheads.api.token.TokenReaderProvider;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The reader of a plugin, which is named where it takes a file that is read without it, refuses one
 * that it took, or gives tokens that are none.
 *
 * @param plugin the plugin
 * @param reader its reader
 */
record CheckedReader(Plugin<TokenReaderProvider> plugin, TokenReader reader)
    implements TokenReader {
  static CheckedReader of(Plugin<TokenReaderProvider> plugin) {
    return new CheckedReader(
        plugin, plugin.call("create()", () -> plugin.provider().create(Settings.defaults())));
  }

  @Override
  public boolean reads(Path file) {
    boolean reads = plugin.call("reads()", () -> reader.reads(file));
    if (reads && ArrayFile.named(file)) {
      throw plugin.failure(
          "it says that it reads %s, of a format that is read without it".formatted(file));
    }
    return reads;
  }

  @Override
  public Tokens read(Path file) {
    Tokens tokens;
    try {
      tokens = plugin.call("read()", () -> reader.read(file));
    } catch (InvalidInputException e) {
      throw e.getMessage().contains(plugin.origin())
          ? e
          : new InvalidInputException(
              "the reader %s (%s): %s".formatted(plugin.id(), plugin.origin(), e.getMessage()), e);
    }
    var unusedShape = plugin.call("shape()", tokens::shape);
    var unusedPrecision = plugin.call("precision()", tokens::precision);
    if (tokens.samples() < 1) {
      throw plugin.failure("its tokens are of %s samples".formatted(tokens.samples()));
    }
    requireFirst(tokens);
    return tokens;
  }

  /** What is read late has no other place where it could be put down to the reader. */
  private void requireFirst(Tokens tokens) {
    double[] first = first(tokens);
    if (!Arrays.stream(first).allMatch(Double::isFinite)) {
      throw plugin.failure("its tokens of the first sample are not finite");
    }
    if (!Arrays.equals(first, first(tokens))) {
      throw plugin.failure("its tokens of the first sample were others when read again");
    }
  }

  private double[] first(Tokens tokens) {
    return plugin.call(
        "read() of its tokens", () -> tokens.batch(0, 1, Precision.FLOAT64).values().doubles());
  }
}
