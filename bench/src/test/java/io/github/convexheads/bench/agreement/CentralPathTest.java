package io.github.convexheads.bench.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Problems whose dual residual outlasted the slacks, so that interior-point stalled. */
class CentralPathTest {
  private static final double GAP = 1e-6;

  /** Small tokens, the last 34 times as large as the first, and a small beta. */
  @ParameterizedTest
  @CsvSource({"1,false", "2,true"})
  void gatedAttentionOfTokensOfDifferentSizesIsSolved(int seed, boolean recommended) {
    int n = 30;
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[n * 3 * 4];
    Arrays.setAll(
        x,
        i -> {
          int token = i / 4 % 3;
          int sample = i / 12;
          double share = recommended ? token / 2.0 : sample / (n - 1.0);
          return 0.015 * random.nextGaussian() * Math.pow(34, share);
        });
    Targets targets = Targets.labels(random.ints(n, 0, 3).toArray(), 3);

    assertSolved(
        fitter()
            .set("preprocess.recommended", Boolean.toString(recommended))
            .head("attention")
            .set("head.activation", "gated-relu")
            .set("head.gates.count", "4")
            .betaFraction(1e-3)
            .fit(Tokens.of(x, n, 3, 4), targets)
            .certificate());
  }

  /** Cones of many inequalities, of which few touch the cone. */
  @ParameterizedTest
  @CsvSource({"mlp,logistic,2,1e-3", "b-fno,softmax,4,3e-4"})
  void reluOfOneOutputIsSolved(String head, String loss, int d, double fraction) {
    int n = 30;
    SplittableRandom random = new SplittableRandom(1);
    double[] x = new double[n * d];
    Arrays.setAll(x, i -> random.nextGaussian());
    boolean[] positive = new boolean[n];
    int[] classes = new int[n];
    for (int i = 0; i < n; i++) {
      positive[i] = random.nextGaussian() > 0;
      classes[i] = positive[i] ? 1 : 0;
    }
    Targets targets =
        loss.equals("softmax") ? Targets.labels(classes, 2) : new MultiLabels(positive, 1, 1);

    assertSolved(
        fitter()
            .set("preprocess.recommended", "false")
            .head(head)
            .set("head.activation", "relu")
            .loss(loss)
            .betaFraction(fraction)
            .fit(Tokens.of(x, n, 1, d), targets)
            .certificate());
  }

  private static ConvexHeads fitter() {
    return ConvexHeads.builder().set("run.threads", "1").solver("interior-point").tolerance(GAP);
  }

  private static void assertSolved(Certificate proof) {
    assertThat(proof.relativeGap()).as(proof.statement(GAP)).isLessThanOrEqualTo(GAP);
  }
}
