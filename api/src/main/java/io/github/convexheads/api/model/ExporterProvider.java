package io.github.convexheads.api.model;

import io.github.convexheads.api.settings.Provider;
import org.apiguardian.api.API;

/**
 * Describes and creates an {@link Exporter}; found by {@link java.util.ServiceLoader}. {@code
 * export --format ID} chooses it; it is created with its defaults.
 */
@API(status = API.Status.STABLE)
public interface ExporterProvider extends Provider<Exporter> {}
