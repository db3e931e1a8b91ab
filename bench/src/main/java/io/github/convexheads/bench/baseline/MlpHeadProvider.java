package io.github.convexheads.bench.baseline;

import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;
import java.util.Map;

/** Provides the MLP baseline. */
public final class MlpHeadProvider implements HeadProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MlpHeadProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "mlp";
  }

  @Override
  public String description() {
    return "MLP baseline: sum_j sigma(X w1_j) w2_j^T, every token by itself";
  }

  @Override
  public List<Setting<?>> settings() {
    return HeadSettings.declarations();
  }

  @Override
  public Map<String, String> recommendedPreprocessing() {
    return PreprocessSettings.forBackboneTokens();
  }

  @Override
  public Head create(Settings settings) {
    return new MlpHead(HeadSettings.of(settings));
  }
}
