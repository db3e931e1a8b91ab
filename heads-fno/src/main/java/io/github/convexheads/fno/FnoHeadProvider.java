package io.github.convexheads.fno;

import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Provides the Fourier Neural Operator head. */
public final class FnoHeadProvider implements HeadProvider {

  /** For {@link java.util.ServiceLoader}. */
  public FnoHeadProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "fno";
  }

  @Override
  public String description() {
    return "Fourier Neural Operator: sum_j sigma(circ(X) w1_j) w2_j^T, circular filters along tokens";
  }

  @Override
  public List<Setting<?>> settings() {
    return Stream.concat(Stream.of(Grid.SETTING), HeadSettings.declarations().stream()).toList();
  }

  @Override
  public Map<String, String> recommendedPreprocessing() {
    return PreprocessSettings.forBackboneTokens();
  }

  @Override
  public Head create(Settings settings) {
    return new FnoHead(HeadSettings.of(settings), settings.get(Grid.SETTING), 1);
  }
}
