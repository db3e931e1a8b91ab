package io.github.convexheads.api.metric;

import io.github.convexheads.api.settings.Provider;
import org.apiguardian.api.API;

/**
 * Describes and creates a {@link Metric}; found by {@link java.util.ServiceLoader}. Every metric
 * that is found and suits the targets is taken beside those that the loss names; its id is that of
 * the provider.
 */
@API(status = API.Status.EXPERIMENTAL)
public interface MetricProvider extends Provider<Metric> {}
