package io.github.convexheads.api.configuration;

import io.github.convexheads.api.settings.Setting;
import java.util.List;

/** Settings of the run itself; they change how fast a result comes, not what it is. */
public final class RunSettings {
  /** The number of threads. */
  public static final Setting<Integer> THREADS =
      Setting.integer("threads", 0, 0, 4096, "threads to use; 0 for all processors");

  /** The linear-algebra kernel. */
  public static final Setting<String> KERNEL =
      Setting.text("kernel", "auto", "id of the linear-algebra kernel, or auto for the fastest");

  /** All settings of the section {@code run}. */
  public static final List<Setting<?>> SETTINGS = List.of(THREADS, KERNEL);

  private RunSettings() {}
}
