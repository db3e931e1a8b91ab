package io.github.convexheads.spark;

import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.program.Engine;
import io.github.convexheads.api.program.EngineContract;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.bench.baseline.LinearHeadProvider;
import java.util.Map;

class SparkEngineContractTest extends EngineContract {
  @Override
  protected Engine engine() {
    SparkEngineProvider provider = new SparkEngineProvider();
    Map<String, String> settings = Map.of("master", "local[2]", "rows", "4");
    return provider.create(Settings.of("engine", provider.settings(), settings, Map.of()));
  }

  @Override
  protected HeadProvider head() {
    return new LinearHeadProvider();
  }
}
