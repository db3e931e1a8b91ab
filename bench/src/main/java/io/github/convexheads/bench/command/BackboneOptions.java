package io.github.convexheads.bench.command;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.bench.backbone.BackboneUse;
import io.github.convexheads.bench.backbone.TokenRecipe;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of {@code tokens} that say how a backbone is used. */
final class BackboneOptions {
  @Option(
      names = {"-b", "--backbone"},
      paramLabel = "FILE",
      description = {
        "A frozen backbone, .onnx. Without it tokens are patches. Its input of images is float32,"
            + " float16 or float64, which get 0..1, or uint8, which gets 0..255; a fixed batch is"
            + " filled up. Its output is N x s x d (an output tokens always), N x d (one token), or a map of h x w"
            + " tokens."
      })
  private Path file;

  @Option(
      names = "--output",
      defaultValue = "",
      paramLabel = "NAME",
      description = "Output of the backbone to use; default: tokens, else the first that fits.")
  private String output;

  @Option(
      names = "--layout",
      defaultValue = "",
      paramLabel = "LAYOUT",
      description = {
        "Layout of the backbone's input: nchw (channels first) or nhwc (channels last, as TensorFlow"
            + " has it); default: what its shape says."
      })
  private String layout;

  @Option(
      names = "--output-layout",
      defaultValue = "",
      paramLabel = "LAYOUT",
      description = {
        "Layout of the backbone's output: nsd (features last, also of maps h x w x d) or nds"
            + " (features first, d x h x w); default: what its sizes show."
      })
  private String outputLayout;

  @Option(
      names = "--constant",
      paramLabel = "NAME=VALUE",
      description = "Fill a further input of the backbone with a value; may be repeated.")
  private Map<String, Double> constants = Map.of();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  @Option(
      names = "--drop-tokens",
      defaultValue = "0",
      paramLabel = "COUNT",
      description = {
        "Leave out so many leading tokens of the backbone: 1 for a class token, 5 for a class token"
            + " and four registers. What is left should be the grid of patches."
      })
  private int dropTokens;

  @Option(
      names = "--drop-class-token",
      description = {
        "The same as --drop-tokens 1. The class token sums up the image, the others are its patches;"
            + " a head that pools over patches is better off without it."
      })
  private boolean dropClassToken;

  BackboneOptions() {}

  /** Returns the backbone; null for patches. */
  Path file() {
    return file;
  }

  BackboneUse use() {
    if (dropClassToken && dropTokens > 0) {
      throw new InvalidInputException(
          "--drop-class-token is --drop-tokens 1; give one of them, not both");
    }
    requireOneValueEach();
    BackboneUse use =
        new BackboneUse(
            TokenRecipe.backboneHash(file),
            output,
            dropClassToken ? 1 : dropTokens,
            layout.toLowerCase(Locale.ROOT),
            outputLayout.toLowerCase(Locale.ROOT),
            constants);
    if (file == null && !use.equals(BackboneUse.NONE)) {
      throw new InvalidInputException(
          "--output, --layout, --output-layout, --constant and --drop-tokens say how a backbone is used; give"
              + " --backbone, or leave them out");
    }
    return use;
  }

  /** A map keeps the last of two values. */
  private void requireOneValueEach() {
    List<String> all = verb.findOption("--constant").originalStringValues();
    Set<String> names = new HashSet<>();
    for (String given : all) {
      String name = given.substring(0, given.indexOf('='));
      if (!names.add(name)) {
        throw new InvalidInputException(
            "--constant gives the input '%s' more than one value: %s; give it once"
                .formatted(name, String.join(", ", all)));
      }
    }
  }
}
