package io.github.convexheads.api.loss;

import io.github.convexheads.api.settings.Provider;

/** Describes and creates a {@link Loss}; found by {@link java.util.ServiceLoader}. */
public interface LossProvider extends Provider<Loss> {}
