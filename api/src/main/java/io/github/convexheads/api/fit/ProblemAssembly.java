package io.github.convexheads.api.fit;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.internal.configuration.RunSettings;
import io.github.convexheads.api.internal.digest.DataDigest;
import io.github.convexheads.api.internal.loss.ClassWeights;
import io.github.convexheads.api.internal.program.PreprocessedSamples;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Optional;

/**
 * Puts training problems together.
 *
 * @param configuration the completed configuration
 * @param parts head, loss and what they are computed with
 * @param catalog names the plugins whose promises are tried
 */
record ProblemAssembly(Configuration configuration, Fitter.Parts parts, PluginCatalog catalog) {

  /** Preprocesses, chooses the gates to begin with, and tries head and loss. */
  Assembly of(Tokens tokens, Targets targets) {
    parts.loss().requireTargets(targets);
    Targets weighted = ClassWeights.weighted(targets, classWeights());
    PreprocessSettings steps = PreprocessSettings.of(configuration.preprocess());
    Preprocessing learned =
        Preprocessing.fit(steps, parts.first(), tokens, parts.kernel(), parts.workers());
    Preprocessing preprocessing =
        tokens.padded() ? learned.forLengths(lengthPower(tokens, targets)) : learned;
    PreprocessedSamples seen = PreprocessedSamples.of(preprocessing, tokens, parts.workers());
    OutsideParts outside = new OutsideParts(catalog, configuration);
    Gates gates = outside.gates(parts.head(), seen.seen(), targets.outputs(), parts.kernel());
    outside.requireSound(parts.loss(), targets);
    outside.requireFinite(
        parts.head(), gates, seen.seen(), targets.outputs(), parts.kernel(), parts.workers());
    RandomStarts starts = RandomStarts.configured(configuration.run().get(RunSettings.SEED));
    Problem.TrainingData data =
        new Problem.TrainingData(
            () -> DataDigest.of(tokens, targets, parts.workers()), seen.bytes(), targets.names());
    return new Assembly(this, seen, weighted, gates, starts, data);
  }

  /** Refuses a head whose features are not those of its network, which reads some samples. */
  void requireNetwork(Assembly assembly) {
    new OutsideParts(catalog, configuration)
        .requireNetwork(
            parts.head(),
            assembly.gates(),
            assembly.seen().seen(),
            assembly.targets().outputs(),
            parts.kernel(),
            assembly.starts().next(0));
  }

  /** What the head or the step of a plugin gives for some samples, to be asked for again. */
  Optional<RepeatedOutputs> repeated(Assembly assembly, Problem problem) {
    boolean head = catalog.outside("head", configuration.head().type()).isPresent();
    boolean step =
        configuration.step().flatMap(own -> catalog.outside("step", own.type())).isPresent();
    if (!head && !step) {
      return Optional.empty();
    }
    RepeatedOutputs.Question question =
        new RepeatedOutputs.Question(
            parts.head(),
            problem.lift(),
            problem.gates(),
            assembly.seen(),
            parts.kernel(),
            parts.workers());
    return Optional.of(new RepeatedOutputs(question, assembly.starts().next(0)));
  }

  private double lengthPower(Tokens tokens, Targets targets) {
    String id = configuration.head().type();
    double power =
        parts
            .head()
            .lengthPower()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "head '%s' knows tokens by their places, and so needs samples of one length: crop or resample them to it, or use attention, mlp or linear for samples of different lengths"
                            .formatted(id)));
    PaddedTargets.requireIgnored(tokens, targets);
    return power;
  }

  private String classWeights() {
    return configuration
        .loss()
        .map(choice -> choice.values().getOrDefault(ClassWeights.SETTING.key(), ""))
        .orElse("");
  }
}
