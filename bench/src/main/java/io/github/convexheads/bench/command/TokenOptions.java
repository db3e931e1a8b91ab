package io.github.convexheads.bench.command;

import io.github.convexheads.api.program.Engine;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.data.ArraySource;
import io.github.convexheads.bench.data.SampleLengths;
import io.github.convexheads.bench.data.TokenInput;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The option {@code --tokens} with those that say how its files are to be read. */
final class TokenOptions {
  @Option(
      names = {"-t", "--tokens"},
      arity = "1..*",
      paramLabel = "FILE",
      description = {
        "Token features, n x s x d (or n x d), bfloat16, float16, float32 or float64: .npy, .npz or"
            + " .safetensors (FILE:NAME for one of several arrays), - for standard input; with --engine"
            + " spark also .parquet.",
        "Several files are put one after another in the order given, those of a pattern in quotes in"
            + " natural order."
      })
  private List<String> files = List.of();

  @Option(
      names = "--tokens-name",
      paramLabel = "NAME",
      description = "The array to take from each of the token files that hold several.")
  private String name;

  @Option(
      names = "--layout",
      paramLabel = "ORDER",
      description = {
        "nsd: features last, n x s x d, the default; nds: features first, n x d x s or n x d x h x w."
      })
  private String layout;

  @Option(
      names = "--drop-tokens",
      defaultValue = "0",
      paramLabel = "N",
      description = "Leave out the first N tokens of every sample: class and register tokens.")
  private int dropped;

  @Option(
      names = "--lengths",
      paramLabel = "FILE",
      description = {
        "Samples have lengths of their own: whole numbers, one a sample, that say how many of its tokens,"
            + " without dropped ones, are its own; those behind are padding. Exact for attention, mlp and"
            + " linear."
      })
  private Path lengths;

  @Mixin private EngineOptions engine;

  TokenOptions() {}

  /** Reads the tokens, here or where an engine keeps them, with the lengths of their samples. */
  Tokens read(PluginOptions plugins) {
    Tokens read =
        engine.given()
            ? engine.tokens(
                plugins,
                new Engine.TokenFiles(
                    files, Optional.ofNullable(name), input().featuresFirst(), dropped))
            : plugins.tokens(input());
    return lengths == null ? read : SampleLengths.of(lengths, read);
  }

  /** Says whether there is a file. */
  boolean given() {
    return !files.isEmpty();
  }

  /** Says whether an engine reads the files. */
  boolean elsewhere() {
    return engine.given();
  }

  /** Returns the files. */
  TokenInput input() {
    // What an engine reads need not be files of this machine; records beside them are then unknown.
    boolean elsewhere = engine.given() && files.stream().anyMatch(file -> file.contains("://"));
    List<ArraySource> sources =
        elsewhere ? List.of() : ArraySource.all(files, Optional.ofNullable(name));
    return new TokenInput(sources, Optional.ofNullable(layout), dropped);
  }
}
