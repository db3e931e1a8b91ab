package io.github.convexheads.api.loss;

import io.github.convexheads.api.settings.Provider;
import org.apiguardian.api.API;

/** Describes and creates a {@link Loss}; found by {@link java.util.ServiceLoader}. */
@API(status = API.Status.STABLE)
public interface LossProvider extends Provider<Loss> {}
