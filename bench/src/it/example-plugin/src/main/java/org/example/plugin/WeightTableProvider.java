package org.example.plugin;

import io.github.convexheads.api.model.Exporter;
import io.github.convexheads.api.model.ExporterProvider;
import io.github.convexheads.api.settings.Settings;

/** Provides {@link WeightTable}. */
public final class WeightTableProvider implements ExporterProvider {

  /** For {@link java.util.ServiceLoader}. */
  public WeightTableProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "csv";
  }

  @Override
  public String description() {
    return "The weights of the network as a table of comma-separated values.";
  }

  @Override
  public Exporter create(Settings settings) {
    return new WeightTable();
  }
}
