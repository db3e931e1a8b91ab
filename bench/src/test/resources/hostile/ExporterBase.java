package hostile;

import io.github.convexheads.api.model.Exporter;
import io.github.convexheads.api.model.ExporterProvider;

/** An exporter that does nothing yet. */
public abstract class ExporterBase implements HostileProvider<Exporter>, ExporterProvider {
}
