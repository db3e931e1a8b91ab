package hostile;

import io.github.convexheads.api.settings.Provider;

/**
 * What all hostile plugins have in common.
 *
 * @param <T> what they provide
 */
interface HostileProvider<T> extends Provider<T> {
  @Override
  default int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  default String id() {
    return "hostile";
  }

  @Override
  default String description() {
    return "A plugin of a test.";
  }
}
