package io.github.convexheads.bench.images;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
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
   * Returns what an image is called.
   *
   * @param index the image
   * @return its file below the folder, or its number where there are no files
   */
  default String id(int index) {
    return Integer.toString(index);
  }

  /**
   * Returns what a reader of the result should know of how images were taken: files that were left
   * out, classes without images, images that were resized. Complete when all images were read.
   *
   * @return one line each; empty where there is nothing to say
   */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Says whether a file is one of the images of a folder, however deep.
   *
   * @param folder the folder, or a file
   * @param file the file
   * @return whether it is there, below the folder, and has the name of an image
   */
  static boolean isImageIn(Path folder, Path file) {
    try {
      return Files.isDirectory(folder)
          && Files.isRegularFile(file)
          && ImageFile.isNamedImage(FileNames.of(file))
          && file.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false; // gone meanwhile, or not to be reached
    }
  }

  /**
   * Opens images of any supported kind: a folder of class folders with PNG, JPEG, WebP, BMP, GIF or
   * TIFF files, a folder of such files or one of them without classes, IDX (MNIST), and CIFAR-10 or
   * CIFAR-100 binary records.
   *
   * @param path a folder or file
   * @param options how images are read
   * @return the images
   * @throws InvalidInputException if the path is missing or is none of these; says what was found
   */
  static ImageSource open(Path path, ImageOptions options) {
    if (!Files.exists(path)) {
      throw new InvalidInputException("images " + path + " do not exist");
    }
    String name = FileNames.of(path).toLowerCase(Locale.ROOT);
    boolean files = Files.isDirectory(path) || ImageFile.isNamedImage(name);
    boolean idx = !files && (name.contains("ubyte") || name.contains("idx"));
    if (options.labels() != null && !idx) {
      throw new InvalidInputException(
          "labels in %s are of IDX images, but %s has its own, or none; leave out --image-labels"
              .formatted(options.labels(), path));
    }
    if (files) {
      return ImageFolder.open(path, options);
    }
    if (!options.classes().isEmpty()) {
      throw new InvalidInputException(
          "classes %s name folders, but %s is a file".formatted(options.classes(), path));
    }
    ImageSource records = idx ? IdxImages.open(path, options.labels()) : CifarRecords.open(path);
    return options.resizes()
        ? ResizedImages.of(records, options.height(), options.width())
        : records;
  }
}
