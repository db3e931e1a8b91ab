package org.example.plugin;

import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;

/** Provides {@link QuadraticHead} as {@code quadratic}. */
public final class QuadraticHeadProvider implements HeadProvider {

  /** For {@link java.util.ServiceLoader}. */
  public QuadraticHeadProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "quadratic";
  }

  @Override
  public String description() {
    return "quadratic forms of each token: sum_j (x^T W1_j x) w2_j^T";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(HeadSettings.POOLING);
  }

  @Override
  public Head create(Settings settings) {
    return new QuadraticHead(settings.get(HeadSettings.POOLING));
  }
}
