package io.github.convexheads.bench.images;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.NaturalOrder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * The images of a folder and of the folders in it, in natural order, without what is hidden and
 * what is no image by its name; that is counted.
 */
final class FolderListing {
  /** Folders in which macOS and storage servers keep what nobody put there. */
  private static final Set<String> FOREIGN = Set.of("__MACOSX", "@eaDir");

  private static final int MOST_DEPTH = 32;

  private final Counted hidden;
  private final Counted others;
  private final Counted nested;

  /** Counts into the given notes. */
  FolderListing(Counted hidden, Counted others, Counted nested) {
    this.hidden = hidden;
    this.others = others;
    this.nested = nested;
  }

  static boolean isHidden(String name) {
    return name.startsWith(".") || FOREIGN.contains(name);
  }

  /** What is directly in a folder and not hidden. */
  List<Path> inside(Path folder) {
    List<Path> shown = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path path : all) {
        if (isHidden(FileNames.of(path))) {
          hidden.add(path);
        } else {
          shown.add(path);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw new InvalidInputException("cannot read " + folder + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + folder + ": " + e.getMessage(), e);
    }
    shown.sort(Comparator.comparing(FileNames::of, NaturalOrder.OF_TEXT));
    return shown;
  }

  /** Whether it is a file with the name of an image; counts others. */
  boolean isImage(Path path) {
    boolean image = Files.isRegularFile(path) && ImageFile.isNamedImage(FileNames.of(path));
    if (!image) {
      others.add(path);
    }
    return image;
  }

  /** All images in a class folder, those of the folders in it behind its own. */
  List<Path> images(Path folder) {
    List<Path> images = new ArrayList<>();
    collect(folder, 0, images);
    return images;
  }

  private void collect(Path folder, int depth, List<Path> images) {
    if (depth > MOST_DEPTH) {
      throw new InvalidInputException(
          "%s lies %d folders deep; a link may lead back to a folder above it"
              .formatted(folder, depth));
    }
    List<Path> folders = new ArrayList<>();
    for (Path path : inside(folder)) {
      if (Files.isDirectory(path)) {
        folders.add(path);
      } else if (isImage(path)) {
        images.add(path);
        if (depth > 0) {
          nested.add(path);
        }
      }
    }
    folders.forEach(below -> collect(below, depth + 1, images));
  }
}
