package io.github.convexheads.api.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.convexheads.api.error.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/** The JSON form of a {@link Provenance}, with sorted keys so that equal ones are equal text. */
final class ProvenanceJson {
  /** The further fact that holds the names of classes, an array of text. */
  static final String CLASSES = "classes";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ProvenanceJson() {}

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a provenance can always be written", e);
    }
  }

  static List<String> readNames(String text) {
    try {
      JsonNode array = MAPPER.readTree(text);
      List<String> names = new ArrayList<>();
      array.forEach(name -> names.add(name.isTextual() ? name.textValue() : null));
      if (!array.isArray() || names.contains(null)) {
        throw new InvalidInputException("the names of classes are no array of text");
      }
      return List.copyOf(names);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "the names of classes cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  static Provenance read(String text) {
    try {
      Provenance read = text == null ? null : MAPPER.readValue(text, Provenance.class);
      if (read == null || read.certificate() == null) {
        throw new InvalidInputException("the model has no provenance");
      }
      return read;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "the provenance cannot be read: " + e.getOriginalMessage(), e);
    }
  }
}
