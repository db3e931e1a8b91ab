package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.settings.Settings;
import org.apiguardian.api.API;

/** Provides {@link SquaredLoss} as {@code squared}. */
@API(status = API.Status.INTERNAL)
public final class SquaredLossProvider implements LossProvider {

  /** Creates the provider. */
  public SquaredLossProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "squared";
  }

  @Override
  public String description() {
    return "Squared loss 1/2 ||o - y||^2 for real targets.";
  }

  @Override
  public Loss create(Settings settings) {
    return new SquaredLoss();
  }
}
