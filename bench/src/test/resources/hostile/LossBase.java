package hostile;

import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.loss.LossProvider;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.internal.loss.SquaredLossProvider;
import java.util.List;

/** A loss as it should be, of which every hostile one changes one thing. */
public abstract class LossBase implements HostileProvider<Loss>, LossProvider {
  final LossProvider sound = new SquaredLossProvider();

  @Override
  public List<Setting<?>> settings() {
    return sound.settings();
  }

  @Override
  public Loss create(Settings settings) {
    return sound.create(settings);
  }
}
