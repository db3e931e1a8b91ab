package io.github.convexheads.api.internal.loss;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;
import org.apiguardian.api.API;

/** Provides {@link SquaredHingeLoss} as {@code squared-hinge}. */
@API(status = API.Status.INTERNAL)
public final class SquaredHingeLossProvider implements LossProvider {
  /** The id of the loss. */
  public static final String ID = "squared-hinge";

  /** Whether a row may have several classes. */
  public static final Setting<Boolean> SEVERAL_CLASSES =
      Setting.flag(
          "several-classes",
          false,
          "a sample may have several classes, a 0/1 matrix of labels; where not set, as the targets"
              + " are");

  /** Creates the provider. */
  public SquaredHingeLossProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public String description() {
    return "Squared hinge loss of each class against the rest, for class labels or 0/1 matrices.";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(SEVERAL_CLASSES, ClassWeights.SETTING);
  }

  @Override
  public Loss create(Settings settings) {
    return new SquaredHingeLoss(settings.get(SEVERAL_CLASSES));
  }
}
