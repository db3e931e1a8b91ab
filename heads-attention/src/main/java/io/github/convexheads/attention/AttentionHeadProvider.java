package io.github.convexheads.attention;

import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;
import java.util.Map;

/** Provides the self-attention head. */
public final class AttentionHeadProvider implements HeadProvider {

  /** For {@link java.util.ServiceLoader}. */
  public AttentionHeadProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "attention";
  }

  @Override
  public String description() {
    return "self-attention: sum_j sigma(X W1_j X^T) X W2_j, with W1 comparing tokens and W2 mixing features";
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
    return new AttentionHead(HeadSettings.of(settings));
  }
}
