package io.github.convexheads.spark;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.NaturalOrder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Names and patterns of files and folders, on any file system that Hadoop knows. */
final class FilePatterns {
  private FilePatterns() {}

  /**
   * Finds what names stand for, in the order given; what a pattern stands for is in natural order.
   *
   * @throws InvalidInputException if nothing has such a name
   */
  static List<FileStatus> found(List<String> names, Configuration hadoop) {
    List<FileStatus> all = new ArrayList<>();
    for (String name : names) {
      try {
        Path pattern = new Path(name);
        FileStatus[] files = pattern.getFileSystem(hadoop).globStatus(pattern);
        if (files == null || files.length == 0) {
          throw new InvalidInputException("no file matches " + name);
        }
        Arrays.stream(files)
            .sorted(
                Comparator.comparing(status -> status.getPath().toString(), NaturalOrder.OF_TEXT))
            .forEach(all::add);
      } catch (IOException | IllegalArgumentException e) {
        throw new InvalidInputException(
            "%s cannot be found: %s".formatted(name, e.getMessage()), e);
      }
    }
    return all;
  }
}
