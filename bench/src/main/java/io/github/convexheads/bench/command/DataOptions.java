package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.backbone.TokenFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The options {@code --tokens} and {@code --labels}. */
final class DataOptions {
  @Option(
      names = {"-t", "--tokens"},
      required = true,
      paramLabel = "FILE",
      description = "Token features, .npy, n x s x d (or n x d), float16, float32 or float64.")
  private Path tokens;

  @Option(
      names = {"-l", "--labels"},
      required = true,
      paramLabel = "FILE",
      description = {
        "Targets, .npy: class labels (int32 or int64, n or n x s), or real values (float32 or"
            + " float64, n x c or n x s x c)."
      })
  private Path labels;

  DataOptions() {}

  Tokens tokens() {
    return Tokens.read(tokens);
  }

  /** Returns how the tokens were made, where that is known. */
  Map<String, String> made() {
    return TokenFile.made(tokens);
  }

  Targets targets(OptionalInt classes) {
    return Targets.read(labels, classes);
  }

  /** Fails unless there is one target for every sample. */
  static void requireSameSamples(Tokens tokens, Targets targets) {
    if (tokens.samples() != targets.samples()) {
      throw new InvalidInputException(
          "there are %d samples of tokens, but targets for %d; there must be one target a sample"
              .formatted(tokens.samples(), targets.samples()));
    }
  }
}
