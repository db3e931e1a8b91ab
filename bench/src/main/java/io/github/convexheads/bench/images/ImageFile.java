package io.github.convexheads.bench.images;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.github.convexheads.api.error.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/**
 * One image in a file: PNG, JPEG, WebP, BMP, GIF or TIFF, whatever its name says. Read upright, by
 * its EXIF orientation; of several frames the first.
 *
 * @param image the decoded image
 * @param frames how many frames the file has, or 1 where that is not known
 */
record ImageFile(RgbImage image, int frames) {
  /** Suffixes by which files are taken for images, with the formats that they name. */
  static final Map<String, String> SUFFIXES =
      Map.ofEntries(
          Map.entry("png", "PNG"),
          Map.entry("jpg", "JPEG"),
          Map.entry("jpeg", "JPEG"),
          Map.entry("jpe", "JPEG"),
          Map.entry("jfif", "JPEG"),
          Map.entry("webp", "WebP"),
          Map.entry("bmp", "BMP"),
          Map.entry("dib", "BMP"),
          Map.entry("gif", "GIF"),
          Map.entry("tif", "TIFF"),
          Map.entry("tiff", "TIFF"));

  private static final Map<String, String> READERS =
      Map.of(
          "png", "png", "jpeg", "jpeg", "jpg", "jpeg", "webp", "webp", "bmp", "bmp", "gif", "gif",
          "tif", "tiff", "tiff", "tiff", "bigtiff", "tiff");
  private static final long MOST_PIXELS = 1 << 26;

  /** Four times what the widest image takes, 16 bits for each of four channels, and a copy. */
  private static final int HEAP_BYTES_A_PIXEL = 48;

  /** Whether a file is taken for an image by its name. */
  static boolean isNamedImage(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && SUFFIXES.containsKey(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  static ImageFile read(Path file) {
    try (ImageInputStream stream = new ByteArrayImageInputStream(content(file))) {
      ImageReader reader = reader(stream);
      if (reader == null) {
        throw new InvalidInputException(
            file + " is no PNG, JPEG, WebP, BMP, GIF or TIFF image, whatever its name says");
      }
      try {
        return decoded(file, reader, stream);
      } finally {
        reader.dispose();
      }
    } catch (EOFException e) {
      throw new InvalidInputException("image " + file + " ends too early", e);
    } catch (InvalidInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new InvalidInputException("cannot read image " + file + ": " + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    String message = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
    return message.isBlank() || e instanceof RuntimeException
        ? "its content is damaged (" + e.getClass().getSimpleName() + ")"
        : message;
  }

  /** The whole file: native locales cannot name every file to the decoders, but can open it. */
  private static byte[] content(Path file) throws IOException {
    long size = Files.size(file);
    long most = Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 4);
    if (!Files.isRegularFile(file) || size > most) {
      throw new InvalidInputException(
          "image %s has %d bytes; at most %d, a quarter of the heap, are read"
              .formatted(file, size, most));
    }
    return Files.readAllBytes(file);
  }

  private static ImageReader reader(ImageInputStream stream) throws IOException {
    for (Iterator<ImageReader> all = ImageIO.getImageReaders(stream); all.hasNext(); ) {
      ImageReader reader = all.next();
      if (READERS.containsKey(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        return reader;
      }
      reader.dispose();
    }
    return null;
  }

  private static ImageFile decoded(Path file, ImageReader reader, ImageInputStream stream)
      throws IOException {
    String format = READERS.get(reader.getFormatName().toLowerCase(Locale.ROOT));
    int orientation = Orientation.read(stream, format);
    Canvas declared = Canvas.read(stream, format);
    stream.seek(0);
    reader.setInput(stream, false, true);
    if (format.equals("webp")) {
      requireWhole(stream);
    }
    Canvas canvas = declared.around(reader.getWidth(0), reader.getHeight(0));
    requireModest(file, canvas.width(), canvas.height());
    ReadingWarnings warnings = new ReadingWarnings();
    reader.addIIOReadWarningListener(warnings);
    try {
      RgbImage image = format.equals("jpeg") ? jpeg(reader, stream) : plain(reader, format);
      warnings.requireComplete();
      return new ImageFile(canvas.with(image).upright(orientation), frames(reader, format));
    } catch (InvalidInputException e) {
      throw new InvalidInputException("image " + file + ": " + e.getMessage(), e);
    }
  }

  /** A RIFF file says how long it is; the decoder of lossless WebP does not mind its end. */
  private static void requireWhole(ImageInputStream stream) throws IOException {
    stream.seek(4);
    stream.setByteOrder(ByteOrder.LITTLE_ENDIAN);
    if (stream.readUnsignedInt() + 8 > stream.length()) {
      throw new EOFException("the file is shorter than it says");
    }
    stream.setByteOrder(ByteOrder.BIG_ENDIAN);
    stream.seek(0);
  }

  private static int frames(ImageReader reader, String format) throws IOException {
    boolean several = format.equals("gif") || format.equals("webp") || format.equals("tiff");
    return several ? Math.max(1, reader.getNumImages(true)) : 1;
  }

  private static RgbImage jpeg(ImageReader reader, ImageInputStream stream) throws IOException {
    stream.mark();
    JpegHeader header = JpegHeader.read(stream);
    stream.reset();
    return header.isUsual()
            && reader.canReadRaster()
            && header.colours() != JpegHeader.Colours.UNKNOWN
        ? JpegSamples.of(reader.readRaster(0, null), header.colours())
        : plain(reader, "jpeg");
  }

  /** Decodes into the colours of the file, where the decoder can, rather than converting them. */
  private static RgbImage plain(ImageReader reader, String format) throws IOException {
    ImageReadParam wanted = reader.getDefaultReadParam();
    ImageTypeSpecifier stored = stored(reader, format);
    if (stored != null) {
      wanted.setDestinationType(stored);
    }
    BufferedImage image = reader.read(0, wanted);
    RgbImage read = format.equals("tiff") ? TiffSamples.of(reader, image) : RasterColours.of(image);
    return read.requireUnitRange();
  }

  /** PNG files may declare one grey or colour transparent; that is in the first type alone. */
  private static ImageTypeSpecifier stored(ImageReader reader, String format) throws IOException {
    Iterator<ImageTypeSpecifier> types =
        format.equals("png") ? reader.getImageTypes(0) : Collections.emptyIterator();
    return types.hasNext() ? types.next() : reader.getRawImageType(0);
  }

  /** Decoding takes memory for every pixel that the file claims to have. */
  private static void requireModest(Path file, int width, int height) {
    long most = Math.min(MOST_PIXELS, Runtime.getRuntime().maxMemory() / HEAP_BYTES_A_PIXEL);
    if (width < 1 || height < 1 || (long) width * height > most) {
      throw new InvalidInputException(
          "image %s has %d x %d pixels; 1 to %d are read%s"
              .formatted(
                  file,
                  width,
                  height,
                  most,
                  most < MOST_PIXELS
                      ? ", with a larger heap (-Xmx) up to " + MOST_PIXELS
                      : ", make it smaller"));
    }
  }
}
