package io.github.convexheads.api.internal.configuration;

import io.github.convexheads.api.settings.Setting;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Settings of the run itself; they change how fast a result comes, not what it is. The seed decides
 * the last digits of bounds that hold with a probability, and is recorded with them.
 */
@API(status = API.Status.INTERNAL)
public final class RunSettings {
  /** The number of threads. */
  public static final Setting<Integer> THREADS =
      Setting.integer("threads", 0, 0, 4096, "threads to use; 0 for all processors");

  /** The linear-algebra kernel. */
  public static final Setting<String> KERNEL =
      Setting.text("kernel", "auto", "id of the linear-algebra kernel, or auto for the fastest");

  /** The seed of the random numbers that proofs rest on. */
  public static final Setting<Long> SEED =
      Setting.seed(
          "seed",
          -1,
          "seed of the random numbers that proofs rest on, to repeat a run; -1 for fresh entropy,"
              + " which nobody knows beforehand");

  /** All settings of the section {@code run}. */
  public static final List<Setting<?>> SETTINGS = List.of(THREADS, KERNEL, SEED);

  private RunSettings() {}
}
