package io.github.convexheads.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.internal.loss.HuberLoss;
import io.github.convexheads.api.internal.loss.LogisticLoss;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredHingeLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static final Targets LABELS = Targets.labels(new int[] {0, 1, 1}, 2);
  private static final double[] OUTPUTS = {1, 0, 1, 0, 0, 2};

  private static List<String> ids(Measures measures) {
    return measures.taken().stream().map(taken -> taken.metric().id()).toList();
  }

  @Test
  void classLabelsAreJudgedByAccuraciesAndProbabilities() {
    Measures measures = Measures.of(OUTPUTS, LABELS, new SoftmaxLoss());

    assertThat(ids(measures))
        .containsExactly("top-1", "balanced-accuracy", "log-loss", "calibration-error");
    assertThat(measures.find("top-1").orElseThrow().value()).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(measures.find("log-loss").orElseThrow().value())
        .isCloseTo(measures.loss(), within(1e-15));
    assertThat(measures.facts().classes()).hasSize(LABELS.outputs());
    assertThat(measures.facts().confusion()).hasSize(LABELS.outputs());
  }

  @Test
  void aMatrixOfLabelsIsNotJudgedByRSquared() {
    Targets member = Targets.multiLabels(new boolean[] {true, false, false, true, true, true}, 2);
    Measures logistic = Measures.of(OUTPUTS, member, new LogisticLoss());
    Measures hinge = Measures.of(OUTPUTS, member, new SquaredHingeLoss(true));

    assertThat(ids(logistic))
        .containsExactly(
            "average-precision", "f1-micro", "f1-macro", "log-loss", "calibration-error");
    assertThat(ids(hinge)).containsExactly("average-precision", "f1-micro", "f1-macro");
    assertThat(logistic.classes()).isEmpty();
  }

  @Test
  void realTargetsAreJudgedByErrors() {
    Targets values = Targets.values(new double[] {1, 0, 1, 0, 0, 1}, 2);

    assertThat(ids(Measures.of(OUTPUTS, values, new SquaredLoss())))
        .containsExactly("r-squared", "mean-squared-error", "mean-absolute-error");
    assertThat(ids(Measures.of(OUTPUTS, values, new HuberLoss(1))))
        .containsExactly("mean-absolute-error", "mean-squared-error", "r-squared");
  }

  @Test
  void rowsThatAreToBeIgnoredCountForNothing() {
    ClassLabels some = ClassLabels.ignoring(new int[] {0, 255, 1}, 1, 2, 255);
    Measures measures = Measures.of(OUTPUTS, some, new SoftmaxLoss());

    assertThat(measures.samples()).isEqualTo(3);
    assertThat(measures.rows()).isEqualTo(2);
    assertThat(measures.find("top-1").orElseThrow().value()).isEqualTo(1);
  }

  @Test
  void betaIsChosenByTheFirstMetricInItsDirection() {
    Criterion accuracy = Criterion.of(new SoftmaxLoss(), LABELS);
    Criterion error = Criterion.of(new HuberLoss(1), Targets.values(new double[] {1}, 1));

    assertThat(accuracy.better(0.9, 0.8)).isTrue();
    assertThat(accuracy.text(0.915)).isEqualTo("91.5 %");
    assertThat(error.metric().id()).isEqualTo("mean-absolute-error");
    assertThat(error.better(0.9, 0.8)).isFalse();
  }

  @Test
  void aLossThatNamesNoMetricIsItsOwn() {
    Loss silent = new SilentLoss(new SquaredLoss());
    Targets values = Targets.values(new double[] {1, 3}, 1);
    Criterion criterion = Criterion.of(silent, values);

    assertThat(criterion.metric().id()).isEqualTo("loss");
    assertThat(criterion.score(new double[] {2, 3}, values)).isEqualTo(0.25);
    assertThat(Measures.of(new double[] {2, 3}, values, silent).taken()).isEmpty();
  }

  @Test
  void whatIsNotDefinedIsNullInJson() {
    Measures measures =
        Measures.of(new double[] {1, 2}, Targets.values(new double[] {1, 1}, 1), new SquaredLoss());

    assertThat(measures.values()).containsEntry("r-squared", null);
  }
}
