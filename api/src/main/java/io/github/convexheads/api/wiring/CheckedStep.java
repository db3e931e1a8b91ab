package io.github.convexheads.api.wiring;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.memory.MemoryBudget;
import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.preprocess.StepProvider;
import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.token.TokenShape;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The step of a plugin, which is named where it gives what is no number, or breaks what the proof
 * rests on: the samples that were fitted are those that the head will see.
 *
 * @param plugin the plugin
 * @param step its step
 * @param tried how many samples were mapped twice
 */
record CheckedStep(Plugin<StepProvider> plugin, PreprocessingStep step, AtomicInteger tried)
    implements PreprocessingStep {
  /** A sample, its copies and what is learned of every feature are held at once. */
  private static final int COPIES = 4;

  /** So many samples are mapped twice; a step that remembers or draws something shows it there. */
  private static final int TWICE = 32;

  CheckedStep(Plugin<StepProvider> plugin, PreprocessingStep step) {
    this(plugin, step, new AtomicInteger());
  }

  @Override
  public TokenShape output(TokenShape input) {
    TokenShape output;
    try {
      output = plugin.call("output()", () -> step.output(input));
    } catch (InvalidInputException e) {
      if (e.getCause() != null) {
        throw e;
      }
      throw new InvalidInputException(
          "the preprocessing step %s takes no samples of %s tokens x %s features: %s"
              .formatted(this, input.tokens(), input.features(), e.getMessage()),
          e);
    }
    requireRoom(input, output);
    return output;
  }

  private void requireRoom(TokenShape input, TokenShape output) {
    long bytes = output.size() * 8L;
    long most = (long) (MemoryBudget.whole().preprocessedTokens(0) / COPIES);
    if (bytes > most) {
      throw new InvalidInputException(
          "the preprocessing step %s makes %s tokens x %s features of a sample of %s x %s, which takes %s, and a heap of %s has room for %s a sample; choose other settings of the step, or give Java a larger heap"
              .formatted(
                  this,
                  output.tokens(),
                  output.features(),
                  input.tokens(),
                  input.features(),
                  MemoryEstimate.amount(bytes),
                  MemoryEstimate.amount(MemoryEstimate.availableBytes()),
                  MemoryEstimate.amount(most)));
    }
  }

  @Override
  public void map(double[] sample, TokenShape input, double[] mapped) {
    if (tried.get() < TWICE && tried.getAndIncrement() < TWICE) {
      mapTwice(sample, input, mapped);
    } else {
      step.map(sample, input, mapped);
    }
    if (!Arrays.stream(mapped).allMatch(Double::isFinite)) {
      throw plugin.failure("its map() gave numbers that are not finite for a sample that is");
    }
  }

  private void mapTwice(double[] sample, TokenShape input, double[] mapped) {
    double[] before = sample.clone();
    double[] first = new double[mapped.length];
    Arrays.fill(first, Double.NaN);
    step.map(sample, input, first);
    step.map(before.clone(), input, mapped);
    if (!Arrays.equals(sample, before)) {
      throw plugin.failure("its map() changed the sample that it was given");
    }
    if (Arrays.stream(first).anyMatch(Double::isNaN)
        && Arrays.stream(mapped).noneMatch(Double::isNaN)) {
      throw plugin.failure("its map() leaves, or reads, what was in `mapped` before");
    }
    if (!Arrays.equals(first, mapped)) {
      throw plugin.failure("its map() gave other numbers for the same sample");
    }
  }

  @Override
  public String toString() {
    return plugin.id();
  }
}
