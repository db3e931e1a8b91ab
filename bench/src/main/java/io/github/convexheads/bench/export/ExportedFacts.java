package io.github.convexheads.bench.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.convexheads.api.model.FittedHead;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an exported head says of itself, as text by key: its configuration, what was recorded beside
 * it (such as how tokens were made), {@code recorded-relative-gap}, {@code rank}, {@code version},
 * and {@code classes}, a JSON array of the names of the outputs, where they are known.
 */
public final class ExportedFacts {
  private ExportedFacts() {}

  /**
   * Collects them.
   *
   * @param fitted the head
   * @return text by key, sorted
   */
  public static Map<String, String> of(FittedHead fitted) {
    Map<String, String> facts = new TreeMap<>(fitted.provenance().configuration());
    facts.putAll(fitted.provenance().extra());
    facts.put("version", fitted.provenance().version());
    facts.put("rank", Integer.toString(fitted.variable().totalRank()));
    facts.put(
        "recorded-relative-gap", Double.toString(fitted.provenance().certificate().relativeGap()));
    if (!fitted.provenance().classNames().isEmpty()) {
      try {
        facts.put(
            "classes",
            JsonMapper.builder().build().writeValueAsString(fitted.provenance().classNames()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a list of texts can always be written", e);
      }
    }
    return facts;
  }
}
