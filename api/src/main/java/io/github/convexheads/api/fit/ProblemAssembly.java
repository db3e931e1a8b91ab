package io.github.convexheads.api.fit;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.internal.configuration.RunSettings;
import io.github.convexheads.api.internal.digest.DataDigest;
import io.github.convexheads.api.internal.loss.ClassWeights;
import io.github.convexheads.api.internal.program.PreprocessedSamples;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Optional;

/**
 * Puts training problems together.
 *
 * @param configuration the completed configuration
 * @param head the head
 * @param loss the loss
 * @param first the preprocessing step of a plugin, if one is configured
 * @param kernel the linear algebra
 * @param workers the threads
 * @param catalog names the plugins whose promises are tried
 */
record ProblemAssembly(
    Configuration configuration,
    Head head,
    Loss loss,
    Optional<PreprocessingStep> first,
    Kernel kernel,
    Workers workers,
    PluginCatalog catalog) {

  /** Preprocesses, chooses the gates to begin with, and tries head and loss. */
  Assembly of(Tokens tokens, Targets targets) {
    loss.requireTargets(targets);
    Targets weighted = ClassWeights.weighted(targets, classWeights());
    PreprocessSettings steps = PreprocessSettings.of(configuration.preprocess());
    Preprocessing learned = Preprocessing.fit(steps, first, tokens, kernel);
    Preprocessing preprocessing =
        tokens.padded() ? learned.forLengths(lengthPower(tokens, targets)) : learned;
    PreprocessedSamples seen = PreprocessedSamples.of(preprocessing, tokens);
    OutsideParts outside = new OutsideParts(catalog, configuration);
    Gates gates = outside.gates(head, seen.seen(), targets.outputs(), kernel);
    outside.requireFinite(loss, targets);
    outside.requireFinite(head, gates, seen.seen(), targets.outputs(), kernel, workers);
    RandomStarts starts = RandomStarts.configured(configuration.run().get(RunSettings.SEED));
    Problem.TrainingData data =
        new Problem.TrainingData(
            () -> DataDigest.of(tokens, targets), seen.bytes(), targets.names());
    return new Assembly(this, seen, weighted, gates, starts, data);
  }

  /** Refuses a head whose features are not those of its network, which reads some samples. */
  void requireNetwork(Assembly assembly) {
    new OutsideParts(catalog, configuration)
        .requireNetwork(
            head,
            assembly.gates(),
            assembly.seen().seen(),
            assembly.targets().outputs(),
            kernel,
            assembly.starts().next(0));
  }

  private double lengthPower(Tokens tokens, Targets targets) {
    String id = configuration.head().type();
    double power =
        head.lengthPower()
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
