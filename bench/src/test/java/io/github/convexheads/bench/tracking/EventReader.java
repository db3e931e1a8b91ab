package io.github.convexheads.bench.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads event files back, bit by bit as record_reader.cc and event.proto say. */
public final class EventReader {
  private static final int POLYNOMIAL = 0x82f63b78;

  private EventReader() {}

  /**
   * One value of one curve.
   *
   * @param tag the curve
   * @param step the place on it
   * @param value the value
   */
  public record Scalar(String tag, long step, float value) {}

  /**
   * Reads the only event file of a folder.
   *
   * @param folder the folder
   * @return its values in order
   * @throws IOException if it cannot be read
   */
  public static List<Scalar> read(Path folder) throws IOException {
    List<Path> files;
    try (var inside = Files.list(folder)) {
      files = inside.toList();
    }
    assertThat(files).hasSize(1);
    assertThat(files.get(0).getFileName().toString()).startsWith("events.out.tfevents.");
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(files.get(0))).order(ByteOrder.LITTLE_ENDIAN);
    List<Scalar> scalars = new ArrayList<>();
    boolean first = true;
    while (bytes.hasRemaining()) {
      byte[] event = record(bytes);
      if (first) {
        assertThat(new String(event, UTF_8)).endsWith("brain.Event:2");
        first = false;
      } else {
        scalars.add(scalar(CodedInputStream.newInstance(event)));
      }
    }
    return scalars;
  }

  private static byte[] record(ByteBuffer bytes) {
    byte[] length = new byte[8];
    bytes.get(length);
    assertThat(bytes.getInt()).isEqualTo(masked(length));
    byte[] event =
        new byte[Math.toIntExact(ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong())];
    bytes.get(event);
    assertThat(bytes.getInt()).isEqualTo(masked(event));
    return event;
  }

  /** CRC-32C bit by bit (Castagnoli, Brauer and Herrmann, 1993), masked. */
  static int masked(byte[] content) {
    int crc = -1;
    for (byte value : content) {
      crc ^= value & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
    }
    crc = ~crc;
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  private static Scalar scalar(CodedInputStream event) throws IOException {
    String tag = "";
    long step = 0;
    float value = Float.NaN;
    for (int tagged = event.readTag(); tagged != 0; tagged = event.readTag()) {
      switch (WireFormat.getTagFieldNumber(tagged)) {
        case 1 -> assertThat(event.readDouble()).isGreaterThan(1e9);
        case 2 -> step = event.readInt64();
        case 5 -> {
          CodedInputStream summary = CodedInputStream.newInstance(event.readByteArray());
          assertThat(WireFormat.getTagFieldNumber(summary.readTag())).isEqualTo(1);
          CodedInputStream point = CodedInputStream.newInstance(summary.readByteArray());
          assertThat(WireFormat.getTagFieldNumber(point.readTag())).isEqualTo(1);
          tag = point.readString();
          assertThat(WireFormat.getTagFieldNumber(point.readTag())).isEqualTo(2);
          value = point.readFloat();
        }
        default -> throw new AssertionError("an unknown field: " + tagged);
      }
    }
    return new Scalar(tag, step, value);
  }
}
