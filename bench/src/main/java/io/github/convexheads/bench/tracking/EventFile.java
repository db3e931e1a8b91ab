package io.github.convexheads.bench.tracking;

import com.google.protobuf.CodedOutputStream;
import io.github.convexheads.api.error.InvalidInputException;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * An event file of TensorBoard: records of {@code tensorflow.Event}
 * (tensorflow/core/util/event.proto and framework/summary.proto), each framed as
 *
 * <pre>{@code
 * uint64 length, uint32 masked CRC-32C of length, the event, uint32 masked CRC-32C of the event
 * }</pre>
 *
 * <p>little-endian, where mask(c) = rotate_right(c, 15) + 0xa282ead8 (tensorflow/core/lib/io,
 * record_writer.cc). Every record is written through, so that a run can be watched.
 */
final class EventFile implements AutoCloseable {
  private static final String VERSION = "brain.Event:2";
  private static final int MASK = 0xa282ead8;

  /** Fields of Event. */
  private static final int WALL_TIME = 1;

  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;

  /** The only field of Summary, and the fields of Summary.Value. */
  private static final int VALUE = 1;

  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;

  private final Path file;
  private final OutputStream out;

  private EventFile(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /** Begins a new file, named by the time as TensorBoard wants it, in a folder that is made. */
  static EventFile in(Path folder, double wallTime) {
    Path file = folder;
    try {
      Files.createDirectories(folder);
      file = free(folder, (long) wallTime);
      OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
      EventFile events = new EventFile(file, new BufferedOutputStream(out));
      events.record(wallTime, event -> event.writeString(FILE_VERSION, VERSION));
      return events;
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static Path free(Path folder, long seconds) {
    for (int run = 0; ; run++) {
      Path file = folder.resolve("events.out.tfevents.%d.convex-heads.%d".formatted(seconds, run));
      if (!Files.exists(file)) {
        return file;
      }
    }
  }

  private static InvalidInputException unwritable(Path file, IOException e) {
    String reason =
        e instanceof FileAlreadyExistsException
            ? "it is a file, and a log needs a folder"
            : e instanceof FileSystemException ? "the folder cannot be made" : e.getMessage();
    return new InvalidInputException("cannot write " + file + ": " + reason, e);
  }

  /** A part of a message. */
  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  /** Writes one value of one curve. */
  void scalar(String tag, long step, double value, double wallTime) {
    record(
        wallTime,
        event -> {
          event.writeInt64(STEP, step);
          byte[] point =
              message(
                  fields -> {
                    fields.writeString(TAG, tag);
                    fields.writeFloat(SIMPLE_VALUE, (float) value);
                  });
          byte[] summary = message(fields -> fields.writeByteArray(VALUE, point));
          event.writeByteArray(SUMMARY, summary);
        });
  }

  private void record(double wallTime, Fields what) {
    try {
      byte[] event =
          message(
              fields -> {
                fields.writeDouble(WALL_TIME, wallTime);
                what.writeTo(fields);
              });
      byte[] length =
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(event.length)
              .array();
      out.write(length);
      out.write(checksum(length));
      out.write(event);
      out.write(checksum(event));
      out.flush();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static byte[] message(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    fields.writeTo(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] checksum(byte[] content) {
    CRC32C sum = new CRC32C();
    sum.update(content);
    int masked = Integer.rotateRight((int) sum.getValue(), 15) + MASK;
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }
}
