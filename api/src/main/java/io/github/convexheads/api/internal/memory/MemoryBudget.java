package io.github.convexheads.api.internal.memory;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.apiguardian.api.API;

/**
 * How the heap is divided among all that a fit holds at once. Whoever keeps something between
 * questions asks here how large it may be, so that all together leave room: with tokens t (raw and
 * preprocessed ones twice that), 2 t + {@link #projections} + {@link #vectors} stays below 0.94 of
 * the heap. Prepared features are not counted, because they are given up when memory runs short.
 *
 * @param bytes what there is
 */
@API(status = API.Status.INTERNAL)
public record MemoryBudget(double bytes) {
  private static final double RAW_TOKENS = 0.25;
  private static final double PREPROCESSED_TOKENS = 0.25;
  private static final double ALL_TOKENS = 0.4;
  private static final double FEATURES = 0.35;
  private static final double MASKS = 0.05;
  private static final double PROJECTIONS = 0.25;
  private static final double LEAST_PROJECTIONS = 0.05;
  private static final double TOKENS_AND_PROJECTIONS = 0.6;
  private static final double VECTORS = 1.0 / 3;
  private static final double WRITTEN_FEATURES = 0.35;
  private static final double EARLIER_ITERATES = 0.15;
  private static final double SPAN_OF_SAMPLES = 0.2;

  /**
   * The memory there is: the largest heap that this Java machine may have, but no more than the
   * machine or container has.
   *
   * @return the whole of it
   */
  public static MemoryBudget whole() {
    long heap = Runtime.getRuntime().maxMemory();
    return new MemoryBudget(
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? Math.min(heap, system.getTotalMemorySize())
            : heap);
  }

  /**
   * Returns the budget of each of several parts that share this Java machine.
   *
   * @param parts how many, at least 1
   * @return an equal share
   */
  public MemoryBudget divided(int parts) {
    return new MemoryBudget(bytes / parts);
  }

  /**
   * Returns up to what size tokens of a file are read into memory; larger ones are mapped.
   *
   * @return bytes
   */
  public double rawTokens() {
    return RAW_TOKENS * bytes;
  }

  /**
   * Returns up to what size preprocessed tokens are held; larger ones are computed at every pass.
   *
   * @param raw what raw tokens take on the heap
   * @return bytes
   */
  public double preprocessedTokens(long raw) {
    return Math.min(PREPROCESSED_TOKENS * bytes, ALL_TOKENS * bytes - raw);
  }

  /**
   * Returns what prepared features of one precision may take; they are given up when memory runs
   * short.
   *
   * @return bytes
   */
  public double features() {
    return FEATURES * bytes;
  }

  /**
   * Returns up to what size the masks of gates are kept, which take a 32nd of what they switch.
   *
   * @return bytes
   */
  public double masks() {
    return MASKS * bytes;
  }

  /**
   * Returns what the projections P = phi^T U of a point and of a direction may take together.
   *
   * @param tokens what tokens take on the heap, of which there may be two copies
   * @return bytes
   */
  public double projections(long tokens) {
    double beside = TOKENS_AND_PROJECTIONS * bytes - 2.0 * tokens;
    return Math.min(PROJECTIONS * bytes, Math.max(LEAST_PROJECTIONS * bytes, beside));
  }

  /**
   * Returns what a solver may keep of vectors as long as its variable, as of earlier steps.
   *
   * @return bytes
   */
  public double vectors() {
    return VECTORS * bytes;
  }

  /**
   * Returns up to what size, solver included, features are written out as matrices.
   *
   * @return bytes
   */
  public double writtenFeatures() {
    return WRITTEN_FEATURES * bytes;
  }

  /**
   * Returns what earlier iterates on dense blocks may take.
   *
   * @return bytes
   */
  public double earlierIterates() {
    return EARLIER_ITERATES * bytes;
  }

  /**
   * Returns up to what size a program is written out in coordinates of the span of its samples;
   * whoever looks for a point there has shorter vectors meanwhile.
   *
   * @return bytes
   */
  public double spanOfSamples() {
    return SPAN_OF_SAMPLES * bytes;
  }
}
