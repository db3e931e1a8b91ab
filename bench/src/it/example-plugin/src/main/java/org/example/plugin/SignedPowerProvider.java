package org.example.plugin;

import io.github.convexheads.api.preprocess.PreprocessingStep;
import io.github.convexheads.api.preprocess.StepProvider;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;

/** Provides {@link SignedPower}. */
public final class SignedPowerProvider implements StepProvider {
  private static final Setting<Double> EXPONENT =
      Setting.real("exponent", 0.5, 1e-3, 1, "the power to which magnitudes are raised");

  /** For {@link java.util.ServiceLoader}. */
  public SignedPowerProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "signed-power";
  }

  @Override
  public String description() {
    return "Power normalisation: sign(x) |x|^a of every feature.";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(EXPONENT);
  }

  @Override
  public PreprocessingStep create(Settings settings) {
    return new SignedPower(settings.get(EXPONENT));
  }
}
