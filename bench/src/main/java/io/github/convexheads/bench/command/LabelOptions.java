package io.github.convexheads.bench.command;

import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.bench.data.ArraySource;
import io.github.convexheads.bench.data.TargetInput;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** The option {@code --labels} with those that say what its files hold. */
final class LabelOptions {
  @Option(
      names = {"-l", "--labels"},
      arity = "1..*",
      paramLabel = "FILE",
      description = {
        "Targets, .npy, .npz or .safetensors (FILE:NAME), .txt (one a line) or .csv (FILE:COLUMN):"
            + " class labels (whole numbers, n or n x s), names of classes (text), sets of labels"
            + " (0 and 1, n x c) or real values (n x c or n x s x c)."
      })
  private List<String> files = List.of();

  @Option(
      names = "--labels-as",
      paramLabel = "WHAT",
      description = {
        "What the targets are where they could be several things: classes, names (the different"
            + " values are the classes), one-hot, multi-label or values."
      })
  private String encoding;

  @Option(
      names = "--ignore-label",
      paramLabel = "LABEL",
      description = "The label of samples or tokens that count for nothing, often -100 or 255.")
  private Long ignored;

  LabelOptions() {}

  /** Says whether there is a file. */
  boolean given() {
    return !files.isEmpty();
  }

  /** Returns a warning where no label is the one to ignore, as where it was mistyped. */
  Optional<String> ignoresNothing(Targets targets) {
    return ignored != null && targets instanceof ClassLabels labels && labels.ignored() == 0
        ? Optional.of(
            "no label is %s, so that --ignore-label %s ignores nothing".formatted(ignored, ignored))
        : Optional.empty();
  }

  /** Returns the files; none where labels came with the tokens. */
  TargetInput input() {
    return new TargetInput(
        files.isEmpty() ? List.of() : ArraySource.all(files, Optional.empty()),
        Optional.ofNullable(encoding),
        ignored == null ? OptionalLong.empty() : OptionalLong.of(ignored));
  }
}
