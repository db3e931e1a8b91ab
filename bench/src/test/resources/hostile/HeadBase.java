package hostile;

import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.bench.baseline.LinearHeadProvider;
import java.util.List;

/** A head as it should be, of which every hostile one changes one thing. */
public abstract class HeadBase implements HostileProvider<Head>, HeadProvider {
  final HeadProvider sound = new LinearHeadProvider();

  @Override
  public List<Setting<?>> settings() {
    return sound.settings();
  }

  @Override
  public Head create(Settings settings) {
    return sound.create(settings);
  }
}
