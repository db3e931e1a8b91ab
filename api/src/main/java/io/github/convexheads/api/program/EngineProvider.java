package io.github.convexheads.api.program;

import io.github.convexheads.api.settings.Provider;

/** A way to run fits elsewhere, found by the {@link java.util.ServiceLoader}. */
public interface EngineProvider extends Provider<Engine> {}
