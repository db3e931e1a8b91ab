package io.github.convexheads.bench.command;

import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.internal.configuration.ConfigurationReader;
import io.github.convexheads.api.internal.digest.DataDigest;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --like}: a fitted head that is fitted again. */
final class LikeOption {
  @Option(
      names = "--like",
      paramLabel = "MODEL",
      description = "Take the configuration of a fitted head, fit it again and compare.")
  private Path like;

  /** What the model says of itself, once it has been read. */
  private Provenance recorded;

  LikeOption() {}

  /** How a fit compares with the model that it repeats. */
  record Likeness(
      String like,
      boolean likeSameData,
      double likePrimal,
      double likeDifference,
      boolean likeIdentical) {
    String text() {
      return FitReport.line(
          "like",
          "%s: %s, %s data, objective differs by %.3g",
          like,
          likeIdentical ? "identical" : "not identical",
          likeSameData ? "same" : "other",
          likeDifference);
    }
  }

  /** Returns the configuration of the model, or the one that other options give. */
  Configuration configuration(PluginOptions plugins, ConfigurationOptions given) {
    if (like == null) {
      return given.read();
    }
    if (given.given()) {
      throw new InvalidInputException(
          "--like takes the configuration of a model; it does not go with --config or --set");
    }
    return ConfigurationReader.read(recorded(plugins).configuration());
  }

  /** Returns the seed of the model's proof, so that its random numbers are taken again, or null. */
  Long seed(PluginOptions plugins) {
    return like == null ? null : recorded(plugins).certificate().seed();
  }

  /** Compares a fit that was written to a file with the model, or returns null. */
  Likeness likeness(
      PluginOptions plugins, FitResult result, Path written, Tokens tokens, Targets targets) {
    if (like == null) {
      return null;
    }
    Provenance before = recorded(plugins);
    Provenance now = result.head().provenance();
    return new Likeness(
        like.toString(),
        DataDigest.matches(before.dataDigest(), now.dataDigest(), tokens, targets),
        before.certificate().primal(),
        now.certificate().primal() - before.certificate().primal(),
        identical(like, written));
  }

  private Provenance recorded(PluginOptions plugins) {
    if (recorded == null) {
      recorded = plugins.builder().load(like).provenance();
    }
    return recorded;
  }

  private static boolean identical(Path one, Path other) {
    try {
      return Files.mismatch(one, other) == -1;
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot compare %s with %s: %s".formatted(one, other, e.getMessage()), e);
    }
  }
}
