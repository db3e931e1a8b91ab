package org.example.plugin;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.settings.Settings;

/** Provides {@link ModifiedHuberLoss} as {@code modified-huber}. */
public final class ModifiedHuberLossProvider implements LossProvider {

  /** For {@link java.util.ServiceLoader}. */
  public ModifiedHuberLossProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "modified-huber";
  }

  @Override
  public String description() {
    return "modified Huber loss of each class against the others, for class labels";
  }

  @Override
  public Loss create(Settings settings) {
    return new ModifiedHuberLoss();
  }
}
