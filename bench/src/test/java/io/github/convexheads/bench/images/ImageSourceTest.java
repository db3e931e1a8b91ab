package io.github.convexheads.bench.images;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of images, written by the test byte by byte. */
class ImageSourceTest {
  @TempDir private Path folder;

  /** CIFAR-10 has one byte of label, CIFAR-100 a coarse one before the fine one. */
  private static byte[] records(int count, int labelBytes) {
    ByteBuffer bytes = ByteBuffer.allocate(count * (labelBytes + 3072));
    for (int i = 0; i < count; i++) {
      for (int b = 0; b < labelBytes; b++) {
        bytes.put((byte) (b == labelBytes - 1 ? i + 1 : 9));
      }
      for (int k = 0; k < 3072; k++) {
        bytes.put((byte) (i + k / 1024 * 100));
      }
    }
    return bytes.array();
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static void assertPlanes(ImageSource source, int image) {
    float[] planes = new float[3072];
    source.read(image, image + 1, planes);
    assertThat(planes[0]).isEqualTo(image / 255f);
    assertThat(planes[1024]).isEqualTo((image + 100) / 255f);
    assertThat(planes[3071]).isEqualTo((image + 200) / 255f);
  }

  @Test
  void cifarRecordsOfBothKindsAreRead() throws IOException {
    ImageSource ten = ImageSource.open(file("ten.bin", records(3, 1)), ImageOptions.DEFAULTS);
    ImageSource hundred =
        ImageSource.open(file("hundred.bin", records(4, 2)), ImageOptions.DEFAULTS);

    assertThat(ten.shape()).isEqualTo(new ImageShape(3, 32, 32));
    assertThat(ten.labels()).containsExactly(1, 2, 3);
    assertThat(hundred.labels()).containsExactly(1, 2, 3, 4);
    assertPlanes(ten, 2);
    assertPlanes(hundred, 3);
  }

  @Test
  void recordsThatAreCutOrMislabelledAreRefused() throws IOException {
    byte[] bytes = records(2, 1);
    byte[] wrong = records(1, 1);
    wrong[0] = 10;

    assertRefused(file("cut.bin", Arrays.copyOf(bytes, 5000)), "5000 bytes");
    assertRefused(file("wrong.bin", wrong), "label 10");
    assertRefused(file("empty.bin", new byte[0]), "0 bytes");
    assertRefused(folder.resolve("missing.bin"), "do not exist");
  }

  /** Of 3073 x 3074 bytes, the size shows nothing; the labels may. */
  @Test
  void recordsOfBothSizesAreTakenByTheirLabelsOrNotAtAll() throws IOException {
    byte[] ten = new byte[3073 * 3074];
    byte[] hundred = new byte[3073 * 3074];
    Arrays.fill(ten, (byte) 200);
    Arrays.fill(hundred, (byte) 200);
    for (int i = 0; i < 3074; i++) {
      ten[i * 3073] = 9;
    }
    for (int i = 0; i < 3073; i++) {
      hundred[i * 3074] = 19;
      hundred[i * 3074 + 1] = 99;
    }

    assertThat(ImageSource.open(file("ten.bin", ten), ImageOptions.DEFAULTS).labels())
        .hasSize(3074)
        .containsOnly(9);
    assertThat(ImageSource.open(file("hundred.bin", hundred), ImageOptions.DEFAULTS).labels())
        .hasSize(3073)
        .containsOnly(99);
    assertRefused(
        file("both.bin", new byte[3073 * 3074]),
        "could be 3074 records of CIFAR-10 as well as 3073 of CIFAR-100");
  }

  @Test
  void aCoarseLabelThatCifarDoesNotHaveIsRefused() throws IOException {
    byte[] records = records(2, 2);
    records[3074] = 20;

    assertRefused(
        file("coarse.bin", records), "record 1 has coarse label 20, but CIFAR-100 has 0..19");
  }

  private static byte[] idxImages(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(16 + count * 6);
    bytes.putInt(0x0803).putInt(count).putInt(2).putInt(3);
    for (int i = 0; i < count * 6; i++) {
      bytes.put((byte) (i * 20));
    }
    return bytes.array();
  }

  private static byte[] idxLabels(int... labels) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length);
    bytes.putInt(0x0801).putInt(labels.length);
    for (int label : labels) {
      bytes.put((byte) label);
    }
    return bytes.array();
  }

  @Test
  void idxImagesAreReadPlainAndCompressed() throws IOException {
    Path plain = file("images-idx3-ubyte", idxImages(2));
    Path labels = file("labels-idx1-ubyte", idxLabels(7, 3));
    Path packed = folder.resolve("images-idx3-ubyte.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(idxImages(2));
    }

    for (Path path : new Path[] {plain, packed}) {
      ImageSource source = ImageSource.open(path, ImageOptions.DEFAULTS.withLabels(labels));
      float[] values = new float[6];
      source.read(1, 2, values);
      assertThat(source.shape()).isEqualTo(new ImageShape(1, 2, 3));
      assertThat(source.labels()).containsExactly(7, 3);
      assertThat(values[0]).isEqualTo(120 / 255f);
      assertThat(values[5]).isEqualTo(220 / 255f);
    }
  }

  @Test
  void damagedIdxFilesAreRefused() throws IOException {
    byte[] images = idxImages(2);
    Path good = file("good-idx", images);

    assertRefused(file("cut-idx", Arrays.copyOf(images, 20)), "ends after");
    assertRefused(file("head-idx", Arrays.copyOf(images, 6)), "ends too early");
    assertRefused(file("kind-idx", idxLabels(1)), "begins with");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                ImageSource.open(
                    good, ImageOptions.DEFAULTS.withLabels(file("three", idxLabels(1, 2, 3)))))
        .withMessageContaining("3 labels");
  }

  private void image(String name, int side, int rgb) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < side * side; i++) {
      image.setRGB(i % side, i / side, rgb);
    }
    ImageIO.write(image, name.endsWith("png") ? "png" : "jpg", path.toFile());
  }

  @Test
  void aFolderOfClassFoldersGivesNamesLabelsAndResizedImages() throws IOException {
    image("set/oak/one.png", 8, 0xff8000);
    image("set/oak/two.png", 4, 0x0000ff);
    image("set/elm/three.jpg", 8, 0x00ff00);

    ImageSource source =
        ImageSource.open(folder.resolve("set"), ImageOptions.DEFAULTS.resized(6, 6));

    float[] values = new float[3 * 108];
    source.read(0, 3, values);
    assertThat(source.classNames()).containsExactly("elm", "oak");
    assertThat(source.labels()).containsExactly(0, 1, 1);
    assertThat(source.shape()).isEqualTo(new ImageShape(3, 6, 6));
    assertThat(values[36]).isCloseTo(1, within(0.05f));
    assertThat(values[108]).isEqualTo(1f);
    assertThat(values[108 + 36]).isEqualTo(128 / 255f);
    assertThat(values[216 + 72]).isEqualTo(1f);
  }

  @Test
  void foldersWithoutImagesAndFilesThatAreNoneAreRefused() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("none/class"));
    Files.writeString(empty.resolve("note.txt"), "no image");
    Path broken = Files.createDirectories(folder.resolve("broken/class"));
    Files.writeString(broken.resolve("bad.png"), "no image");

    assertRefused(folder.resolve("none"), "holds no image (1 other files)");
    assertRefused(folder.resolve("broken"), "bad.png");
  }

  /** A header that claims 65,500 x 65,500 pixels, with nothing behind it. */
  @Test
  void imagesOfHugeDimensionsAreRefusedBeforeTheyAreDecoded() throws IOException {
    image("png/class/a.png", 4, 0);
    image("jpeg/class/a.jpg", 4, 0);
    Path png = folder.resolve("png/class/a.png");
    ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(png));
    header.putInt(16, 65_500).putInt(20, 65_500);
    Files.write(png, header.array());
    Path jpeg = folder.resolve("jpeg/class/a.jpg");
    byte[] bytes = Files.readAllBytes(jpeg);
    int frame = new String(bytes, ISO_8859_1).indexOf("\u00ff\u00c0");
    ByteBuffer.wrap(bytes).putShort(frame + 5, (short) 65_500).putShort(frame + 7, (short) 65_500);
    Files.write(jpeg, bytes);

    assertRefused(folder.resolve("png"), "65500 x 65500 pixels; 1 to");
    assertRefused(folder.resolve("jpeg"), "65500 x 65500 pixels; 1 to");
  }

  @Test
  void formatsAreKnownByTheirContentWhateverTheirName() throws IOException {
    image("set/class/a.png", 4, 0xff0000);
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    Path file = folder.resolve("set/class/a.png");
    assertThat(ImageIO.write(image, "bmp", file.toFile())).isTrue();
    assertThat(ImageSource.open(folder.resolve("set"), ImageOptions.DEFAULTS).count()).isOne();

    BufferedImage bits = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_BINARY);
    assertThat(ImageIO.write(bits, "wbmp", file.toFile())).isTrue();
    assertRefused(folder.resolve("set"), "is no PNG, JPEG, WebP, BMP, GIF or TIFF image");
  }

  @Test
  void anImageThatVanishesMeanwhileIsNamed() throws IOException {
    image("set/class/a.png", 4, 0);
    image("set/class/b.png", 4, 0);
    ImageSource source = ImageSource.open(folder.resolve("set"), ImageOptions.DEFAULTS);
    Files.delete(folder.resolve("set/class/b.png"));

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> source.read(0, 2, new float[2 * 48]))
        .withMessageContaining("b.png");
  }

  private static void assertRefused(Path path, String words) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> ImageSource.open(path, ImageOptions.DEFAULTS))
        .withMessageContaining(words);
  }
}
