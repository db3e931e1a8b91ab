package io.github.convexheads.api.loss;

import io.github.convexheads.api.settings.Settings;

/** Provides {@link SoftmaxLoss} as {@code softmax}. */
public final class SoftmaxLossProvider implements LossProvider {

  /** Creates the provider. */
  public SoftmaxLossProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "softmax";
  }

  @Override
  public String description() {
    return "Softmax cross-entropy for class labels.";
  }

  @Override
  public Loss create(Settings settings) {
    return new SoftmaxLoss();
  }
}
