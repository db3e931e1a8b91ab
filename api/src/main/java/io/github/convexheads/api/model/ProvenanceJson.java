package io.github.convexheads.api.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
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
      Provenance read = text == null ? null : MAPPER.readValue(text, Provenance.class);
      if (read == null || read.certificate() == null) {
        throw new InvalidInputException("the model has no provenance");
      }
      requirePossible(read);
      return settled(read);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "the provenance cannot be read: " + e.getOriginalMessage(), e);
    }
  }

  /** A record of a time when nothing was recommended says so, so that a new fit adds no step. */
  private static Provenance settled(Provenance read) {
    boolean silent =
        read.configuration().keySet().stream().noneMatch(key -> key.startsWith("preprocess."));
    return silent ? read.withConfiguration("preprocess.recommended", "false") : read;
  }
}
