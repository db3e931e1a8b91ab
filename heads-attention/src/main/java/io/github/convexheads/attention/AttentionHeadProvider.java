package io.github.convexheads.attention;

import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;
import java.util.Map;

/** Provides the convex self-attention head under the id {@code attention}. */
public final class AttentionHeadProvider implements HeadProvider {

  /** Creates the provider. */
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
    return "Self-attention, sum over heads of sigma(X W1 X^T) X W2, with W1 d x d and W2 d x c.";
  }

  @Override
  public List<Setting<?>> settings() {
    return HeadSettings.declarations();
  }

  @Override
  public Map<String, String> recommendedPreprocessing() {
    return Map.of("clip", "10", "standardize", "true", "bias", "true");
  }

  @Override
  public Head create(Settings settings) {
    return new AttentionHead(HeadSettings.of(settings));
  }
}
