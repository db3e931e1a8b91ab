package hostile;

import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.metric.MetricProvider;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.token.Targets;

/** A metric as it should be, of which every hostile one changes one thing. */
public abstract class MetricBase implements HostileProvider<Metric>, MetricProvider, Metric {

  @Override
  public String id() {
    return HostileProvider.super.id();
  }

  @Override
  public String description() {
    return HostileProvider.super.description();
  }

  @Override
  public Metric create(Settings settings) {
    return this;
  }

  @Override
  public Direction direction() {
    return Direction.HIGHER;
  }

  @Override
  public boolean share() {
    return true;
  }

  @Override
  public boolean suits(Targets targets) {
    return true;
  }

  @Override
  public Measurement measure(double[] outputs, Targets targets) {
    return Measurement.of(0.5);
  }
}
