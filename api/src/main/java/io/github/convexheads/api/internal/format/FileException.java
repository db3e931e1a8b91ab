package io.github.convexheads.api.internal.format;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apiguardian.api.API;

/**
 * The file system would not do what was asked: a missing file or folder, no permission, a folder
 * where a file should be, a full disk, a file that changed while it was read.
 */
@API(status = API.Status.INTERNAL)
public final class FileException extends InvalidInputException {

  private static final long serialVersionUID = 1L;

  /**
   * Names the file and what could not be done with it.
   *
   * @param name the file, as the user named it
   * @param problem what was found and what would be right
   */
  public FileException(String name, String problem) {
    super(name + ": " + problem);
  }

  /**
   * Names the file, what could not be done with it, and the failure underneath.
   *
   * @param name the file, as the user named it
   * @param problem what was found and what would be right
   * @param cause the failure of the file system
   */
  public FileException(String name, String problem, Throwable cause) {
    super(name + ": " + problem, cause);
  }

  /** A failure while reading. */
  static FileException reading(String name, IOException cause) {
    return new FileException(name, "cannot be read: " + reason(cause), cause);
  }

  /** A failure while writing into {@code folder}; a full disk is named as such. */
  static FileException writing(Path target, Path folder, IOException cause) {
    String room = cause instanceof AccessDeniedException ? "" : room(folder);
    return new FileException(
        target.toString(), "cannot be written: " + reason(cause) + room, cause);
  }

  private static String reason(IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return "it does not exist";
    }
    if (cause instanceof AccessDeniedException) {
      return "no permission";
    }
    if (cause instanceof FileSystemException refused && refused.getReason() != null) {
      return refused.getReason();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static String room(Path folder) {
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      return " (" + ByteCount.text(free) + " free in " + folder + ")";
    } catch (IOException e) {
      return "";
    }
  }
}
