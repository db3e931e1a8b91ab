package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.TokenShape;

/** A step after which there are fewer tokens of more features: each with the one after it. */
class ReshapingStepContractTest extends StepContract {

  private record Neighbours() implements PreprocessingStep {
    @Override
    public TokenShape output(TokenShape input) {
      return new TokenShape(input.tokens() - 1, 2 * input.features());
    }

    @Override
    public void map(double[] sample, TokenShape input, double[] mapped) {
      int d = input.features();
      for (int t = 0; t + 1 < input.tokens(); t++) {
        System.arraycopy(sample, t * d, mapped, t * 2 * d, 2 * d);
      }
    }
  }

  @Override
  protected StepProvider provider() {
    return new StepProvider() {
      @Override
      public int spiVersion() {
        return SPI_VERSION;
      }

      @Override
      public String id() {
        return "neighbours";
      }

      @Override
      public String description() {
        return "each token with the one after it";
      }

      @Override
      public PreprocessingStep create(Settings settings) {
        return new Neighbours();
      }
    };
  }
}
