package io.github.convexheads.api.head;

import io.github.convexheads.api.settings.Provider;
import java.util.Map;
import org.apiguardian.api.API;

/** Describes and creates a {@link Head}; found by {@link java.util.ServiceLoader}. */
@API(status = API.Status.STABLE)
public interface HeadProvider extends Provider<Head> {

  /**
   * Returns the steps of preprocessing that suit this head, by keys of the section {@code
   * preprocess}. They are taken where {@code preprocess.recommended = true} and a key is not set.
   *
   * @return text by key, for example {@code standardize} and {@code true}; by default nothing
   */
  default Map<String, String> recommendedPreprocessing() {
    return Map.of();
  }
}
