package io.github.convexheads.bench.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.convexheads.bench.schema.Type.ListOf;
import io.github.convexheads.bench.schema.Type.MapOf;
import io.github.convexheads.bench.schema.Type.ObjectOf;
import io.github.convexheads.bench.schema.Type.OrNull;
import io.github.convexheads.bench.schema.Type.Scalar;
import java.util.ArrayList;
import java.util.List;

/** The fields of all verbs as a JSON Schema (draft 2020-12) and as a page for people. */
public final class SchemaDocuments {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private SchemaDocuments() {}

  /**
   * Writes the JSON Schema.
   *
   * @return the document, without a line break at its end
   */
  public static String jsonSchema() {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    root.put("title", "Results of convex-heads, version " + ResultSchema.VERSION);
    ArrayNode verbs = root.putArray("oneOf");
    ResultSchema.verbs()
        .forEach(
            (verb, fields) -> {
              ObjectNode one = of(fields);
              one.withObject("/properties/verb").put("const", verb);
              one.withObject("/properties/schema").put("const", ResultSchema.VERSION);
              verbs.add(one);
            });
    try {
      return MAPPER.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a schema can always be written", e);
    }
  }

  private static ObjectNode of(Type type) {
    ObjectNode node = MAPPER.createObjectNode();
    if (type instanceof Scalar scalar) {
      node.put("type", scalar.name());
    } else if (type instanceof OrNull open) {
      node.putArray("anyOf").add(of(open.type())).addObject().put("type", "null");
    } else if (type instanceof ListOf list) {
      node.put("type", "array").set("items", of(list.item()));
    } else if (type instanceof MapOf map) {
      node.put("type", "object");
      if (map.value() != null) {
        node.set("additionalProperties", of(map.value()));
      }
    } else if (type instanceof ObjectOf object) {
      node.put("type", "object");
      ObjectNode properties = node.putObject("properties");
      ArrayNode required = MAPPER.createArrayNode();
      for (Field field : object.fields()) {
        ObjectNode property = of(field.type());
        property.put("description", field.meaning());
        properties.set(field.name(), property);
        if (!field.optional()) {
          required.add(field.name());
        }
      }
      node.set("required", required);
    }
    return node;
  }

  /**
   * Writes the page.
   *
   * @return its lines
   */
  public static List<String> page() {
    List<String> page = new ArrayList<>();
    page.add("# What `--json` writes");
    page.add("");
    page.add(
        "Written by `bench/convex-heads schema --markdown`; the build fails when it is stale. Version "
            + ResultSchema.VERSION
            + " of the fields, in `schema` of every result; [results.schema.json](results.schema.json) is"
            + " the same as a JSON Schema. A later version may add fields; one that removes or renames a"
            + " field raises the number. A field with (?) may be left out; `or null` says that a number"
            + " may be undefined or infinite, which JSON cannot write.");
    ResultSchema.verbs()
        .forEach(
            (verb, fields) -> {
              page.add("");
              page.add("## `" + verb + "`");
              page.add("");
              page.add("| field | type | meaning |");
              page.add("|---|---|---|");
              rows(page, "", fields);
            });
    return page;
  }

  private static void rows(List<String> page, String prefix, ObjectOf fields) {
    for (Field field : fields.fields()) {
      page.add(
          "| `%s%s`%s | %s | %s |"
              .formatted(
                  prefix,
                  field.name(),
                  field.optional() ? " (?)" : "",
                  word(field.type()),
                  field.meaning().replace("|", "\\|")));
      inner(field.type(), prefix + field.name(), page);
    }
  }

  private static void inner(Type type, String name, List<String> page) {
    if (type instanceof ObjectOf object) {
      rows(page, name + ".", object);
    } else if (type instanceof ListOf list) {
      inner(list.item(), name + "[]", page);
    } else if (type instanceof MapOf map && map.value() != null) {
      inner(map.value(), name + ".*", page);
    } else if (type instanceof OrNull open) {
      inner(open.type(), name, page);
    }
  }

  private static String word(Type type) {
    if (type instanceof Scalar scalar) {
      return scalar.name();
    }
    if (type instanceof OrNull open) {
      return word(open.type()) + " or null";
    }
    if (type instanceof ListOf list) {
      return "list of " + word(list.item());
    }
    return type instanceof MapOf ? "object by key" : "object";
  }
}
