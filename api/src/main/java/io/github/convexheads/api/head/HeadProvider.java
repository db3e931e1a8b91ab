package io.github.convexheads.api.head;

import io.github.convexheads.api.settings.Provider;

/** Describes and creates a {@link Head}; found by {@link java.util.ServiceLoader}. */
public interface HeadProvider extends Provider<Head> {}
