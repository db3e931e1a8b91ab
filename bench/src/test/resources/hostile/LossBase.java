package hostile;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.internal.loss.SquaredLossProvider;
import java.util.List;

/** A loss as it should be, of which every hostile one changes one thing. */
public abstract class LossBase implements LossProvider {
  final LossProvider sound = new SquaredLossProvider();

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public String id() {
    return "hostile";
  }

  @Override
  public String description() {
    return "A loss of a test.";
  }

  @Override
  public List<Setting<?>> settings() {
    return sound.settings();
  }

  @Override
  public Loss create(Settings settings) {
    return sound.create(settings);
  }
}
