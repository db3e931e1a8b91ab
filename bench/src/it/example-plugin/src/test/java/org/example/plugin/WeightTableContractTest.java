package org.example.plugin;

import io.github.convexheads.api.model.ExporterContract;
import io.github.convexheads.api.model.ExporterProvider;

class WeightTableContractTest extends ExporterContract {
  @Override
  protected ExporterProvider provider() {
    return new WeightTableProvider();
  }
}
