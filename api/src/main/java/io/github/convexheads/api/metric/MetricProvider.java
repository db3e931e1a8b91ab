package io.github.convexheads.api.metric;

import io.github.convexheads.api.settings.Provider;

/**
 * Describes and creates a {@link Metric}; found by {@link java.util.ServiceLoader}. Every metric
 * that is found and suits the targets is taken beside those that the loss names; its id is that of
 * the provider.
 */
public interface MetricProvider extends Provider<Metric> {}
