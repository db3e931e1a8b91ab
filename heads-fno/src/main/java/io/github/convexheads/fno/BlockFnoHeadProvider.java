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

/** Provides the B-FNO head: features and outputs in groups, each with a Fourier Neural Operator. */
public final class BlockFnoHeadProvider implements HeadProvider {
  /** B, the number of groups. */
  public static final Setting<Integer> BLOCKS =
      Setting.integer(
          "blocks",
          2,
          1,
          Integer.MAX_VALUE,
          "how many groups features and outputs are split into, as equal as possible and larger"
              + " ones first; at most the number of features and of outputs");

  /** For {@link java.util.ServiceLoader}. */
  public BlockFnoHeadProvider() {}

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "b-fno";
  }

  @Override
  public String description() {
    return "block FNO: features and outputs in groups, each group its own FNO, outputs side by side";
  }

  @Override
  public List<Setting<?>> settings() {
    return Stream.concat(Stream.of(BLOCKS, Grid.SETTING), HeadSettings.declarations().stream())
        .toList();
  }

  @Override
  public Map<String, String> recommendedPreprocessing() {
    return PreprocessSettings.forBackboneTokens();
  }

  @Override
  public Head create(Settings settings) {
    return new FnoHead(HeadSettings.of(settings), settings.get(Grid.SETTING), settings.get(BLOCKS));
  }
}
