package io.github.convexheads.bench.measure;

import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.metric.MetricProvider;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.Targets;

/**
 * The metric of a plugin, asked once what it is, and named where a value is none that it can have.
 *
 * @param plugin the plugin
 * @param metric its metric
 * @param description what the metric says of itself, as the next four
 */
record CheckedMetric(
    Plugin<MetricProvider> plugin,
    Metric metric,
    String description,
    Direction direction,
    boolean share,
    double least,
    double greatest)
    implements Metric {

  /**
   * Creates the metric of a plugin.
   *
   * @throws InvalidInputException if it fails, or its id is not that of the plugin
   */
  static CheckedMetric of(Plugin<MetricProvider> plugin) {
    Metric metric = plugin.call("create()", () -> plugin.provider().create(Settings.defaults()));
    if (!plugin.id().equals(metric.id())) {
      throw plugin.failure("its metric has the id " + metric.id() + ", which is not its own");
    }
    return new CheckedMetric(
        plugin,
        metric,
        plugin.call("description()", metric::description),
        plugin.call("direction()", metric::direction),
        plugin.call("share()", metric::share),
        plugin.call("least()", metric::least),
        plugin.call("greatest()", metric::greatest));
  }

  @Override
  public String id() {
    return plugin.id();
  }

  @Override
  public boolean suits(Targets targets) {
    return plugin.call("suits()", () -> metric.suits(targets));
  }

  /** Hands on a copy, because other metrics look at the same outputs. */
  @Override
  public Measurement measure(double[] outputs, Targets targets) {
    Measurement found = plugin.call("measure()", () -> metric.measure(outputs.clone(), targets));
    double value = found.value();
    if (!Double.isNaN(value) && !(value >= least && value <= greatest)) {
      throw plugin.failure(
          "its measure() gave %s, but its values lie in %s to %s"
              .formatted(value, least, greatest));
    }
    found
        .interval()
        .filter(interval -> !(interval.low() <= interval.high()))
        .ifPresent(
            interval -> {
              throw plugin.failure(
                  "its measure() gave an interval from %s to %s"
                      .formatted(interval.low(), interval.high()));
            });
    return found;
  }
}
