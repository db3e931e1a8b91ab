package io.github.convexheads.api.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.program.PreprocessedSamples;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.model.MeanTokenHead;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A head or a step that answers otherwise at the end of a fit than at its beginning. */
class RepeatedOutputsTest {
  private static final Kernel KERNEL = Kernels.best();
  private static final Tokens TOKENS =
      Tokens.of(new SplittableRandom(1).doubles(20 * 6, -1, 1).toArray(), 20, 3, 2);

  /** What the step multiplies samples by, and the head its projections, by now. */
  private double ofStep = 1;

  private double ofHead = 1;

  private RepeatedOutputs asked() {
    Head head = new MeanTokenHead();
    PreprocessedSamples samples =
        PreprocessedSamples.of(
            Preprocessing.fit(
                PreprocessSettings.of(Settings.defaults()),
                Optional.of(step()),
                TOKENS,
                KERNEL,
                Workers.of(1)),
            TOKENS,
            Workers.of(1));
    Lift lift = changing(head.lift(new TokenShape(3, 2), 1, Gates.none()));
    return new RepeatedOutputs(
        new RepeatedOutputs.Question(head, lift, Gates.none(), samples, KERNEL, Workers.of(1)),
        new SplittableRandom(2));
  }

  private PreprocessingStep step() {
    return new PreprocessingStep() {
      @Override
      public TokenShape output(TokenShape input) {
        return input;
      }

      @Override
      public void map(double[] sample, TokenShape input, double[] mapped) {
        for (int i = 0; i < mapped.length; i++) {
          mapped[i] = ofStep * sample[i];
        }
      }
    };
  }

  private Lift changing(Lift sound) {
    return (Lift)
        Proxy.newProxyInstance(
            Lift.class.getClassLoader(),
            new Class<?>[] {Lift.class},
            (self, method, arguments) -> {
              Object answer = method.invoke(sound, arguments);
              return answer instanceof Features own ? changing(own) : answer;
            });
  }

  private Features changing(Features sound) {
    return new Features() {
      @Override
      public void project(int block, Matrix u, Matrix p) {
        Matrix scaled = Matrix.zeros(u.precision(), u.rows(), u.columns());
        scaled.addScaled(ofHead, u);
        sound.project(block, scaled, p);
      }

      @Override
      public void backproject(int block, Matrix p, Matrix u) {
        sound.backproject(block, p, u);
      }
    };
  }

  @Test
  void theSameAnswersAreNoReproach() {
    assertThat(asked().violation()).isEmpty();
  }

  @Test
  void otherOutputsAreTheHeads() {
    RepeatedOutputs asked = asked();

    ofHead = 1 - 1e-6;

    assertThat(asked.violation()).map(Evaluation.IdentityViolation::part).contains("head");
  }

  @Test
  void otherTokensAreTheSteps() {
    RepeatedOutputs asked = asked();

    ofStep = 1 - 1e-6;

    assertThat(asked.violation()).map(Evaluation.IdentityViolation::part).contains("step");
  }
}
