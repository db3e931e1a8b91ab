package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;
import org.apiguardian.api.API;

/** Provides {@link SoftmaxLoss}, or {@link SmoothedSoftmaxLoss}, as {@code softmax}. */
@API(status = API.Status.INTERNAL)
public final class SoftmaxLossProvider implements LossProvider {
  /** How much of a label is spread over all classes. */
  public static final Setting<Double> LABEL_SMOOTHING =
      Setting.real(
          "label-smoothing",
          0,
          0,
          0.999,
          "share of every label that is spread evenly over all classes");

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
  public List<Setting<?>> settings() {
    return List.of(LABEL_SMOOTHING, ClassWeights.SETTING);
  }

  @Override
  public Loss create(Settings settings) {
    double smoothing = settings.get(LABEL_SMOOTHING);
    return smoothing == 0 ? new SoftmaxLoss() : new SmoothedSoftmaxLoss(smoothing);
  }
}
