package io.github.convexheads.bench.images;

import io.github.convexheads.api.error.InvalidInputException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** A folder with one folder of PNG or JPEG files for every class; classes by sorted name. */
final class ImageFolder implements ImageSource {
  private static final Set<String> FORMATS = Set.of("png", "jpeg");
  private static final long MOST_PIXELS = 1 << 26;

  /** Four times what the widest image takes, 16 bits for each of four channels, and a copy. */
  private static final int HEAP_BYTES_A_PIXEL = 48;

  private final List<Path> files;
  private final int[] labels;
  private final List<String> names;
  private final ImageShape shape;

  private ImageFolder(List<Path> files, int[] labels, List<String> names, ImageShape shape) {
    this.files = files;
    this.labels = labels;
    this.names = names;
    this.shape = shape;
  }

  static ImageFolder open(Path folder, int size) {
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Path inside : sorted(folder)) {
      List<Path> images =
          Files.isDirectory(inside)
              ? sorted(inside).stream().filter(ImageFolder::isImage).toList()
              : List.of();
      if (!images.isEmpty()) {
        images.forEach(image -> labels.add(names.size()));
        files.addAll(images);
        names.add(inside.getFileName().toString());
      }
    }
    if (files.isEmpty()) {
      throw new InvalidInputException(
          folder + " holds no class folder with .png, .jpg or .jpeg files");
    }
    BufferedImage first = load(files.get(0));
    ImageShape shape =
        size > 0
            ? new ImageShape(3, size, size)
            : new ImageShape(3, first.getHeight(), first.getWidth());
    return new ImageFolder(
        files, labels.stream().mapToInt(i -> i).toArray(), List.copyOf(names), shape);
  }

  private static List<Path> sorted(Path folder) {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.sorted().toList();
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
  }

  private static BufferedImage load(Path file) {
    try (ImageInputStream stream = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers =
          stream == null ? Collections.emptyIterator() : ImageIO.getImageReaders(stream);
      ImageReader reader = readers.hasNext() ? readers.next() : null;
      if (reader == null || !FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        throw new InvalidInputException(file + " is no PNG or JPEG image");
      }
      try {
        reader.setInput(stream, true, true);
        requireModest(file, reader.getWidth(0), reader.getHeight(0));
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException("cannot read image " + file + ": " + e.getMessage(), e);
    }
  }

  /** Decoding takes memory for every pixel that the file claims to have. */
  private static void requireModest(Path file, int width, int height) {
    long most = Math.min(MOST_PIXELS, Runtime.getRuntime().maxMemory() / HEAP_BYTES_A_PIXEL);
    if ((long) width * height > most) {
      throw new InvalidInputException(
          "image %s has %d x %d pixels; at most %d are read, with a larger heap (-Xmx) up to %d"
              .formatted(file, width, height, most, MOST_PIXELS));
    }
  }

  @Override
  public int count() {
    return files.size();
  }

  @Override
  public ImageShape shape() {
    return shape;
  }

  @Override
  public int[] labels() {
    return labels.clone();
  }

  @Override
  public List<String> classNames() {
    return names;
  }

  @Override
  public void read(int from, int to, float[] into) {
    Objects.checkFromToIndex(from, to, files.size());
    for (int i = from; i < to; i++) {
      copy(resized(load(files.get(i))), into, (i - from) * shape.size());
    }
  }

  private BufferedImage resized(BufferedImage image) {
    BufferedImage result =
        new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, shape.width(), shape.height(), null);
    graphics.dispose();
    return result;
  }

  private void copy(BufferedImage image, float[] into, int at) {
    int plane = shape.height() * shape.width();
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        int rgb = image.getRGB(x, y);
        for (int channel = 0; channel < 3; channel++) {
          int value = (rgb >> (16 - 8 * channel)) & 0xff;
          into[at + channel * plane + y * shape.width() + x] = value / 255f;
        }
      }
    }
  }
}
