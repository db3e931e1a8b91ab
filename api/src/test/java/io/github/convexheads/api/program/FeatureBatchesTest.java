package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.memory.MemoryBudget;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.token.Tokens;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Samples in batches, whose sizes and sums depend on shapes alone. */
class FeatureBatchesTest {
  private static final Kernel KERNEL = Kernels.best();

  private static FeatureBatches batches(int samples, int features, MemoryBudget budget) {
    Tokens tokens = Tokens.of(new float[samples * features], samples, 1, features);
    return new FeatureBatches(DenseLift.single(features, 1, 1, 1), tokens, KERNEL, budget);
  }

  private static BatchPass pass(int samples) {
    return new BatchPass(batches(samples, 2, MemoryBudget.whole()), KERNEL, Workers.of(1));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2, 1",
    "15, 2, 15",
    "17, 2, 16",
    "255, 2, 16",
    "272, 2, 17",
    "1600, 2, 100",
    "20000, 2, 1024",
    "4000, 8000, 131",
    "4000, 4800, 218",
    "1200, 17000, 64"
  })
  void sizesShareWorkAndFillACache(int samples, int features, int size) {
    FeatureBatches batches = batches(samples, features, MemoryBudget.whole());

    assertThat(batches.size()).isEqualTo(size);
    int next = 0;
    for (int b = 0; b < batches.count(); b++) {
      assertThat(batches.from(b)).isEqualTo(next);
      assertThat(batches.to(b)).isBetween(next + 1, next + size);
      next = batches.to(b);
    }
    assertThat(next).isEqualTo(samples);
  }

  @Test
  void featuresAreKeptWhereThereIsRoomForAll() {
    for (Precision precision : Precision.values()) {
      double own = 40.0 * DenseLift.single(3, 1, 1, 1).bytesPerSample(precision);
      FeatureBatches room = batches(40, 3, new MemoryBudget(own / 0.34));
      FeatureBatches tight = batches(40, 3, new MemoryBudget(own / 0.36));

      assertThat(room.features(1, precision)).isSameAs(room.features(1, precision));
      assertThat(room.features(1, precision)).isNotSameAs(room.features(0, precision));
      assertThat(tight.features(0, precision)).isNotSameAs(tight.features(0, precision));
      assertThat(room.slice(0, 20, 2).features(0, precision)).isNotNull();
      assertThat(tight.within(MemoryBudget.whole()).budget()).isEqualTo(MemoryBudget.whole());
      assertThat(room.slice(5, 25, 4).budget()).isEqualTo(new MemoryBudget(own / 0.34 / 4));
      assertThat(room.slice(5, 25, 4).to(1)).isEqualTo(20);
    }
  }

  @Test
  void someAreKeptInSinglePrecisionWhereThereIsRoomForSome() {
    double own = 40.0 * DenseLift.single(3, 1, 1, 1).bytesPerSample(Precision.FLOAT32);
    FeatureBatches half = batches(40, 3, new MemoryBudget(0.7 * own / 0.35));
    FeatureBatches none = batches(40, 3, new MemoryBudget(0.3 * own / 0.35));

    assertThat(half.count()).isEqualTo(3);
    assertThat(kept(half, Precision.FLOAT32)).containsExactly(false, true, true);
    assertThat(kept(half, Precision.FLOAT64)).containsExactly(false, false, false);
    assertThat(half.heapUse().features()).isEqualTo((long) (own * 2 / 3));
    assertThat(kept(none, Precision.FLOAT32)).containsExactly(false, false, false);
    assertThat(none.heapUse().features()).isZero();
  }

  private static Boolean[] kept(FeatureBatches batches, Precision precision) {
    return IntStream.range(0, batches.count())
        .mapToObj(
            b -> {
              Features first = batches.features(b, precision);
              return batches.features(b, precision) == first;
            })
        .toArray(Boolean[]::new);
  }

  /** Features of both precisions, prepared in every pass, take the masks of the first. */
  @Test
  void masksAreFoundOnceWhereThereIsRoomForThem() {
    AtomicInteger found = new AtomicInteger();
    FeatureBatches kept = masked(found, MemoryBudget.whole());
    prepared(kept);
    prepared(kept);

    assertThat(kept.features(0, Precision.FLOAT64))
        .isNotSameAs(kept.features(0, Precision.FLOAT64));
    assertThat(found).hasValue(kept.count());
  }

  @Test
  void masksAreFoundInEveryPassWhereThereIsNoRoomForThem() {
    AtomicInteger found = new AtomicInteger();
    double bytes = 40 * MaskedLift.BITS / 8.0;
    prepared(masked(found, new MemoryBudget(bytes / 0.049)));
    assertThat(found).hasValue(3);

    found.set(0);
    FeatureBatches tight = masked(found, new MemoryBudget(bytes / 0.051));
    prepared(tight);
    assertThat(found).hasValue(2 * tight.count());
  }

  private static FeatureBatches masked(AtomicInteger found, MemoryBudget budget) {
    Tokens tokens = Tokens.of(new float[40 * 3], 40, 1, 3);
    Lift lift = new MaskedLift(new ForgottenLift(DenseLift.single(3, 1, 1, 1)), found);
    return new FeatureBatches(lift, tokens, KERNEL, budget);
  }

  private static void prepared(FeatureBatches batches) {
    for (Precision precision : Precision.values()) {
      for (int b = 0; b < batches.count(); b++) {
        assertThat(batches.features(b, precision)).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 8", "1, 8", "8388608, 8", "16777216, 4", "67108864, 1", "1000000000, 1"})
  void lanesAreAsManyAsTheirSumsLeaveRoomFor(long sumLength, int lanes) {
    assertThat(pass(1000).lanes(sumLength, Precision.FLOAT64)).isEqualTo(lanes);
    assertThat(pass(1000).lanes(2 * sumLength, Precision.FLOAT32)).isEqualTo(lanes);
    assertThat(pass(40).lanes(sumLength, Precision.FLOAT64)).isEqualTo(Math.min(3, lanes));
  }

  @Test
  void scratchOfALaneIsUsedAgainUnlessItIsTooShort() {
    try (BatchPass.Scratch scratch = new BatchPass.Scratch(Precision.FLOAT32)) {
      var first = scratch.array(0, 10);

      assertThat(first.length()).isGreaterThanOrEqualTo(10);
      assertThat(first.precision()).isEqualTo(Precision.FLOAT32);
      assertThat(scratch.array(0, 7)).isSameAs(first);
      assertThat(scratch.array(0, 10)).isSameAs(first);
      assertThat(scratch.array(1, 10)).isNotSameAs(first);
      assertThat(scratch.array(0, first.length() + 1).length()).isGreaterThan(first.length());
    }
  }

  @Test
  void batchesSayWhereTheirRowsAre() {
    Tokens tokens = Tokens.of(new double[40 * 3 * 2], 40, 3, 2);
    BatchPass pass =
        new BatchPass(
            new FeatureBatches(DenseLift.single(2, 1, 3, 1), tokens, KERNEL, MemoryBudget.whole()),
            KERNEL,
            Workers.of(1));
    BatchPass.Batch last = pass.batch(2, 1, Precision.FLOAT64);

    assertThat(pass.rows()).isEqualTo(120);
    assertThat(last.firstSample()).isEqualTo(32);
    assertThat(last.samples()).isEqualTo(8);
    assertThat(last.rows()).isEqualTo(24);
    assertThat(last.firstRow()).isEqualTo(96);
    assertThat(last.lane()).isEqualTo(1);
    assertThat(pass.slice(4, 14, 2).rows()).isEqualTo(30);
    assertThat(pass.within(new MemoryBudget(7)).source().budget().bytes()).isEqualTo(7);
  }
}
