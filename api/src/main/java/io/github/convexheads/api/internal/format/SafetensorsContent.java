package io.github.convexheads.api.internal.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The bytes of a safetensors file. The header is padded with spaces to a multiple of eight, so that
 * the elements are aligned.
 *
 * @param file what to write
 */
record SafetensorsContent(Safetensors file) implements Content {

  private static final int ALIGNMENT = 8;

  @Override
  public void writeTo(OutputStream out) throws IOException {
    List<Map.Entry<String, StoredArray>> tensors =
        file.tensors().entrySet().stream()
            .sorted(Comparator.comparing(t -> t.getValue().type()))
            .toList();
    byte[] json = header(tensors);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(json.length).array());
    out.write(json);
    for (Map.Entry<String, StoredArray> tensor : tensors) {
      tensor.getValue().writeTo(out);
    }
  }

  private byte[] header(List<Map.Entry<String, StoredArray>> tensors) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      if (!file.metadata().isEmpty()) {
        json.writeObjectFieldStart(SafetensorsHeader.METADATA);
        for (Map.Entry<String, String> entry : file.metadata().entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long next = 0;
      for (Map.Entry<String, StoredArray> tensor : tensors) {
        next = describe(json, tensor.getKey(), tensor.getValue(), next);
      }
      json.writeEndObject();
    }
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  private static long describe(JsonGenerator json, String key, StoredArray array, long begin)
      throws IOException {
    long end = begin + array.shape().count() * array.type().bytes();
    json.writeObjectFieldStart(key);
    json.writeStringField("dtype", array.type().safetensorsCode());
    json.writeArrayFieldStart("shape");
    for (long size : array.shape().sizes()) {
      json.writeNumber(size);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("data_offsets");
    json.writeNumber(begin);
    json.writeNumber(end);
    json.writeEndArray();
    json.writeEndObject();
    return end;
  }
}
