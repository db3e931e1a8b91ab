package io.github.convexheads.bench.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
  private static Targets labels(int samples, int classes) {
    return Targets.labels(IntStream.range(0, samples).map(i -> i % classes).toArray(), classes);
  }

  @Test
  void everySampleIsHeldOutOnce() {
    Folds folds = Folds.of(labels(23, 3), 5, 1);

    int[] held =
        IntStream.range(0, 5).flatMap(f -> Arrays.stream(folds.heldOut(f))).sorted().toArray();
    assertThat(held).containsExactly(IntStream.range(0, 23).toArray());
    assertThat(folds.training(0).length + folds.heldOut(0).length).isEqualTo(23);
  }

  @Test
  void everyClassIsInEveryFold() {
    Targets targets = labels(60, 3);
    Folds folds = Folds.of(targets, 5, 1);

    for (int fold = 0; fold < 5; fold++) {
      int[] counts = ((ClassLabels) targets.select(folds.heldOut(fold))).counts();
      assertThat(counts).containsExactly(4, 4, 4);
    }
    assertThat(folds.warning()).isEmpty();
  }

  @Test
  void aRareLabelOfTokensOrSetsIsSpreadToo() {
    int[] tokens = new int[40 * 4];
    boolean[] sets = new boolean[40 * 2];
    for (int i = 0; i < 10; i++) {
      tokens[i * 4 + 2] = 1;
      sets[i * 2] = true;
      sets[i * 2 + 1] = i % 2 == 0;
    }
    Folds ofTokens = Folds.of(new ClassLabels(tokens, 4, 2), 5, 3);
    Folds ofSets = Folds.of(Targets.multiLabels(sets, 2), 5, 3);

    for (int fold = 0; fold < 5; fold++) {
      assertThat(Arrays.stream(ofTokens.heldOut(fold)).filter(i -> i < 10)).hasSize(2);
      assertThat(Arrays.stream(ofSets.heldOut(fold)).filter(i -> i < 10)).hasSize(2);
    }
  }

  @Test
  void classesWithFewerSamplesThanFoldsAreWarnedOf() {
    ClassLabels targets =
        Targets.labels(new int[] {0, 0, 0, 0, 1, 2, 2}, 4)
            .withNames(List.of("ant", "bee", "cat", "dog"));

    assertThat(Folds.of(targets, 4, 1).warning())
        .contains(
            "2 classes have fewer samples than the 4 folds (bee has 1, cat has 2); scores of folds"
                + " say little about them");
  }

  @Test
  void samplesThatAreAllDifferentAreRefused() {
    assertThatThrownBy(() -> Folds.of(labels(60, 60), 5, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("60 samples of 60 classes, none of which has two")
        .hasMessageContaining("loss.type = squared");
  }

  @Test
  void samplesWhoseLabelIsIgnoredAreDealtAsWell() {
    Targets targets = ClassLabels.ignoring(new int[] {0, 0, 9, 9, 1, 1}, 1, 2, 9);

    Folds folds = Folds.of(targets, 2, 1);

    assertThat(folds.heldOut(0)).hasSize(3);
    assertThat(folds.warning()).isEmpty();
  }

  @Test
  void realTargetsAreDealtAtRandom() {
    Folds folds = Folds.of(Targets.values(new double[] {0.5, 1.5, 2, 3}, 1), 2, 1);

    assertThat(folds.heldOut(0)).hasSize(2);
    assertThat(folds.warning()).isEmpty();
  }

  @Test
  void moreFoldsThanSamplesAreRefused() {
    assertThatThrownBy(() -> Folds.of(labels(4, 2), 5, 1))
        .hasMessage("--folds 5 of 4 samples is not possible; allowed: 2 to 4");
  }
}
