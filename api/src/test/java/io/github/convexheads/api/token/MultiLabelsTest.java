package io.github.convexheads.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.digest.DataDigest;
import io.github.convexheads.api.internal.loss.SuitedLoss;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultiLabelsTest {
  private static final boolean[] MATRIX = {true, false, true, false, false, false};

  @Test
  void everyRowHasAnyNumberOfClasses() {
    MultiLabels labels = Targets.multiLabels(MATRIX, 3).withNames(List.of("a", "b", "c"));

    assertThat(labels.samples()).isEqualTo(2);
    assertThat(labels.has(0, 2)).isTrue();
    assertThat(labels.has(1, 2)).isFalse();
    assertThat(labels.select(1, 0).has(1, 0)).isTrue();
    assertThat(labels.select(1).names()).containsExactly("a", "b", "c");
  }

  @Test
  void theMatrixHasCColumns() {
    assertThatThrownBy(() -> Targets.multiLabels(MATRIX, 4))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("6 targets are not a positive multiple of 1 positions x 4 outputs");
  }

  @Test
  void theLogisticLossSuitsThem() {
    assertThat(SuitedLoss.id(Targets.multiLabels(MATRIX, 3))).isEqualTo("logistic");
  }

  @Test
  void everyEntryIsPartOfTheDigestOfTheData() {
    Tokens tokens = Tokens.of(new double[] {1, 2}, 2, 1, 1);
    boolean[] other = MATRIX.clone();
    other[5] = true;

    assertThat(DataDigest.of(tokens, Targets.multiLabels(MATRIX, 3)))
        .isNotEqualTo(DataDigest.of(tokens, Targets.multiLabels(other, 3)));
  }
}
