package org.example.plugin;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.metric.MetricProvider;
import io.github.convexheads.api.settings.Settings;

/** Provides {@link CohensKappa}. */
public final class CohensKappaProvider implements MetricProvider {

  /** For {@link java.util.ServiceLoader}. */
  public CohensKappaProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "cohens-kappa";
  }

  @Override
  public String description() {
    return new CohensKappa().description();
  }

  @Override
  public Metric create(Settings settings) {
    return new CohensKappa();
  }
}
