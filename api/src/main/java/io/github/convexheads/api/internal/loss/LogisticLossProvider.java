package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.settings.Settings;
import org.apiguardian.api.API;

/** Provides {@link LogisticLoss} as {@code logistic}. */
@API(status = API.Status.INTERNAL)
public final class LogisticLossProvider implements LossProvider {

  /** Creates the provider. */
  public LogisticLossProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "logistic";
  }

  @Override
  public String description() {
    return "Logistic loss of every label for itself, for 0/1 matrices of labels.";
  }

  @Override
  public Loss create(Settings settings) {
    return new LogisticLoss();
  }
}
