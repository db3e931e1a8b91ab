package io.github.convexheads.api.internal.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;

/**
 * Small files that are read whole, after a look at what they are: folders, devices, pipes and what
 * is larger than such a file can be are refused before anything is read.
 */
@API(status = API.Status.INTERNAL)
public final class BoundedFile {
  private BoundedFile() {}

  /**
   * Reads a file.
   *
   * @param path the file
   * @param mostBytes the most that such a file can have
   * @return all its bytes
   * @throws FormatException if it is larger
   * @throws FileException if it is no regular file or cannot be read
   */
  public static byte[] bytes(Path path, int mostBytes) {
    requireAtMost(path, mostBytes);
    InputFile file = InputFile.of(path);
    byte[] bytes = file.read(in -> in.readNBytes(mostBytes + 1));
    if (bytes.length > mostBytes) {
      throw large(file.name(), bytes.length, mostBytes);
    }
    return bytes;
  }

  /**
   * Reads the lines of a text file.
   *
   * @param path the file, UTF-8
   * @param mostBytes the most that such a file can have
   * @return its lines, without a byte order mark
   * @throws FormatException if it is larger or not UTF-8
   * @throws FileException if it is no regular file or cannot be read
   */
  public static List<String> lines(Path path, int mostBytes) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(bytes(path, mostBytes));
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return (text.startsWith("\ufeff") ? text.substring(1) : text).lines().toList();
    } catch (CharacterCodingException e) {
      throw new FormatException(path.toString(), "is not UTF-8 text", e);
    }
  }

  /**
   * Refuses what is no regular file, and what is too large, without reading it.
   *
   * @param path the file
   * @param mostBytes the most that such a file can have
   * @throws FormatException if it is larger
   * @throws FileException if it is no regular file or there is none
   */
  public static void requireAtMost(Path path, long mostBytes) {
    InputFile file = InputFile.of(path);
    if (file.size() > mostBytes) {
      throw large(file.name(), file.size(), mostBytes);
    }
  }

  private static FormatException large(String name, long bytes, long mostBytes) {
    return new FormatException(
        name,
        "has %s; such a file has at most %s"
            .formatted(ByteCount.text(bytes), ByteCount.text(mostBytes)));
  }
}
