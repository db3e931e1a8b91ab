package io.github.convexheads.bench.images;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Image files: a folder with one folder for every class, a folder of files without classes, or one
 * file. Values are those that files store, upright, resized by {@link TriangleFilter}.
 */
final class ImageFolder implements ImageSource {
  private final ClassFolders found;
  private final ImageOptions options;
  private final ImageShape shape;
  private final Path root;
  private final Counted resized;
  private final Counted transparent;
  private final Counted animated;

  private ImageFolder(Path root, ClassFolders found, ImageOptions options, ImageShape shape) {
    this.found = found;
    this.options = options;
    this.shape = shape;
    this.root = root.toAbsolutePath();
    this.resized = new Counted(root);
    this.transparent = new Counted(root);
    this.animated = new Counted(root);
  }

  static ImageFolder open(Path path, ImageOptions options) {
    boolean folder = Files.isDirectory(path);
    Path root = folder ? path : path.toAbsolutePath().getParent();
    ClassFolders found =
        folder ? ClassFolders.of(path, options.classes()) : ClassFolders.file(path);
    RgbImage first = ImageFile.read(found.files().get(0)).image(); // a damaged one fails early
    ImageShape shape =
        options.resizes()
            ? new ImageShape(3, options.height(), options.width())
            : new ImageShape(3, first.height(), first.width());
    return new ImageFolder(root, found, options, shape);
  }

  @Override
  public int count() {
    return found.files().size();
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public int[] labels() {
    return found.classes().isEmpty()
        ? new int[0]
        : found.labels().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public List<String> classNames() {
    return found.classes();
  }

  @Override
  public String id(int index) {
    Path file = found.files().get(index).toAbsolutePath();
    return root.relativize(file).toString();
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>(found.notes());
    String other = "of another size than %d x %d".formatted(shape.height(), shape.width());
    if (!options.resizes()) {
      resized.addTo(notes, "image " + other + " resized", "images " + other + " resized");
    }
    if (options.ground() == ImageOptions.Ground.IGNORED) {
      transparent.addTo(
          notes,
          "transparent image taken without its opacity; see --background",
          "transparent images taken without their opacity; see --background");
    }
    animated.addTo(
        notes,
        "image of several frames, of which the first is taken",
        "images of several frames, of which the first is taken");
    return notes;
  }

  @Override
  public void read(int from, int to, float[] into) {
    Objects.checkFromToIndex(from, to, count());
    for (int i = from; i < to; i++) {
      copy(found.files().get(i), into, (i - from) * shape.size());
    }
  }

  private void copy(Path file, float[] into, int at) {
    ImageFile read = ImageFile.read(file);
    count(file, read);
    RgbImage image = read.image().opaque(options.ground());
    int plane = shape.height() * shape.width();
    IntStream.range(0, 3)
        .forEach(
            p ->
                System.arraycopy(
                    TriangleFilter.resize(
                        image.planes()[p],
                        image.height(),
                        image.width(),
                        shape.height(),
                        shape.width()),
                    0,
                    into,
                    at + p * plane,
                    plane));
  }

  private void count(Path file, ImageFile read) {
    RgbImage image = read.image();
    if (image.height() != shape.height() || image.width() != shape.width()) {
      resized.add(file);
    }
    if (image.isTransparentSomewhere()) {
      transparent.add(file);
    }
    if (read.frames() > 1) {
      animated.add(file);
    }
  }
}
