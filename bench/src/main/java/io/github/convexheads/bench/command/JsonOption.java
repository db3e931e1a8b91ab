package io.github.convexheads.bench.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.convexheads.api.internal.format.AtomicFile;
import io.github.convexheads.bench.schema.ResultSchema;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --json}: a machine-readable result instead of, or beside, the text. */
final class JsonOption {
  /** Made where the first result is written, because it takes a tenth of a second. */
  private static final class Mapper {
    static final ObjectMapper INDENTED =
        JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  }

  @Option(
      names = "--json",
      arity = "0..1",
      fallbackValue = "-",
      paramLabel = "FILE",
      description = "Write the result as JSON to FILE; without FILE to standard output.")
  private String file;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

  JsonOption() {}

  /** Writes the result as JSON where asked, and the text unless JSON took its place. */
  void write(Object result, PrintWriter out, Consumer<PrintWriter> text) {
    if (takesStandardOutput()) {
      out.println(json(enveloped(result)));
    } else {
      if (file != null) {
        byte[] bytes = (json(enveloped(result)) + "\n").getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(Path.of(file), stream -> stream.write(bytes));
      }
      text.accept(TerminalWidth.wrapped(out));
    }
    out.flush();
  }

  /** What every result begins with: version of its fields, verb, version of the program. */
  private ObjectNode enveloped(Object result) {
    ObjectNode all = Mapper.INDENTED.createObjectNode();
    all.put("schema", ResultSchema.VERSION);
    all.put("verb", verb.name());
    all.put("version", VersionProvider.version());
    all.setAll((ObjectNode) Mapper.INDENTED.valueToTree(result));
    return all;
  }

  /** Fails unless the file, where one is asked for, can be written. */
  void requireWritable() {
    if (file != null && !takesStandardOutput()) {
      OutputFile.requireWritable(Path.of(file));
    }
  }

  /** Returns the file that is asked for. */
  Optional<Path> file() {
    return file == null || takesStandardOutput() ? Optional.empty() : Optional.of(Path.of(file));
  }

  /** Says whether standard output belongs to JSON. */
  boolean takesStandardOutput() {
    return "-".equals(file);
  }

  /** Writes a result; a number that is not finite, which JSON cannot write, becomes null. */
  static String json(Object result) {
    JsonNode tree = Mapper.INDENTED.valueToTree(result);
    clearUndefined(tree);
    try {
      return Mapper.INDENTED.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result can always be written", e);
    }
  }

  private static void clearUndefined(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(field -> field.setValue(cleared(field.getValue())));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, cleared(array.get(i)));
      }
    }
  }

  private static JsonNode cleared(JsonNode node) {
    if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
      return NullNode.instance;
    }
    clearUndefined(node);
    return node;
  }
}
