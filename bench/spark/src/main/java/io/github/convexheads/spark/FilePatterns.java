package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.NaturalOrder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Names and patterns of files and folders, on any file system that Hadoop knows. */
final class FilePatterns {
  private FilePatterns() {}

  /**
   * Finds what names stand for, in the order given; what a pattern stands for is in natural order,
   * without hidden files. A file that has the name of a pattern is that file, as in memory.
   *
   * @throws InvalidInputException if nothing has such a name
   */
  static List<FileStatus> found(List<String> names, Configuration hadoop) {
    List<FileStatus> all = new ArrayList<>();
    for (String name : names) {
      try {
        List<FileStatus> files = matching(new Path(name), hadoop);
        if (files.isEmpty()) {
          throw new InvalidInputException("no file matches " + name);
        }
        all.addAll(files);
      } catch (IOException | IllegalArgumentException e) {
        throw new InvalidInputException(
            "%s cannot be found: %s".formatted(name, e.getMessage()), e);
      }
    }
    return all;
  }

  private static List<FileStatus> matching(Path pattern, Configuration hadoop) throws IOException {
    FileSystem files = pattern.getFileSystem(hadoop);
    try {
      return List.of(files.getFileStatus(pattern));
    } catch (FileNotFoundException none) {
      FileStatus[] found = files.globStatus(pattern, path -> !path.getName().startsWith("."));
      return found == null
          ? List.of()
          : Arrays.stream(found)
              .sorted(
                  Comparator.comparing(status -> status.getPath().toString(), NaturalOrder.OF_TEXT))
              .toList();
    }
  }
}
