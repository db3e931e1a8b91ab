package io.github.convexheads.bench.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.digest.Sha256;
import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.api.internal.format.BoundedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * JSON files that are kept to be read again: an object with a SHA-256 of its other fields, so that
 * what was altered or damaged is recognised, as models have one.
 *
 * @param kind what a file holds, for messages, for example {@code result of a comparison}
 * @param remedy what to do about another, for example {@code delete it to run this head again}
 */
public record SignedJson(String kind, String remedy) {
  private static final String DIGEST = "digest";
  private static final int MOST_BYTES = 1 << 24;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /**
   * Writes a value, completely or not at all.
   *
   * @param file the file to write or replace
   * @param value what Jackson writes as an object
   */
  public void write(Path file, Object value) {
    ObjectNode fields = MAPPER.valueToTree(value);
    fields.put(DIGEST, digest(fields));
    byte[] json = text(fields).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, stream -> stream.write(json));
  }

  /**
   * Reads a value whose fields are those that were written, and possible.
   *
   * @param file the file
   * @param type what it holds
   * @param <T> the same
   * @return the value
   * @throws InvalidInputException if it holds something else, was altered or damaged
   */
  public <T> T read(Path file, Class<T> type) {
    try {
      JsonNode tree = MAPPER.readTree(BoundedFile.bytes(file, MOST_BYTES));
      if (!(tree instanceof ObjectNode fields) || !fields.path(DIGEST).isTextual()) {
        throw new InvalidInputException("%s is no %s; %s".formatted(file, kind, remedy));
      }
      String recorded = fields.remove(DIGEST).textValue();
      if (!digest(fields).equals(recorded)) {
        throw new InvalidInputException(
            "%s was altered or damaged after it was saved: its digest does not match; %s"
                .formatted(file, remedy));
      }
      return MAPPER.treeToValue(fields, type);
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s is no %s; %s (%s)"
              .formatted(
                  file,
                  kind,
                  remedy,
                  String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          e);
    }
  }

  /** SHA-256 of the fields in the order of the file, as text, numbers as Java writes them. */
  private static String digest(ObjectNode fields) {
    try {
      JsonNode again = MAPPER.readTree(text(fields));
      return Sha256.of(text(again));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON can be read again", e);
    }
  }

  private static String text(JsonNode tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
