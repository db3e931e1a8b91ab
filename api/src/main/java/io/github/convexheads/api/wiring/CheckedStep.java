package io.github.convexheads.api.wiring;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.preprocess.StepProvider;
import io.github.convexheads.api.token.TokenShape;
import java.util.Arrays;

/**
 * The step of a plugin, which is named where it gives what is no number.
 *
 * @param plugin the plugin
 * @param step its step
 */
record CheckedStep(Plugin<StepProvider> plugin, PreprocessingStep step)
    implements PreprocessingStep {

  @Override
  public TokenShape output(TokenShape input) {
    return plugin.call("output()", () -> step.output(input));
  }

  @Override
  public void map(double[] sample, TokenShape input, double[] mapped) {
    step.map(sample, input, mapped);
    if (!Arrays.stream(mapped).allMatch(Double::isFinite)) {
      throw plugin.failure("its map() gave numbers that are not finite for a sample that is");
    }
  }

  @Override
  public String toString() {
    return plugin.id();
  }
}
