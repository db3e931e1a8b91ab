package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.error.BrokenContractException;
import io.github.convexheads.api.internal.memory.MemoryBudget;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.Tokens;
import java.lang.ref.SoftReference;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The samples of a program cut into batches whose sizes depend on shapes alone, so that results do
 * not depend on the number of threads. Prepared features are kept between passes where those of all
 * batches fit into a share of the heap. Where they do in neither precision, as many as fit are kept
 * in single precision, in which descents make their many passes; every pass prepares the others
 * again. Kept ones are referred to softly: when memory runs short they are given up and prepared
 * again, to the same bits. The masks of gates are kept apart, because features of both precisions
 * are made of the same ones.
 */
final class FeatureBatches {
  /** Values of tokens in a batch of many samples, about 4 MiB in single precision. */
  private static final int BATCH_VALUES = 1 << 20;

  /**
   * Samples below which a product with one row of each slows down, because it copies U for them.
   */
  private static final int ENOUGH_SAMPLES = 64;

  private static final int SMALLEST_BATCH = 16;
  private static final int LARGEST_BATCH = 1024;

  /** Batches that a large enough program has at least, so that threads share the work. */
  private static final int LEAST_BATCHES = 16;

  private final Lift lift;
  private final Tokens tokens;
  private final Kernel kernel;
  private final MemoryBudget budget;
  private final int size;
  private final int keptBatches;
  private final Map<Precision, AtomicReferenceArray<SoftReference<Features>>> kept =
      new EnumMap<>(Precision.class);
  private final Optional<AtomicReferenceArray<List<RowMask>>> keptMasks;

  FeatureBatches(Lift lift, Tokens tokens, Kernel kernel, MemoryBudget budget) {
    this.lift = lift;
    this.tokens = tokens;
    this.kernel = kernel;
    this.budget = budget;
    int fitting = Math.max(ENOUGH_SAMPLES, BATCH_VALUES / lift.shape().size());
    int sharing = Math.max(SMALLEST_BATCH, tokens.samples() / LEAST_BATCHES);
    this.size = Math.min(tokens.samples(), Math.min(LARGEST_BATCH, Math.min(fitting, sharing)));
    this.keptBatches =
        (int) Math.min(count(), count() * budget.features() / bytes(Precision.FLOAT32));
    for (Precision precision : Precision.values()) {
      boolean some = precision == Precision.FLOAT32 && keptBatches > 0;
      if (some || bytes(precision) <= budget.features()) {
        kept.put(precision, new AtomicReferenceArray<>(count()));
      }
    }
    this.keptMasks =
        Optional.of(maskBytes())
            .filter(bytes -> bytes > 0 && bytes <= budget.masks())
            .map(bytes -> new AtomicReferenceArray<>(count()));
  }

  /** Batches that are kept lie evenly among the others, so that threads have as many of them. */
  private boolean isKept(int batch) {
    long before = (long) batch * keptBatches / count();
    return (batch + 1L) * keptBatches / count() > before;
  }

  private double bytes(Precision precision) {
    return (double) lift.bytesPerSample(precision) * tokens.samples();
  }

  private double maskBytes() {
    double bits = (double) lift.blocks().size() * lift.preactivations() * tokens.samples();
    return bits / Byte.SIZE;
  }

  /** Returns what the tokens take, and the features of all batches in every precision kept. */
  ConvexProgram.HeapUse heapUse() {
    double all = kept.keySet().stream().mapToDouble(this::bytes).sum();
    double features = all * keptBatches / count();
    return new ConvexProgram.HeapUse(tokens.heapBytes(), (long) features);
  }

  Lift lift() {
    return lift;
  }

  /** Returns batches of one of several ranges of samples, with its share of the memory. */
  FeatureBatches slice(int from, int to, int parts) {
    return new FeatureBatches(lift, tokens.slice(from, to), kernel, budget.divided(parts));
  }

  /** Returns the same batches with other memory. */
  FeatureBatches within(MemoryBudget other) {
    return new FeatureBatches(lift, tokens, kernel, other);
  }

  /** Returns the memory that may be kept between questions. */
  MemoryBudget budget() {
    return budget;
  }

  /** Returns the number of batches. */
  int count() {
    return (tokens.samples() + size - 1) / size;
  }

  /** Returns the largest number of samples of a batch. */
  int size() {
    return size;
  }

  /** Returns the first sample of a batch. */
  int from(int batch) {
    return batch * size;
  }

  /** Returns one past the last sample of a batch. */
  int to(int batch) {
    return Math.min(tokens.samples(), from(batch) + size);
  }

  /** Returns how large the terms of the features of a batch are, if the head says so. */
  Optional<double[]> featureSizes(int batch) {
    Optional<double[]> sizes =
        lift.featureSizes(tokens.batch(from(batch), to(batch), Precision.FLOAT64));
    int samples = to(batch) - from(batch);
    if (sizes == null || sizes.filter(own -> own.length != samples).isPresent()) {
      String found = sizes == null ? "null" : sizes.get().length + " sizes";
      throw broken("featureSizes() gave %s for %s samples".formatted(found, samples));
    }
    for (double size : sizes.orElseGet(() -> new double[0])) {
      if (!(size >= 0)) {
        throw broken("featureSizes() gave the size " + size);
      }
    }
    return sizes;
  }

  private BrokenContractException broken(String did) {
    return new BrokenContractException(lift.getClass(), did);
  }

  /** Returns the largest absolute value of a token. */
  double largestToken() {
    double largest = 0;
    for (int b = 0; b < count(); b++) {
      RealArray values = tokens.batch(from(b), to(b), Precision.FLOAT64).values();
      for (int i = 0; i < values.length(); i++) {
        largest = Math.max(largest, Math.abs(values.get(i)));
      }
    }
    return largest;
  }

  /** Returns where weights of a group let the pre-activations of a batch pass. */
  List<RowMask> masks(int batch, int group, double[]... weights) {
    TokenBatch samples = tokens.batch(from(batch), to(batch), Precision.FLOAT64);
    return lift.masks(samples, group, weights);
  }

  /** Returns the sums of the absolute terms of pre-activations of a batch. */
  double[] absoluteTerms(int batch, int group, double[] weights, int k) {
    TokenBatch samples = tokens.batch(from(batch), to(batch), Precision.FLOAT64);
    return lift.absoluteTerms(samples, group, weights, k);
  }

  /** Returns the features of a batch; two threads that ask at once prepare equal ones. */
  Features features(int batch, Precision precision) {
    AtomicReferenceArray<SoftReference<Features>> cache =
        isKept(batch) ? kept.get(precision) : null;
    SoftReference<Features> reference = cache == null ? null : cache.get(batch);
    Features found = reference == null ? null : reference.get();
    if (found == null) {
      List<RowMask> masks = gateMasks(batch);
      found = lift.features(tokens.batch(from(batch), to(batch), precision), masks, kernel);
      if (cache != null) {
        cache.set(batch, new SoftReference<>(found));
      }
    }
    return found;
  }

  /** Returns where all gates are open on a batch, by its tokens in double precision. */
  private List<RowMask> gateMasks(int batch) {
    if (lift.preactivations() == 0) {
      return List.of();
    }
    List<RowMask> known = keptMasks.map(all -> all.get(batch)).orElse(null);
    if (known != null) {
      return known;
    }
    TokenBatch samples = tokens.batch(from(batch), to(batch), Precision.FLOAT64);
    List<RowMask> found = checked(lift.gateMasks(samples, kernel), samples.samples());
    keptMasks.ifPresent(all -> all.set(batch, found));
    return found;
  }

  /** Masks as they are kept: of every block, and of every pre-activation of every sample. */
  private List<RowMask> checked(List<RowMask> masks, int samples) {
    int blocks = lift.blocks().size();
    if (masks == null || !(masks.isEmpty() || masks.size() == blocks)) {
      String found = masks == null ? "null" : masks.size() + " masks";
      throw broken("gateMasks() gave %s for %s blocks".formatted(found, blocks));
    }
    long bits = (long) samples * lift.preactivations();
    for (RowMask mask : masks) {
      if (mask == null || mask.length() != bits) {
        String found = mask == null ? "null" : mask.length() + " bits";
        throw broken("gateMasks() gave a mask of %s for %s pre-activations".formatted(found, bits));
      }
    }
    return List.copyOf(masks);
  }

  /** Returns the features of some samples as a batch of their own, by any kernel; not kept. */
  Features some(Kernel own, int... samples) {
    TokenBatch batch = tokens.select(samples).batch(0, samples.length, Precision.FLOAT64);
    return lift.features(batch, own);
  }

  /** Returns the values of one sample, s x d. */
  double[] sample(int i) {
    return tokens.batch(i, i + 1, Precision.FLOAT64).values().doubles();
  }
}
