package io.github.convexheads.bench.baseline;

import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;
import java.util.Map;

/** Provides the linear baseline. */
public final class LinearHeadProvider implements HeadProvider {

  /** For {@link java.util.ServiceLoader}. */
  public LinearHeadProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "linear";
  }

  @Override
  public String description() {
    return "linear baseline: X W with the nuclear norm of W";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(HeadSettings.POOLING, HeadSettings.INTERCEPT);
  }

  @Override
  public Map<String, String> recommendedPreprocessing() {
    return PreprocessSettings.forBackboneTokens();
  }

  @Override
  public Head create(Settings settings) {
    return new LinearHead(settings.get(HeadSettings.POOLING), settings.get(HeadSettings.INTERCEPT));
  }
}
