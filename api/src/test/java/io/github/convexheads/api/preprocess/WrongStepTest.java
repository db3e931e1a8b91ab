package io.github.convexheads.api.preprocess;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.TokenShape;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What the contract of steps finds. */
class WrongStepTest {

  @Test
  void aStepThatKeepsASampleInAFieldIsFound() {
    StepContract contract = contract(new Scratch());

    assertThatThrownBy(contract::severalThreadsAreAnsweredAsOne)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("4 threads at once");
  }

  private static final class Scratch implements PreprocessingStep {
    private volatile double[] kept = {};

    @Override
    public TokenShape output(TokenShape input) {
      return input;
    }

    @Override
    public void map(double[] sample, TokenShape input, double[] mapped) {
      kept = sample;
      LockSupport.parkNanos(1000);
      System.arraycopy(kept, 0, mapped, 0, mapped.length);
    }
  }

  private static StepContract contract(PreprocessingStep step) {
    return new StepContract() {
      @Override
      protected StepProvider provider() {
        return new StepProvider() {
          @Override
          public int spiVersion() {
            return SPI_VERSION;
          }

          @Override
          public String id() {
            return "scratch";
          }

          @Override
          public String description() {
            return "keeps a sample";
          }

          @Override
          public PreprocessingStep create(Settings settings) {
            return step;
          }
        };
      }
    };
  }
}
