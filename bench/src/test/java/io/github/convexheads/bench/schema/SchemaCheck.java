package io.github.convexheads.bench.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.convexheads.bench.schema.Type.ListOf;
import io.github.convexheads.bench.schema.Type.MapOf;
import io.github.convexheads.bench.schema.Type.ObjectOf;
import io.github.convexheads.bench.schema.Type.OrNull;
import io.github.convexheads.bench.schema.Type.Scalar;
import java.util.ArrayList;
import java.util.List;

/** What of a JSON result is not as documented: fields that lack, that nobody wrote down, types. */
public final class SchemaCheck {
  private SchemaCheck() {}

  /**
   * Checks the result of a verb.
   *
   * @param verb the verb
   * @param result what it wrote
   * @return one line for everything that is not as documented
   */
  public static List<String> problems(String verb, JsonNode result) {
    List<String> problems = new ArrayList<>();
    check(verb, ResultSchema.verbs().get(verb), result, problems);
    return problems;
  }

  private static void check(String at, Type type, JsonNode node, List<String> problems) {
    if (type instanceof OrNull open) {
      if (!node.isNull()) {
        check(at, open.type(), node, problems);
      }
    } else if (type instanceof ListOf list && node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(at + "[" + i + "]", list.item(), node.get(i), problems);
      }
    } else if (type instanceof MapOf map && node.isObject()) {
      node.properties()
          .forEach(
              e -> {
                if (map.value() != null) {
                  check(at + "." + e.getKey(), map.value(), e.getValue(), problems);
                }
              });
    } else if (type instanceof ObjectOf object && node.isObject()) {
      fields(at, object, node, problems);
    } else if (!(type instanceof Scalar scalar && suits(scalar.name(), node))) {
      problems.add(at + " is " + node.getNodeType() + ", not " + type);
    }
  }

  private static void fields(String at, ObjectOf object, JsonNode node, List<String> problems) {
    List<String> known = new ArrayList<>();
    for (Field field : object.fields()) {
      known.add(field.name());
      if (node.has(field.name())) {
        check(at + "." + field.name(), field.type(), node.get(field.name()), problems);
      } else if (!field.optional()) {
        problems.add(at + "." + field.name() + " lacks");
      }
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problems.add(at + "." + name + " is not documented");
              }
            });
  }

  private static boolean suits(String type, JsonNode node) {
    return switch (type) {
      case "number" -> node.isNumber();
      case "integer" -> node.isIntegralNumber();
      case "string" -> node.isTextual();
      case "boolean" -> node.isBoolean();
      default -> throw new IllegalArgumentException(type);
    };
  }
}
