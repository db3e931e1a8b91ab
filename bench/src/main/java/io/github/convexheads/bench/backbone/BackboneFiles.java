package io.github.convexheads.bench.backbone;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.digest.Sha256;
import io.github.convexheads.api.internal.format.LfsPointer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a backbone: an ONNX graph and those beside it that it names for its weights
 * (onnx.proto, {@code TensorProto.external_data}). The graph is gone through field by field, so
 * that weights inside it are skipped and not read into memory.
 */
final class BackboneFiles {
  /** No message of protocol buffers can be longer. */
  private static final long MOST_BYTES = Integer.MAX_VALUE;

  /** The hash of more would take minutes, and no machine could use them. */
  private static final long MOST_WEIGHTS = 1L << 36;

  /** Bytes that tell what a file is. */
  private static final int START = 64;

  private static final int MOST_DEPTH = 100;
  private static final int EXTERNAL_DATA = 13 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  private static final int KEY = 1;
  private static final int VALUE = 2;

  /** The messages of onnx.proto below which tensors lie, and their fields that lead there. */
  private enum Message {
    MODEL,
    GRAPH,
    NODE,
    ATTRIBUTE,
    FUNCTION,
    TRAINING,
    SPARSE_TENSOR,
    TENSOR;

    private static final Map<Message, Map<Integer, Message>> FIELDS =
        Map.of(
            MODEL, Map.of(7, GRAPH, 20, TRAINING, 25, FUNCTION),
            GRAPH, Map.of(1, NODE, 5, TENSOR, 15, SPARSE_TENSOR),
            NODE, Map.of(5, ATTRIBUTE),
            ATTRIBUTE,
                Map.of(
                    5,
                    TENSOR,
                    6,
                    GRAPH,
                    10,
                    TENSOR,
                    11,
                    GRAPH,
                    22,
                    SPARSE_TENSOR,
                    23,
                    SPARSE_TENSOR),
            FUNCTION, Map.of(7, NODE, 11, ATTRIBUTE),
            TRAINING, Map.of(1, GRAPH, 2, GRAPH),
            SPARSE_TENSOR, Map.of(1, TENSOR, 2, TENSOR),
            TENSOR, Map.of());

    Message below(int field) {
      return FIELDS.get(this).get(field);
    }
  }

  /** The names of files, with the end of what the graph needs of each. */
  private final SortedMap<String, Long> locations = new TreeMap<>();

  private BackboneFiles() {}

  /**
   * Returns a hash of the graph and of every file that it names: SHA-256 of the graph where it
   * names none, else of the lines "hash name".
   */
  static String hash(Path graph) {
    SortedMap<String, Long> files = named(graph);
    files.forEach((name, end) -> resolved(graph, name, end));
    String own = FileHash.of(graph);
    if (files.isEmpty()) {
      return own;
    }
    StringBuilder lines = new StringBuilder(own + " graph\n");
    files.forEach(
        (name, end) ->
            lines
                .append(FileHash.of(resolved(graph, name, end), end))
                .append(' ')
                .append(name)
                .append('\n'));
    return Sha256.of(lines.toString());
  }

  /** Fails unless every file that a graph names is in its folder. */
  static void requireAll(Path graph) {
    named(graph).forEach((name, end) -> resolved(graph, name, end));
  }

  private static void requireContent(Path graph) throws IOException {
    try (InputStream in = Files.newInputStream(graph)) {
      byte[] start = in.readNBytes(START);
      if (start.length == 0) {
        throw new InvalidInputException("backbone " + graph + " is empty");
      }
      if (LfsPointer.begins(start)) {
        throw new InvalidInputException("backbone " + graph + " " + LfsPointer.MEANING);
      }
    }
  }

  /** The files that a graph needs besides itself, and how many bytes of each at most. */
  static SortedMap<String, Long> named(Path graph) {
    try {
      if (!Files.isRegularFile(graph)) {
        throw new InvalidInputException("backbone " + graph + " does not exist, or is no file");
      }
      if (Files.size(graph) > MOST_BYTES) {
        throw new InvalidInputException(
            "backbone %s has %d bytes, but an ONNX graph has at most %d; larger weights lie beside it"
                .formatted(graph, Files.size(graph), MOST_BYTES));
      }
      requireContent(graph);
      BackboneFiles files = new BackboneFiles();
      try (InputStream in = Files.newInputStream(graph)) {
        CodedInputStream coded = CodedInputStream.newInstance(in);
        coded.setSizeLimit(Integer.MAX_VALUE);
        files.read(Message.MODEL, coded, 0);
      }
      return files.locations;
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidInputException(
          "backbone %s cannot be used: it is no ONNX graph, or is damaged (%s)"
              .formatted(graph, OnnxRuntime.firstLine(e)),
          e);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + graph + ": " + e.getMessage(), e);
    }
  }

  private static Path resolved(Path graph, String name, long end) {
    try {
      Path folder = graph.toAbsolutePath().normalize().getParent();
      Path file = folder.resolve(name).normalize();
      if (!file.startsWith(folder)) {
        throw new InvalidInputException(
            "backbone %s names the file %s, outside its own folder; that is not followed"
                .formatted(graph, name));
      }
      if (!Files.isRegularFile(file)) {
        throw new InvalidInputException(
            "backbone %s keeps weights in %s, which is not beside it".formatted(graph, name));
      }
      long size = Files.size(file);
      if (end < Long.MAX_VALUE && size < end) {
        throw new InvalidInputException(
            "backbone %s keeps weights in %s up to byte %d, but that file has %d bytes"
                .formatted(graph, name, end, size));
      }
      if (Math.min(end, size) > MOST_WEIGHTS) {
        throw new InvalidInputException(
            "backbone %s keeps %d bytes of weights in %s; at most %d are read"
                .formatted(graph, Math.min(end, size), name, MOST_WEIGHTS));
      }
      return file;
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + name + ": " + e.getMessage(), e);
    } catch (InvalidPathException e) {
      throw new InvalidInputException(
          "backbone %s keeps weights in '%s', which is no name of a file".formatted(graph, name),
          e);
    }
  }

  private void read(Message message, CodedInputStream in, int depth) throws IOException {
    if (depth > MOST_DEPTH) {
      throw new InvalidProtocolBufferException("graphs lie in one another too deep");
    }
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int field = WireFormat.getTagFieldNumber(tag);
      boolean content = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      Message below = message.below(field);
      if (content && below != null) {
        int limit = in.pushLimit(in.readRawVarint32());
        if (below == Message.TENSOR) {
          tensor(in);
        } else {
          read(below, in, depth + 1);
        }
        in.popLimit(limit);
      } else {
        in.skipField(tag);
      }
    }
  }

  /** A tensor, whose values are skipped or lie elsewhere, from an offset on, so many bytes. */
  private void tensor(CodedInputStream in) throws IOException {
    Map<String, String> external = new HashMap<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == EXTERNAL_DATA) {
        entry(in, external);
      } else {
        in.skipField(tag);
      }
    }
    if (external.containsKey("location")) {
      long offset = number(external.getOrDefault("offset", "0"));
      long end =
          external.containsKey("length") ? offset + number(external.get("length")) : Long.MAX_VALUE;
      locations.merge(external.get("location"), end, Math::max);
    }
  }

  private static long number(String text) throws InvalidProtocolBufferException {
    if (!text.matches("[0-9]{1,18}")) {
      throw new InvalidProtocolBufferException("'" + text + "' is no place in a file");
    }
    return Long.parseLong(text);
  }

  /** A pair of key and value, such as location and a name. */
  private static void entry(CodedInputStream in, Map<String, String> into) throws IOException {
    int limit = in.pushLimit(in.readRawVarint32());
    String key = "";
    String value = "";
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case KEY -> key = in.readString();
        case VALUE -> value = in.readString();
        default -> in.skipField(tag);
      }
    }
    into.put(key, value);
    in.popLimit(limit);
  }
}
