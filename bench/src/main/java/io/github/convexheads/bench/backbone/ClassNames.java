package io.github.convexheads.bench.backbone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.convexheads.api.error.InvalidInputException;
import java.util.List;
import java.util.Map;

/**
 * The names of the classes of labelled images, in order of their labels, as token files and models
 * record them: the same label must have the same name wherever two files meet.
 *
 * @param names the names; empty where they are not known
 */
public record ClassNames(List<String> names) {
  /** The key under which they are recorded, as a JSON array. */
  static final String KEY = "tokens.classes";

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** Copies the names. */
  public ClassNames {
    names = List.copyOf(names);
  }

  /**
   * Reads what a token file or a model recorded.
   *
   * @param facts text by key, which may hold others
   * @return the names; none where none are recorded
   * @throws InvalidInputException if they cannot be read
   */
  public static ClassNames of(Map<String, String> facts) {
    String recorded = facts.get(KEY);
    if (recorded == null) {
      return new ClassNames(List.of());
    }
    try {
      return new ClassNames(MAPPER.readValue(recorded, new TypeReference<List<String>>() {}));
    } catch (JsonProcessingException | NullPointerException e) {
      throw new InvalidInputException(
          "the recorded names of classes cannot be read: " + recorded, e);
    }
  }

  void addTo(Map<String, String> facts) {
    if (!names.isEmpty()) {
      try {
        facts.put(KEY, MAPPER.writeValueAsString(names));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a list of texts can always be written", e);
      }
    }
  }

  /**
   * Fails where a label means one class here and another in the model.
   *
   * @param model the names that a model recorded
   * @throws InvalidInputException if both are known and differ; says how to number classes alike
   */
  public void requireSameAs(ClassNames model) {
    if (names.isEmpty() || model.names.isEmpty()) {
      return;
    }
    for (int label = 0; label < names.size(); label++) {
      String known = label < model.names.size() ? model.names.get(label) : "no class";
      if (label >= model.names.size() || !names.get(label).equals(known)) {
        throw new InvalidInputException(
            "label %d is %s in these tokens, but %s in the model; make these tokens again with --classes %s"
                .formatted(label, names.get(label), known, String.join(",", model.names)));
      }
    }
  }
}
