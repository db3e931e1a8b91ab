package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.settings.Provider;
import org.apiguardian.api.API;

/**
 * Describes and creates a {@link PreprocessingStep}; found by {@link java.util.ServiceLoader}. The
 * configuration chooses it as {@code preprocess.step}.
 */
@API(status = API.Status.STABLE)
public interface StepProvider extends Provider<PreprocessingStep> {}
