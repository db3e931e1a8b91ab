package io.github.convexheads.api.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.convexheads.api.certificate.RecordedCertificate;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.digest.DataDigest;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.StoppingRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The JSON form of a {@link Provenance}, with sorted keys so that equal ones are equal text. */
final class ProvenanceJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** What every record has; what was added later may be missing. */
  private static final List<String> FIELDS =
      List.of(
          "configuration",
          "solver",
          "status",
          "certificate",
          "dataDigest",
          "kernel",
          "version",
          "extra");

  private static final List<String> PROOF_FIELDS = List.of("norms", "ranks");

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

  /** Refuses values that no fit can have recorded, whatever its data. */
  private static void requirePossible(Provenance read) {
    requireTexts(read);
    RecordedCertificate proof = read.certificate();
    requireNumber("beta", read.beta(), 0, Double.MAX_VALUE);
    requireNumber("betaMax", read.betaMax(), 0, Double.MAX_VALUE);
    requireNumber("samples", (double) read.samples(), 1, (double) Long.MAX_VALUE);
    requireNumber("iterations", read.iterations(), 0, Integer.MAX_VALUE);
    if (read.gateMargin() != null) {
      requireNumber("gateMargin", read.gateMargin(), 0, 1);
    }
    requireNumber("primal", proof.primal(), -Double.MAX_VALUE, Double.MAX_VALUE);
    requireNumber("loss", proof.loss(), -Double.MAX_VALUE, Double.MAX_VALUE);
    requireNumber("penalty", proof.penalty(), 0, Double.MAX_VALUE);
    requireNumber("dual", proof.dual(), Double.NEGATIVE_INFINITY, Double.MAX_VALUE);
    requireNumber("beta", proof.beta(), 0, Double.MAX_VALUE);
    requireNumber("failureProbability", proof.failureProbability(), 0, 1);
    requireNumber("scale", proof.scale(), 0, Double.MAX_VALUE);
    if (proof.floor() != null) {
      requireNumber("floor", proof.floor(), 0, RecordedCertificate.FLOOR);
    }
    proof.norms().forEach(norm -> requireNumber("norms", norm, 0, Double.POSITIVE_INFINITY));
    proof.ranks().forEach(rank -> requireNumber("ranks", rank, 0, Integer.MAX_VALUE));
    if (Stream.of(Solution.Status.values())
        .noneMatch(status -> status.text().equals(read.status()))) {
      throw impossible("status", read.status(), "one of " + List.of(Solution.Status.values()));
    }
    String tolerance = "solver." + StoppingRule.TOLERANCE.key();
    if (read.configuration().containsKey(tolerance)) {
      StoppingRule.TOLERANCE.parse(read.configuration().get(tolerance), "as recorded");
    }
  }

  private static void requireTexts(Provenance read) {
    if (read.configuration().containsValue(null) || read.extra().containsValue(null)) {
      throw impossible("configuration or extra", "a key without a value", "text for every key");
    }
    if (!DataDigest.isDigest(read.dataDigest())) {
      throw impossible("dataDigest", read.dataDigest(), DataDigest.FORM);
    }
    for (String text : Arrays.asList(read.solver(), read.kernel(), read.version())) {
      if (text == null || text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
        throw impossible("solver, kernel or version", text, "a name");
      }
    }
  }

  private static void requireNumber(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw impossible(what, value, "a number from " + least + " to " + most);
    }
  }

  private static InvalidInputException impossible(String what, Object found, String possible) {
    return new InvalidInputException(
        "the record says %s = %s, which no fit can have found; possible: %s"
            .formatted(what, found, possible));
  }

  static Provenance read(String text) {
    try {
      JsonNode tree = text == null ? null : MAPPER.readTree(text);
      if (tree == null || tree.isNull()) {
        throw new InvalidInputException("the model has no provenance");
      }
      requireFields("the provenance", tree, FIELDS);
      requireFields("the certificate in its provenance", tree.get("certificate"), PROOF_FIELDS);
      Provenance read = mapped(tree);
      requirePossible(read);
      return settled(read);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "the provenance cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  private static void requireFields(String what, JsonNode found, List<String> needed) {
    List<String> missing = needed.stream().filter(field -> !found.hasNonNull(field)).toList();
    if (!found.isObject() || !missing.isEmpty()) {
      throw new InvalidInputException(
          "%s lacks %s; a fitted head records %s"
              .formatted(what, String.join(", ", missing), String.join(", ", needed)));
    }
  }

  /** A value of another type than its field is named with its place. */
  private static Provenance mapped(JsonNode tree) throws JsonProcessingException {
    try {
      return MAPPER.treeToValue(tree, Provenance.class);
    } catch (JsonMappingException e) {
      JsonNode found = tree;
      StringBuilder place = new StringBuilder();
      for (JsonMappingException.Reference step : e.getPath()) {
        boolean field = step.getFieldName() != null;
        place.append(field ? "." + step.getFieldName() : "[" + step.getIndex() + "]");
        found = field ? found.path(step.getFieldName()) : found.path(step.getIndex());
      }
      throw new InvalidInputException(
          "the record says %s = %s, which no fit can have recorded"
              .formatted(place.substring(Math.min(1, place.length())), shortened(found)),
          e);
    }
  }

  private static String shortened(JsonNode found) {
    String text = found.toString();
    return text.length() > 60 ? text.substring(0, 60) + "..." : text;
  }

  /** A record of a time when nothing was recommended says so, so that a new fit adds no step. */
  private static Provenance settled(Provenance read) {
    boolean silent =
        read.configuration().keySet().stream().noneMatch(key -> key.startsWith("preprocess."));
    return silent ? read.withConfiguration("preprocess.recommended", "false") : read;
  }
}
