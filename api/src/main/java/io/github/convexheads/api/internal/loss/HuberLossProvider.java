package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;
import org.apiguardian.api.API;

/** Provides {@link HuberLoss} as {@code huber}. */
@API(status = API.Status.INTERNAL)
public final class HuberLossProvider implements LossProvider {
  /** Where the loss becomes linear. */
  public static final Setting<Double> DELTA =
      Setting.real(
          "delta", 1, 1e-30, 1e30, "residual at which the loss turns linear, in units of targets");

  /** Creates the provider. */
  public HuberLossProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "huber";
  }

  @Override
  public String description() {
    return "Huber loss, squared near the target and linear beyond, for real targets with outliers.";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(DELTA);
  }

  @Override
  public Loss create(Settings settings) {
    return new HuberLoss(settings.get(DELTA));
  }
}
