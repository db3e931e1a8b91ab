package io.github.convexheads.api.internal.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.convexheads.api.error.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Parses the JSON header of a safetensors file: strict UTF-8, no duplicate key, no key or value
 * that the format does not know, nothing after the object but spaces.
 *
 * @param name the file, for messages
 * @param limits how many arrays and texts there may be
 */
record SafetensorsJson(String name, ReadLimits limits) {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(4)
                  .maxNumberLength(20)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** The header in these bytes, well-formed but not yet compared with the file. */
  SafetensorsHeader parse(byte[] json) throws IOException {
    if (json.length == 0 || json[0] != '{') {
      throw new FormatException(name, "is not a safetensors file: its header is not JSON");
    }
    Reader utf8 =
        new InputStreamReader(
            new ByteArrayInputStream(json),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    try (JsonParser parser = JSON.createParser(utf8)) {
      parser.nextToken();
      SafetensorsHeader header = header(parser);
      if (parser.nextToken() != null) {
        throw new FormatException(name, "has more than one JSON value in its header");
      }
      return header;
    } catch (JsonProcessingException e) {
      throw new FormatException(name, "has a header that is not sound JSON: " + brief(e), e);
    } catch (CharacterCodingException e) {
      throw new FormatException(name, "has a header that is not UTF-8", e);
    }
  }

  private SafetensorsHeader header(JsonParser parser) throws IOException {
    List<SafetensorsHeader.Entry> entries = new ArrayList<>();
    SortedMap<String, String> metadata = new TreeMap<>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      SafetensorsHeader.requireUnicode(name, key);
      if (key.equals(SafetensorsHeader.METADATA)) {
        require(parser.nextToken(), JsonToken.START_OBJECT, key);
        metadata(parser, metadata);
      } else {
        require(parser.nextToken(), JsonToken.START_OBJECT, key);
        entries.add(entry(parser, key));
      }
      if (entries.size() + metadata.size() > limits.maxArrays()) {
        throw new FormatException(name, "holds more than " + limits.maxArrays() + " arrays");
      }
    }
    return new SafetensorsHeader(entries, metadata);
  }

  private void metadata(JsonParser parser, SortedMap<String, String> metadata) throws IOException {
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      require(parser.nextToken(), JsonToken.VALUE_STRING, key);
      SafetensorsHeader.requireUnicode(name, key);
      SafetensorsHeader.requireUnicode(name, parser.getText());
      metadata.put(key, parser.getText());
    }
  }

  private SafetensorsHeader.Entry entry(JsonParser parser, String key) throws IOException {
    String type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
      switch (field) {
        case "dtype" -> type = type(parser, key);
        case "shape" -> shape = numbers(parser, key, Shape.MAX_RANK);
        case "data_offsets" -> offsets = numbers(parser, key, 2);
        default -> throw wrong(key, "has the unknown field " + FormatException.quote(field));
      }
    }
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw wrong(key, "lacks dtype, shape or two data_offsets");
    }
    try {
      return new SafetensorsHeader.Entry(
          key, type, new Shape(shape), offsets.get(0), offsets.get(1));
    } catch (InvalidInputException e) {
      throw wrong(key, "is impossible: " + e.getMessage());
    }
  }

  private String type(JsonParser parser, String key) throws IOException {
    require(parser.nextToken(), JsonToken.VALUE_STRING, key);
    return parser.getText();
  }

  private List<Long> numbers(JsonParser parser, String key, int most) throws IOException {
    List<Long> numbers = new ArrayList<>();
    require(parser.nextToken(), JsonToken.START_ARRAY, key);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(parser.currentToken(), JsonToken.VALUE_NUMBER_INT, key);
      if (numbers.size() == most || parser.getLongValue() < 0) {
        throw wrong(key, "has a negative size or offset, or more than " + most + " of them");
      }
      numbers.add(parser.getLongValue());
    }
    return numbers;
  }

  private void require(JsonToken found, JsonToken wanted, String key) {
    if (found != wanted) {
      throw wrong(key, "has " + found + " in its description where " + wanted + " must be");
    }
  }

  private FormatException wrong(String key, String problem) {
    return new FormatException(name, "array " + FormatException.quote(key) + " " + problem);
  }

  /** The first line of the message, without Jackson's view of the source. */
  private static String brief(JsonProcessingException e) {
    String message = FormatException.quote(e.getOriginalMessage());
    return message.substring(1, message.length() - 1);
  }
}
