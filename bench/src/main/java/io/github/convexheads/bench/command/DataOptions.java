package io.github.convexheads.bench.command;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.data.LabelledInput;
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

  private void requireBoth() {
    if (!tokens.given() || !labels.given()) {
      throw new ParameterException(
          spec.commandLine(),
          "Missing required option: '%s=FILE'".formatted(tokens.given() ? "--labels" : "--tokens"));
    }
  }

  /** Returns how the tokens were made, where that is known. */
  Map<String, String> made() {
    return input().tokens().made();
  }

  Tokens tokens(PluginOptions plugins) {
    requireBoth();
    return tokens.read(plugins);
  }

  /** Reads training targets, for a loss where one is chosen. */
  Targets targets(Tokens read, OptionalInt classes, Optional<Loss> loss) {
    return input().training(read, classes, loss);
  }

  /** Reads targets for a fitted head; hears of what was done about names of classes. */
  Targets targets(Tokens read, FittedHead head, Consumer<String> note) {
    return input().labelled(read, head, note);
  }
}
