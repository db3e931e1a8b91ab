package io.github.convexheads.api.program;

import io.github.convexheads.api.settings.Provider;
import org.apiguardian.api.API;

/** A way to run fits elsewhere, found by the {@link java.util.ServiceLoader}. */
@API(status = API.Status.EXPERIMENTAL)
public interface EngineProvider extends Provider<Engine> {}
