package org.example.plugin;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.settings.Settings;

/** Provides {@link SquaredHingeLoss} as {@code squared-hinge}. */
public final class SquaredHingeLossProvider implements LossProvider {

  /** For {@link java.util.ServiceLoader}. */
  public SquaredHingeLossProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "squared-hinge";
  }

  @Override
  public String description() {
    return "squared hinge loss of each class against the others, for class labels";
  }

  @Override
  public Loss create(Settings settings) {
    return new SquaredHingeLoss();
  }
}
