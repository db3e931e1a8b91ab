package io.github.convexheads.bench.backbone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.digest.Sha256;
import io.github.convexheads.api.token.ClassLabels;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The names of the classes of labelled images, as a record beside their tokens keeps them, and
 * which labels they are the names for.
 *
 * @param names the names in the order of their labels; empty where they are not known
 * @param labels SHA-256 of the labels
 */
public record RecordedClasses(List<String> names, String labels) {
  private static final String NAMES = "tokens.classes";
  private static final String LABELS = "tokens.labels";
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** What is recorded where classes have no names. */
  public static final RecordedClasses NONE = new RecordedClasses(List.of(), "");

  /** Copies the names. */
  public RecordedClasses {
    names = List.copyOf(names);
  }

  /**
   * The classes of labels.
   *
   * @param names the names in the order of their labels
   * @param labels one label for every sample
   * @return names and labels
   */
  public static RecordedClasses of(List<String> names, int[] labels) {
    return names.isEmpty() ? NONE : new RecordedClasses(names, digest(labels));
  }

  /** Reads what a record says; none where it says nothing. */
  static RecordedClasses of(Map<String, String> facts) {
    if (!facts.containsKey(NAMES)) {
      return NONE;
    }
    List<String> names = new ArrayList<>();
    try {
      JsonNode array = MAPPER.readTree(facts.get(NAMES));
      array.forEach(name -> names.add(name.isTextual() ? name.textValue() : null));
      if (array.isArray() && !names.contains(null)) {
        return new RecordedClasses(names, facts.getOrDefault(LABELS, ""));
      }
    } catch (JsonProcessingException | NullPointerException e) {
      names.clear(); // refused below, as everything that is no array of text
    }
    throw new InvalidInputException(
        "the recorded names of classes are no array of text: " + facts.get(NAMES));
  }

  void addTo(Map<String, String> facts) {
    if (!names.isEmpty()) {
      try {
        facts.put(NAMES, MAPPER.writeValueAsString(names));
        facts.put(LABELS, labels);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("a list of texts can always be written", e);
      }
    }
  }

  /**
   * Says whether these are the names for given labels.
   *
   * @param found labels of samples
   * @return whether every sample has the label that was recorded
   */
  public boolean namesOf(ClassLabels found) {
    int[] each = new int[found.samples()];
    for (int i = 0; i < each.length; i++) {
      each[i] = found.label(i);
    }
    return found.positions() == 1 && digest(each).equals(labels);
  }

  private static String digest(int[] labels) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(labels.length, Integer.BYTES));
    bytes.asIntBuffer().put(labels);
    return Sha256.of(bytes.array());
  }
}
