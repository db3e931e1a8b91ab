package io.github.convexheads.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.data.TargetEncoding;
import io.github.convexheads.api.internal.data.TargetReading;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptTargetsTest {
  private static final TargetReading ANY = TargetReading.detected().ofTokens(4);

  @Test
  void wholeNumbersStoredAsFloatsAreAskedAbout() {
    Targets kept = Targets.values(new double[] {0, 1, 2, 1}, 1);

    assertThatThrownBy(() -> KeptTargets.read(kept, ANY))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the column of labels holds whole numbers as float64")
        .hasMessageContaining("--labels-as classes")
        .hasMessageContaining("loss.type = squared");
    assertThat(KeptTargets.read(kept, ANY.as(TargetEncoding.CLASSES)))
        .isInstanceOf(ClassLabels.class)
        .extracting(Targets::outputs)
        .isEqualTo(3);
    assertThat(KeptTargets.read(kept, ANY.suiting(RealTargets.class::isInstance)))
        .isInstanceOf(RealTargets.class);
  }

  @Test
  void fractionsAreValuesAndKeepTheirWeights() {
    Targets kept = Targets.values(new double[] {0.5, 1, 2}, 1).withWeights(1, 2, 3);

    Targets read = KeptTargets.read(kept, ANY);

    assertThat(read).isInstanceOf(RealTargets.class);
    assertThat(read.weight(2)).isEqualTo(1.5);
  }

  @Test
  void aLabelToIgnoreIsIgnoredWhateverItsTypeAndSign() {
    ClassLabels large =
        (ClassLabels)
            KeptTargets.read(
                Targets.labels(new int[] {0, 255, 1}, 256).withWeights(1, 2, 3), ANY.ignoring(255));
    ClassLabels negative =
        (ClassLabels)
            KeptTargets.read(Targets.values(new double[] {0, -1, 1}, 1), ANY.ignoring(-1));

    assertThat(List.of(large.ignored(), large.outputs())).containsExactly(1, 2);
    assertThat(large.weight(2)).isEqualTo(1.5);
    assertThat(List.of(negative.ignored(), negative.outputs())).containsExactly(1, 2);
  }

  @Test
  void classesBeyondThoseThatAreAskedForAreRefused() {
    Targets kept = Targets.labels(new int[] {0, 2, 1}, 3);

    assertThat(KeptTargets.read(kept, ANY.withOutputs(5)).outputs()).isEqualTo(5);
    assertThatThrownBy(() -> KeptTargets.read(kept, ANY.withOutputs(2)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("label 2 at [1] is outside 0..1, of 2 classes");
  }

  @Test
  void namesAreNamesAndNothingElse() {
    ClassLabels plain = new ClassLabels(new int[] {0, 1}, 1, 2);
    Targets named = plain.withNames(List.of("cat", "dog"));

    assertThat(KeptTargets.read(named, ANY)).isSameAs(named);
    assertThat(KeptTargets.read(named, ANY.as(TargetEncoding.NAMES))).isSameAs(named);
    assertThatThrownBy(() -> KeptTargets.read(named, ANY.as(TargetEncoding.VALUES)))
        .hasMessageContaining("--labels-as values: the targets beside the tokens are names");
    assertThatThrownBy(() -> KeptTargets.read(named, ANY.ignoring(1)))
        .hasMessageContaining("--ignore-label 1: the targets beside the tokens are names");
  }
}
