package io.github.convexheads.spark;

import io.github.convexheads.api.program.Engine;
import io.github.convexheads.api.program.EngineProvider;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;

/** Provides the engine {@code spark}. */
public final class SparkEngineProvider implements EngineProvider {
  static final Setting<String> MASTER =
      Setting.text(
          "master",
          "",
          "address of the cluster, as spark://host:7077; local[*] for this machine, which is the"
              + " default outside of spark-submit");

  static final Setting<Integer> ROWS =
      Setting.integer(
          "rows",
          0,
          0,
          Integer.MAX_VALUE,
          "samples of a block, the unit of work; 0 for as many as suit their size. Sums are taken"
              + " over blocks, so the last bits of results follow from it, and from nothing else of"
              + " the cluster");

  static final Setting<Integer> TOKENS =
      Setting.integer(
          "tokens",
          0,
          0,
          Integer.MAX_VALUE,
          "tokens of a sample in Parquet files, whose column features holds s d numbers; 0 for what"
              + " its metadata say under tokens, or 1");

  static final Setting<String> CONF =
      Setting.text(
          "conf",
          "",
          "Spark's own settings, as spark.executor.memory=4g, several separated by commas; they"
              + " count before those of spark-submit and of system properties");

  static final Setting<String> JARS =
      Setting.text("jars", "", "jars of plugins that executors need, separated by commas");

  static final Setting<String> TRAFFIC =
      Setting.text(
          "traffic",
          "",
          "a file to write at the end, CSV: for every kind of job how many there were, their seconds"
              + " and bytes, by Spark's metrics");

  /** Makes a provider; the {@link java.util.ServiceLoader} does. */
  public SparkEngineProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "spark";
  }

  @Override
  public String description() {
    return "Apache Spark: tokens in the partitions of a cluster, and programs where they are.";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(MASTER, ROWS, TOKENS, CONF, JARS, TRAFFIC);
  }

  @Override
  public Engine create(Settings settings) {
    return SparkEngine.open(settings);
  }
}
