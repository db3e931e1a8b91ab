package io.github.convexheads.api.token;

import io.github.convexheads.api.settings.Provider;
import org.apiguardian.api.API;

/**
 * Describes and creates a {@link TokenReader}; found by {@link java.util.ServiceLoader}. Readers
 * have no place in a configuration: they are created with their defaults and asked in the order of
 * their ids, before a file is taken for one of the formats that are built in.
 */
@API(status = API.Status.STABLE)
public interface TokenReaderProvider extends Provider<TokenReader> {}
