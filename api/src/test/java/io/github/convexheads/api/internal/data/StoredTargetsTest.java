package io.github.convexheads.api.internal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.data.DataFiles;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.ArrayFile;
import io.github.convexheads.api.internal.format.ArrayUse;
import io.github.convexheads.api.internal.format.ElementType;
import io.github.convexheads.api.internal.format.FileArray;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.format.Shape;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTargetsTest {
  private static final TargetReading OF_FOUR = TargetReading.detected().ofTokens(4);

  @TempDir private Path folder;

  private Targets read(StoredArray array, TargetReading reading) {
    Path file = folder.resolve("labels.npy");
    Npy.write(file, array);
    return StoredTargets.read(
        List.of(FileArray.of(ArrayFile.open(file), Optional.empty(), ArrayUse.TARGETS)), reading);
  }

  private static StoredArray whole(long[] values, long... shape) {
    return StoredArray.of(values, shape);
  }

  private static StoredArray real(double[] values, long... shape) {
    return StoredArray.of(values, shape);
  }

  private static TargetReading forLoss(Loss loss) {
    return OF_FOUR.suiting(
        targets -> {
          try {
            loss.requireTargets(targets);
            return true;
          } catch (InvalidInputException e) {
            return false;
          }
        });
  }

  private static int[] labels(Targets targets) {
    ClassLabels labels = (ClassLabels) targets;
    return IntStream.range(0, labels.samples() * labels.positions()).map(labels::label).toArray();
  }

  @ParameterizedTest
  @EnumSource(
      value = ElementType.class,
      names = {"INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64"})
  void wholeNumbersOfAnyTypeAreClasses(ElementType type) {
    Targets targets = read(whole(new long[] {0, 2, 1}, 3).as(type), OF_FOUR);

    assertThat(labels(targets)).containsExactly(0, 2, 1);
    assertThat(targets.outputs()).isEqualTo(3);
    assertThat(targets.positions()).isOne();
  }

  @Test
  void aColumnOfLabelsIsOneASample() {
    assertThat(read(whole(new long[] {0, 2, 1}, 3, 1), OF_FOUR).positions()).isOne();
  }

  @Test
  void asManyLabelsAsTokensAreOneAToken() {
    Targets targets = read(whole(new long[] {0, 2, 1, 1, 2, 2, 0, 1}, 2, 4), OF_FOUR);

    assertThat(targets.positions()).isEqualTo(4);
    assertThat(targets.outputs()).isEqualTo(3);
  }

  @Test
  void otherNumbersOfLabelsAreRefusedWithTheShapesThatWouldBeRight() {
    assertThatThrownBy(() -> read(whole(new long[] {0, 2, 1, 1, 2, 2}, 2, 3), OF_FOUR))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("holds int64 (2, 3); class labels are n, or n x s = n x 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT16", "FLOAT32", "FLOAT64", "BFLOAT16"})
  void wholeNumbersAsFloatsAreAskedAboutAndNotGuessed(String type) {
    StoredArray array = real(new double[] {0, 2, 1}, 3).as(ElementType.valueOf(type));

    assertThatThrownBy(() -> read(array, OF_FOUR))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("holds whole numbers as " + type.toLowerCase(Locale.ROOT))
        .hasMessageContaining("(3,): class labels or real values? Say which, for class labels")
        .hasMessageContaining("--labels-as classes or a cast, astype('int64')")
        .hasMessageContaining("for real values set loss.type = squared");
    assertThat(labels(read(array, OF_FOUR.as(TargetEncoding.CLASSES)))).containsExactly(0, 2, 1);
    assertThat(labels(read(array, forLoss(new SoftmaxLoss())))).containsExactly(0, 2, 1);
    assertThat(read(array, forLoss(new SquaredLoss()))).isInstanceOf(RealTargets.class);
  }

  @Test
  void fractionsAreValues() {
    Targets targets = read(real(new double[] {0, 2.5, 1, 0}, 2, 2), OF_FOUR);

    assertThat(((RealTargets) targets).value(0, 1)).isEqualTo(2.5);
    assertThatThrownBy(
            () -> read(real(new double[] {0, 2.5}, 2), OF_FOUR.as(TargetEncoding.CLASSES)))
        .hasMessageContaining("holds 2.5 at [1]; a whole number is needed");
    assertThatThrownBy(
            () -> read(real(new double[] {0, 1e20}, 2), OF_FOUR.as(TargetEncoding.CLASSES)))
        .hasMessageContaining("holds 1.0E20 at [1]; a whole number of at most 2^53 is needed");
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 4})
  void oneHotRowsAreNamedWithTheWayOut(long c) {
    long[] rows = new long[(int) (2 * c)];
    rows[1] = 1;
    rows[(int) c + 2] = 1;
    StoredArray array = whole(rows, 2, c);

    assertThatThrownBy(() -> read(array, OF_FOUR))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("holds rows with a single 1 as int64")
        .hasMessageContaining("for one-hot rows --labels-as one-hot");
    assertThatThrownBy(() -> read(array.as(ElementType.FLOAT32), OF_FOUR))
        .hasMessageContaining("for one-hot rows --labels-as one-hot");
    Targets targets = read(array, OF_FOUR.as(TargetEncoding.ONE_HOT));
    assertThat(labels(targets)).containsExactly(1, 2);
    assertThat(targets.outputs()).isEqualTo((int) c);
    assertThat(targets.positions()).isOne();
  }

  @Test
  void oneHotRowsOfTokensAreReadToo() {
    StoredArray array = whole(new long[] {1, 0, 0, 1, 0, 1, 1, 0}, 1, 4, 2);

    assertThatThrownBy(() -> read(array, OF_FOUR)).hasMessageContaining("--labels-as one-hot");
    Targets targets = read(array, OF_FOUR.as(TargetEncoding.ONE_HOT));
    assertThat(targets.positions()).isEqualTo(4);
    assertThat(labels(targets)).containsExactly(0, 1, 1, 0);
  }

  @Test
  void rowsThatAreNotOneHotAreRefusedAsSuch() {
    assertThatThrownBy(
            () -> read(whole(new long[] {1, 1, 0, 1}, 2, 2), OF_FOUR.as(TargetEncoding.ONE_HOT)))
        .hasMessageContaining("has 2 ones in row 0; every row must have a single 1");
    assertThatThrownBy(
            () -> read(whole(new long[] {2, 0, 0, 1}, 2, 2), OF_FOUR.as(TargetEncoding.ONE_HOT)))
        .hasMessageContaining("has 2 at [0, 0]; every value must be 0 or 1");
  }

  @Test
  void aMatrixOfZeroAndOneIsSetsOfLabels() {
    Targets targets = read(whole(new long[] {1, 1, 0, 0, 0, 0}, 2, 3), OF_FOUR);

    assertThat(((MultiLabels) targets).has(0, 1)).isTrue();
    assertThat(((MultiLabels) targets).has(1, 1)).isFalse();
  }

  @Test
  void aMatrixThatCouldAlsoBeLabelsOfTokensIsAskedAbout() {
    StoredArray array = whole(new long[] {1, 1, 0, 0, 0, 0, 0, 1}, 2, 4);

    assertThatThrownBy(() -> read(array, OF_FOUR))
        .hasMessageContaining("holds 0 and 1 as int64, shape (2, 4)")
        .hasMessageContaining("class labels of tokens or sets of labels?")
        .hasMessageContaining("--labels-as classes; for sets of labels --labels-as multi-label");
    assertThat(read(array, forLoss(new SoftmaxLoss())).positions()).isEqualTo(4);
    assertThat(read(array, OF_FOUR.as(TargetEncoding.MULTI_LABEL)).outputs()).isEqualTo(4);
  }

  @Test
  void aLabelToBeIgnoredBelongsToNoClass() {
    StoredArray array = whole(new long[] {0, -100, 1, 1, -100, 2, 2, 0}, 2, 4);

    ClassLabels labels = (ClassLabels) read(array, OF_FOUR.ignoring(-100));
    assertThat(labels.outputs()).isEqualTo(3);
    assertThat(labels.ignored()).isEqualTo(2);
    assertThat(((ClassLabels) read(array, OF_FOUR.ignoring(-100).withOutputs(5))).outputs())
        .isEqualTo(5);
    assertThatThrownBy(() -> read(array, OF_FOUR))
        .hasMessageContaining("label -100 at [0, 1] is outside 0..2")
        .hasMessageContaining("say --ignore-label -100");
  }

  @Test
  void labelsThatAreAllToBeIgnoredAreRefused() {
    assertThatThrownBy(() -> read(whole(new long[] {255, 255}, 2), OF_FOUR.ignoring(255)))
        .hasMessageContaining("every label is to be ignored");
  }

  @Test
  void aSingleLargeLabelAsksForNoMemory() {
    StoredArray array = whole(new long[] {0, 1, 5_000_000}, 3);

    assertThatThrownBy(() -> read(array, OF_FOUR))
        .hasMessageContaining("has labels up to 5000000, but only 3 different ones")
        .hasMessageContaining("--labels-as names")
        .hasMessageContaining("--ignore-label 5000000")
        .hasMessageContaining("--classes 5000001");
    assertThat(read(array, OF_FOUR.withOutputs(5_000_001)).outputs()).isEqualTo(5_000_001);
    assertThat(read(array, OF_FOUR.as(TargetEncoding.NAMES)).names())
        .containsExactly("0", "1", "5000000");
    assertThatThrownBy(() -> read(whole(new long[] {0, Long.MAX_VALUE}, 2), OF_FOUR))
        .hasMessageContaining("but only 2 different ones");
  }

  @Test
  void numbersAsNamesAreSortedAsNumbers() {
    Targets targets = read(whole(new long[] {10, -5, 9, 10}, 4), OF_FOUR.as(TargetEncoding.NAMES));

    assertThat(targets.names()).containsExactly("-5", "9", "10");
    assertThat(labels(targets)).containsExactly(2, 0, 1, 2);
  }

  private Targets text(TargetReading reading, String... words) {
    TargetValues values =
        new TargetValues("names.npy", "text", Shape.of(words.length), null, null, List.of(words));
    return new StoredTargets(values, reading).read();
  }

  @Test
  void wordsAreClassesWithNames() {
    Targets targets = text(OF_FOUR, "dog", "cat", "dog", "eel");

    assertThat(targets.names()).containsExactly("cat", "dog", "eel");
    assertThat(labels(targets)).containsExactly(1, 0, 1, 2);
  }

  @Test
  void wordsAreNumberedAsTheNamesThatAreKnown() {
    TargetReading known = OF_FOUR.withNames(List.of("eel", "dog", "cat"));

    assertThat(labels(text(known, "dog", "cat"))).containsExactly(1, 2);
    assertThatThrownBy(() -> text(known, "dog", "bird"))
        .hasMessage("names.npy: 'bird' at [1] is none of the 3 classes: eel, dog, cat");
    assertThatThrownBy(() -> text(OF_FOUR.withOutputs(3), "dog", "bird"))
        .hasMessageContaining("has 2 different names, but there are to be 3 classes");
  }

  @Test
  void namesThatAreKnownSayHowManyClassesThereAre() {
    Targets targets = read(whole(new long[] {0, 1}, 2), OF_FOUR.withNames(List.of("a", "b", "c")));

    assertThat(targets.outputs()).isEqualTo(3);
    assertThat(targets.names()).containsExactly("a", "b", "c");
  }

  @Test
  void targetsOfSeveralFilesArePutTogether() {
    TargetValues first = new TargetValues("a", "int64", shape(2), new long[] {0, 1}, null, null);
    TargetValues second = new TargetValues("b", "int32", shape(1), new long[] {2}, null, null);
    TargetValues words = new TargetValues("c", "text", shape(1), null, null, List.of("x"));

    Targets targets =
        new StoredTargets(TargetValues.concatenated(List.of(first, second)), OF_FOUR).read();
    assertThat(labels(targets)).containsExactly(0, 1, 2);
    assertThatThrownBy(() -> TargetValues.concatenated(List.of(first, words)))
        .hasMessageContaining("c holds text (1,), but a holds int64 (2,)");
  }

  private static Shape shape(long n) {
    return Shape.of(n);
  }

  @Test
  void nothingIsNoTarget() {
    assertThatThrownBy(() -> read(whole(new long[0], 0), OF_FOUR))
        .hasMessageContaining("has shape (0,) and so no targets; at least one is needed");
    Path file = folder.resolve("scalar.npy");
    Npy.write(file, new long[] {1});
    assertThatThrownBy(() -> DataFiles.targets(file, OptionalInt.empty()))
        .hasMessageContaining("class labels are n");
  }
}
