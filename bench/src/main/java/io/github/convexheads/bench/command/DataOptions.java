package io.github.convexheads.bench.command;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.program.DistributedTokens;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.data.LabelledInput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options {@code --tokens} and {@code --labels}, both of which are needed. */
final class DataOptions {
  @Mixin private TokenOptions tokens;
  @Mixin private LabelOptions labels;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  DataOptions() {}

  /** Returns the files; a usage error unless both are given. */
  LabelledInput input() {
    requireBoth();
    return new LabelledInput(tokens.input(), labels.input());
  }

  Optional<String> ignoresNothing(Targets targets) {
    return labels.ignoresNothing(targets);
  }

  private void requireBoth() {
    // An engine may find labels beside the tokens, as in Parquet files.
    if (!tokens.given() || (!labels.given() && !tokens.elsewhere())) {
      throw missing(tokens.given() ? "--labels" : "--tokens");
    }
  }

  private ParameterException missing(String option) {
    return new ParameterException(
        spec.commandLine(), "Missing required option: '%s=FILE'".formatted(option));
  }

  private ParameterException noLabels() {
    return new ParameterException(
        spec.commandLine(),
        "the tokens came without labels; give --labels FILE, or Parquet files with a column label");
  }

  /** Returns targets that came with tokens, as the column label of Parquet files does. */
  private static Optional<Targets> kept(Tokens read) {
    return read instanceof DistributedTokens far ? far.targets() : Optional.empty();
  }

  /** Targets of files with weights that came with the tokens. */
  static Targets weighted(Tokens read, Targets found) {
    return read instanceof DistributedTokens far && far.weights().isPresent()
        ? found.withWeights(far.weights().get())
        : found;
  }

  /** Returns how the tokens were made, where that is known. */
  Map<String, String> made() {
    return input().tokens().made();
  }

  Tokens tokens(PluginOptions plugins) {
    requireBoth();
    plugins.warnOfOrder(labels.given() ? labels.input().sources() : List.of());
    Tokens read = tokens.read(plugins);
    if (labels.given()) {
      leftOut(read).ifPresent(Notes.to(spec));
    }
    return read;
  }

  /** Returns a line where tokens came with labels, for whoever gives others. */
  static Optional<String> leftOut(Tokens read) {
    return kept(read).isPresent()
        ? Optional.of("--labels is taken; the column label of the Parquet files is left out")
        : Optional.empty();
  }

  /** Reads training targets, for a loss where one is chosen. */
  Targets targets(Tokens read, OptionalInt classes, Optional<Loss> loss) {
    return labels.given()
        ? weighted(read, input().training(read, classes, loss))
        : input().keptTraining(kept(read).orElseThrow(this::noLabels), read, classes, loss);
  }

  /** Reads targets for a fitted head; hears of what was done about names of classes. */
  Targets targets(Tokens read, FittedHead head, Consumer<String> note) {
    return targets(input(), labels.given(), read, head, note).orElseThrow(this::noLabels);
  }

  /** Returns targets for a fitted head: those of files, else those that came with the tokens. */
  static Optional<Targets> targets(
      LabelledInput input, boolean given, Tokens read, FittedHead head, Consumer<String> note) {
    if (given) {
      return Optional.of(weighted(read, input.labelled(read, head, note)));
    }
    return kept(read).map(kept -> input.keptLabelled(kept, read, head, note));
  }
}
