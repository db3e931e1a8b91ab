package io.github.convexheads.bench.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every solver on every head, at sizes that nothing divides: s = 7 tokens, d = 5 features, c = 4
 * outputs, B = 3 groups. All are certified, and all find the same optimum.
 */
class SolverAgreementTest {
  private static final int SAMPLES = 9;
  private static final int TOKENS = 7;
  private static final int FEATURES = 5;
  private static final int OUTPUTS = 4;
  private static final double GAP = 1e-7;
  private static final List<String> SOLVERS =
      List.of("low-rank", "projected-gradient", "interior-point", "admm");

  static Stream<String> heads() {
    List<String> all = new ArrayList<>();
    for (String head : List.of("attention", "mixer", "fno", "b-fno", "mlp", "linear")) {
      for (String activation : List.of("linear", "gated-relu")) {
        for (String pooling : List.of("mean", "none")) {
          for (String loss : List.of("softmax", "squared")) {
            if (!head.equals("linear") || activation.equals("linear")) {
              all.add(head + " " + activation + " " + pooling + " " + loss);
            }
          }
        }
      }
    }
    for (String loss : List.of("softmax-smoothed", "logistic", "huber", "squared-hinge")) {
      all.add("attention gated-relu mean " + loss);
      all.add("mlp gated-relu none " + loss);
      all.add("mixer linear none " + loss);
      all.add("linear linear mean " + loss);
    }
    return all.stream();
  }

  private static Tokens tokens() {
    Random random = new Random(11);
    double[] values = new double[SAMPLES * TOKENS * FEATURES];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Tokens.of(values, SAMPLES, TOKENS, FEATURES);
  }

  private static Targets targets(String loss, int positions) {
    Random random = new Random(12);
    int rows = SAMPLES * positions;
    return switch (loss) {
      case "squared", "huber" -> {
        double[] values = new double[rows * OUTPUTS];
        Arrays.setAll(values, i -> random.nextGaussian());
        yield new RealTargets(values, positions, OUTPUTS);
      }
      case "logistic" -> {
        boolean[] member = new boolean[rows * OUTPUTS];
        for (int i = 0; i < member.length; i++) {
          member[i] = random.nextBoolean();
        }
        yield new MultiLabels(member, positions, OUTPUTS);
      }
      default -> {
        int[] labels = new int[rows];
        Arrays.setAll(labels, i -> random.nextInt(OUTPUTS));
        yield new ClassLabels(labels, positions, OUTPUTS);
      }
    };
  }

  private static ConvexHeads withLoss(ConvexHeads builder, String loss) {
    return switch (loss) {
      case "softmax-smoothed" -> builder.loss("softmax").set("loss.label-smoothing", "0.1");
      case "huber" -> builder.loss("huber").set("loss.delta", "0.4");
      default -> builder.loss(loss);
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("heads")
  void allSolversFindTheSameCertifiedOptimum(String name) {
    String[] words = name.split(" ", -1);
    ConvexHeads builder =
        ConvexHeads.builder()
            .set("preprocess.recommended", "false")
            .head(words[0])
            .set("head.pooling", words[2])
            .betaFraction(0.2)
            .tolerance(GAP);
    if (!words[0].equals("linear")) {
      builder = builder.set("head.activation", words[1]);
    }
    if (words[1].equals("gated-relu")) {
      builder = builder.set("head.gates.count", "3");
    }
    if (words[0].equals("b-fno")) {
      builder = builder.set("head.blocks", "3");
    }
    builder = withLoss(builder, words[3]);
    Targets targets = targets(words[3], words[2].equals("mean") ? 1 : TOKENS);
    double optimum = Double.NaN;
    for (String solver : SOLVERS) {
      FitResult result = builder.solver(solver).fit(tokens(), targets);
      Certificate proof = result.certificate();
      assertThat(proof.relativeGap()).as(solver).isBetween(0.0, GAP * 1.01);
      if (!Double.isNaN(optimum)) {
        assertThat(proof.primal()).as(solver).isCloseTo(optimum, within(1e-6 * Math.abs(optimum)));
      }
      optimum = proof.primal();
    }
  }
}
