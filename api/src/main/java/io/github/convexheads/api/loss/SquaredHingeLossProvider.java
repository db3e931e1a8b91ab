package io.github.convexheads.api.loss;

import io.github.convexheads.api.settings.Settings;

/** Provides {@link SquaredHingeLoss} as {@code squared-hinge}. */
public final class SquaredHingeLossProvider implements LossProvider {

  /** Creates the provider. */
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
    return "Squared hinge loss of each class against the rest, for class labels or 0/1 matrices.";
  }

  @Override
  public Loss create(Settings settings) {
    return new SquaredHingeLoss();
  }
}
