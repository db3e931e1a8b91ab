package io.github.convexheads.bench.images;

import io.github.convexheads.api.error.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Labelled images, read in any order and never all at once: values in 0..1, N x channels x height x
 * width, row-major. Safe for use by several threads.
 */
public interface ImageSource {

  /**
   * Returns n.
   *
   * @return the number of images, at least 1
   */
  int count();

  /**
   * Returns the shape of one image.
   *
   * @return channels, height and width
   */
  ImageShape shape();

  /**
   * Reads images.
   *
   * @param from the first image
   * @param to one past the last image
   * @param into receives (to - from) x channels x height x width values from index 0
   */
  void read(int from, int to, float[] into);

  /**
   * Returns the class of every image.
   *
   * @return n class indices, empty if the source has none
   */
  int[] labels();

  /**
   * Returns names of the classes.
   *
   * @return the names in order of the labels, empty if the source has none
   */
  default List<String> classNames() {
    return List.of();
  }

  /**
   * Opens images of any supported kind: a folder of class folders with PNG or JPEG files, IDX
   * (MNIST) and CIFAR-10 or CIFAR-100 binary records.
   *
   * @param path a folder or file
   * @param labels IDX labels; null otherwise
   * @param size side to which images of a folder are resized; 0 for the size of the first
   * @return the images
   * @throws InvalidInputException if the path is missing or is none of these; says what was found
   */
  static ImageSource open(Path path, Path labels, int size) {
    if (!Files.exists(path)) {
      throw new InvalidInputException("images " + path + " do not exist");
    }
    if (Files.isDirectory(path)) {
      return ImageFolder.open(path, size);
    }
    String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.contains("ubyte") || name.contains("idx")
        ? IdxImages.open(path, labels)
        : CifarRecords.open(path);
  }
}
