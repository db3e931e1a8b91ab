package org.example.plugin;

import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;

/** Provides {@link SquareHead}. */
public final class SquareHeadProvider implements HeadProvider {

  /** For {@link java.util.ServiceLoader}. */
  public SquareHeadProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "squares";
  }

  @Override
  public String description() {
    return "MLP on squares of features: sum_j sigma((X * X) w1_j) w2_j^T";
  }

  @Override
  public List<Setting<?>> settings() {
    return HeadSettings.declarations();
  }

  @Override
  public Head create(Settings settings) {
    return new SquareHead(HeadSettings.of(settings));
  }
}
