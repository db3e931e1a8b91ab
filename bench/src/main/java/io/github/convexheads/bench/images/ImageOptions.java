package io.github.convexheads.bench.images;

import io.github.convexheads.api.error.InvalidInputException;
import java.nio.file.Path;
import java.util.List;

/**
 * How images are read.
 *
 * @param labels IDX labels; null otherwise
 * @param height rows to which images are resized; 0 for those of the file, in a folder of the first
 * @param width columns to which images are resized; 0 as for rows
 * @param ground what shows through where an image is transparent
 * @param classes names of class folders in order of their labels; empty for all folders there are
 */
public record ImageOptions(
    Path labels, int height, int width, Ground ground, List<String> classes) {
  /** The side to which images are resized at most. */
  private static final int MOST = 1 << 14;

  /** The filter by which images are resized: {@link TriangleFilter}. */
  public static final String FILTER = TriangleFilter.NAME;

  /** Sizes of the files, colours as stored, all class folders. */
  public static final ImageOptions DEFAULTS =
      new ImageOptions(null, 0, 0, Ground.IGNORED, List.of());

  /** What shows through where an image is transparent. */
  public enum Ground {
    /** Nothing: opacity is left out, and colours are those that the file stores. */
    IGNORED,
    /** Black: a v for a colour v of opacity a. */
    BLACK,
    /** White: a v + 1 - a. */
    WHITE
  }

  /** Checks the size and copies the names. */
  public ImageOptions {
    classes = List.copyOf(classes);
    for (String name : classes) {
      if (name.isBlank() || classes.indexOf(name) != classes.lastIndexOf(name)) {
        throw new InvalidInputException(
            "the names of classes %s have '%s' %s; give each class its own"
                .formatted(classes, name, name.isBlank() ? "among them" : "twice"));
      }
    }
    if (height < 0 || width < 0 || height > MOST || width > MOST || (height == 0) != (width == 0)) {
      throw new InvalidInputException(
          "images cannot be resized to %d x %d; both sides must be 1 to %d, or 0 for their own size"
              .formatted(height, width, MOST));
    }
  }

  /**
   * Returns these options with another size.
   *
   * @param rows height
   * @param columns width
   * @return the options
   */
  public ImageOptions resized(int rows, int columns) {
    return new ImageOptions(labels, rows, columns, ground, classes);
  }

  /**
   * Returns these options with IDX labels.
   *
   * @param file the IDX file; null for none
   * @return the options
   */
  public ImageOptions withLabels(Path file) {
    return new ImageOptions(file, height, width, ground, classes);
  }

  /** Whether a size is asked for. */
  boolean resizes() {
    return height > 0;
  }
}
