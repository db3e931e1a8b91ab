package io.github.convexheads.api.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassLabelsTest {
  @Test
  void oneValueMayMarkRowsThatCountForNothing() {
    ClassLabels labels = ClassLabels.ignoring(new int[] {0, 255, 2, 255, 0, 0}, 2, 3, 255);

    assertThat(labels.label(1)).isEqualTo(ClassLabels.IGNORED);
    assertThat(labels.ignored()).isEqualTo(2);
    assertThat(labels.counts()).containsExactly(3, 0, 1);
    assertThat(labels.select(1).label(0)).isEqualTo(2);
    assertThat(labels.select(1).ignored()).isEqualTo(1);
  }

  @Test
  void withoutSuchAValueNegativeLabelsAreRefused() {
    assertThatThrownBy(() -> new ClassLabels(new int[] {0, -1}, 1, 2))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("label -1 at [1] is outside 0..1");
    assertThatThrownBy(() -> ClassLabels.ignoring(new int[] {0, -1, -100}, 1, 2, -100))
        .hasMessage("label -1 at [1] is outside 0..1");
  }

  @Test
  void namesGoWithEverySelection() {
    ClassLabels labels = Targets.labels(new int[] {0, 1, 1}, 2).withNames(List.of("cat", "dog"));

    assertThat(labels.select(2, 0).names()).containsExactly("cat", "dog");
    assertThat(Targets.labels(new int[] {0}, 1).names()).isEmpty();
  }

  @Test
  void namesAreOneAClassAndAllDifferent() {
    ClassLabels labels = Targets.labels(new int[] {0, 1}, 2);

    assertThatThrownBy(() -> labels.withNames(List.of("cat")))
        .hasMessage("there are 1 names of classes for 2 classes; there must be one each");
    assertThatThrownBy(() -> labels.withNames(List.of("cat", "cat")))
        .hasMessage("two classes have the name 'cat'");
  }
}
