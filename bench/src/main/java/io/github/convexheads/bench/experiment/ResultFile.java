package io.github.convexheads.bench.experiment;

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
 * The JSON file of one result: its fields, and a digest over all of them by which a changed file is
 * recognised, as models have one.
 */
final class ResultFile {
  private static final String DIGEST = "digest";
  private static final int MOST_BYTES = 1 << 24;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private ResultFile() {}

  /** Writes a result, completely or not at all. */
  static void write(Path file, TrialResult result) {
    ObjectNode fields = MAPPER.valueToTree(result);
    fields.put(DIGEST, digest(fields));
    byte[] json = text(fields).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(file, stream -> stream.write(json));
  }

  /** Reads a result whose fields are those that were written, and possible. */
  static TrialResult read(Path file) {
    try {
      JsonNode tree = MAPPER.readTree(BoundedFile.bytes(file, MOST_BYTES));
      if (!(tree instanceof ObjectNode fields) || !fields.path(DIGEST).isTextual()) {
        throw new InvalidInputException(
            file + " is no result of a comparison; delete it to run this head again");
      }
      String recorded = fields.remove(DIGEST).textValue();
      if (!digest(fields).equals(recorded)) {
        throw new InvalidInputException(
            file
                + " was altered or damaged after it was saved: its digest does not match; delete it"
                + " to run this head again");
      }
      return MAPPER.treeToValue(fields, TrialResult.class);
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidInputException(
          "%s is no result of a comparison; delete it to run this head again (%s)"
              .formatted(file, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
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
