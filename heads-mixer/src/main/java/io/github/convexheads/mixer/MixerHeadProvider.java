package io.github.convexheads.mixer;

import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;
import java.util.Map;

/** Provides the MLP-Mixer head. */
public final class MixerHeadProvider implements HeadProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MixerHeadProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "mixer";
  }

  @Override
  public String description() {
    return "MLP-Mixer: sum_j sigma(W1_j X) W2_j, with W1 mixing tokens and W2 mixing features";
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
    return new MixerHead(HeadSettings.of(settings));
  }
}
