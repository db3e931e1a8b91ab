package io.github.convexheads.bench.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.convexheads.api.internal.format.Safetensors;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.bench.fuzz.Signature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A saved model whose content is changed and signed again, as whoever has the file can do. */
final class SignedModel {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path file;
  private final Map<String, StoredArray> tensors;
  private final Map<String, String> metadata;

  SignedModel(Path file) {
    this.file = file;
    Safetensors stored = Safetensors.read(file);
    this.tensors = new TreeMap<>(stored.tensors());
    this.metadata = new TreeMap<>(stored.metadata());
  }

  /** Changes the record. */
  SignedModel record(Consumer<ObjectNode> change) {
    try {
      ObjectNode record = (ObjectNode) MAPPER.readTree(metadata.get("provenance"));
      change.accept(record);
      metadata.put("provenance", MAPPER.writeValueAsString(record));
      return this;
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes one value of a tensor. */
  SignedModel value(String tensor, int index, double value) {
    StoredArray array = tensors.get(tensor);
    double[] values = array.toDoubles();
    values[index] = value;
    tensors.put(tensor, StoredArray.of(values, sizes(array)));
    return this;
  }

  /** Keeps the first rows of a matrix. */
  SignedModel rows(String tensor, int rows) {
    StoredArray array = tensors.get(tensor);
    int columns = (int) array.shape().size(1);
    double[] values = Arrays.copyOf(array.toDoubles(), rows * columns);
    tensors.put(tensor, StoredArray.of(values, rows, columns));
    return this;
  }

  private static long[] sizes(StoredArray array) {
    long[] sizes = new long[array.shape().rank()];
    for (int axis = 0; axis < sizes.length; axis++) {
      sizes[axis] = array.shape().size(axis);
    }
    return sizes;
  }

  /** Changes metadata beside the record. */
  SignedModel metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /** Writes everything with a matching digest. */
  void sign() {
    try {
      Safetensors.of(tensors, metadata).write(file);
      Files.write(file, Signature.renewed(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
