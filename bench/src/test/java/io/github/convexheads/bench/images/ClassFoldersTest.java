package io.github.convexheads.bench.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.convexheads.api.error.InvalidInputException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of a folder are images, and of which class. */
class ClassFoldersTest {
  @TempDir private Path folder;

  private void image(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
  }

  private void text(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "no image");
  }

  private ImageSource open(String... classes) {
    return ImageSource.open(
        folder, new ImageOptions(null, 0, 0, ImageOptions.Ground.IGNORED, List.of(classes)));
  }

  @Test
  void whatIsHiddenIsLeftOutAndCountedOnce() throws IOException {
    image("cat/1.png");
    image("dog/1.png");
    image(".ipynb_checkpoints/1.png");
    text("cat/._1.png");
    text("cat/.DS_Store");
    text("__MACOSX/cat/._1.png");

    ImageSource source = open();

    assertThat(source.classNames()).containsExactly("cat", "dog");
    assertThat(source.labels()).containsExactly(0, 1);
    assertThat(source.notes())
        .singleElement()
        .asString()
        .startsWith("4 hidden files or folders left out (")
        .endsWith(", ...)");
  }

  @Test
  void foldersAreNumberedAsNumbersAndFilesTooAndEmptyOnesCount() throws IOException {
    for (int label : new int[] {0, 1, 2, 3, 10, 11}) {
      image(label + "/10.png");
      image(label + "/9.png");
    }
    Files.createDirectories(folder.resolve("5"));

    ImageSource source = open();

    assertThat(source.classNames()).containsExactly("0", "1", "2", "3", "5", "10", "11");
    assertThat(source.labels()).containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 5, 5, 6, 6);
    assertThat(source.notes()).containsExactly("class 5 (label 4) has no image");
  }

  @Test
  void nestedFilesCountToTheirClassAndOthersAreNamed() throws IOException {
    image("a/1.png");
    image("a/sub/3.png");
    image("loose.png");
    text("a/notes.txt");
    text("a/photo.heic");

    ImageSource source = open();

    assertThat(source.count()).isEqualTo(2);
    assertThat(source.notes())
        .containsExactly(
            "1 image in no class folder left out (loose.png)",
            "1 image in a folder below its class folder, counted to the class (a/sub/3.png)",
            "2 files that are no images left out (a/notes.txt, ...)");
  }

  @Test
  void givenClassesNumberTheFolders() throws IOException {
    image("eel/1.png");
    image("cat/1.png");

    ImageSource source = open("cat", "dog", "eel");

    assertThat(source.labels()).containsExactly(0, 2);
    assertThat(source.classNames()).containsExactly("cat", "dog", "eel");
    assertThat(source.notes()).containsExactly("class dog (label 1) has no image");
    assertRefused("folder eel, which is none of the classes", "cat", "dog");
  }

  @Test
  void aClassIsNamedOnce() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> open("cat", "dog", "cat"))
        .withMessage(
            "the names of classes [cat, dog, cat] have 'cat' twice; give each class its own");
  }

  @Test
  void labelsOfIdxImagesAreNotLookedAtBesideFolders() throws IOException {
    image("cat/1.png");

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () ->
                ImageSource.open(
                    folder, ImageOptions.DEFAULTS.withLabels(folder.resolve("labels-idx1"))))
        .withMessageContaining("leave out --image-labels");
  }

  private void assertRefused(String words, String... classes) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> open(classes))
        .withMessageContaining(words);
  }

  @Test
  void aFolderOfPartsIsRefusedWithTheWayOut() throws IOException {
    image("train/cat/1.png");
    image("test/cat/1.png");

    assertRefused("which are parts of a data set and no classes");
  }

  @Test
  void partsAreKnownInCapitalsAndBesideOtherFolders() throws IOException {
    image("Train/cat/1.png");
    image("TEST/cat/1.png");
    assertRefused("which are parts of a data set and no classes");

    image("extra/cat/1.png");
    assertRefused("which are parts of a data set and no classes");
  }

  /** Trains are vehicles. */
  @Test
  void aClassMayBeCalledAsAPartIs() throws IOException {
    image("train/1.png");
    image("bus/1.png");

    assertThat(open().classNames()).containsExactly("bus", "train");
  }

  @Test
  void aFolderWithABlankNameIsNoClass() throws IOException {
    image("cat/1.png");
    image(" /1.png");

    assertRefused("has a folder whose name is blank");
  }

  @Test
  void imagesWithoutClassFoldersAndSingleFilesHaveNoLabels() throws IOException {
    image("2.png");
    image("10.png");

    assertThat(open().count()).isEqualTo(2);
    assertThat(open().labels()).isEmpty();
    assertThat(open().classNames()).isEmpty();
    Path one = folder.resolve("2.png");
    assertThat(ImageSource.open(one, ImageOptions.DEFAULTS).count()).isOne();
  }

  @Test
  void aLinkThatLeadsBackIsRefused() throws IOException {
    image("a/1.png");
    Files.createSymbolicLink(folder.resolve("a/back"), folder);

    assertRefused("a link may lead back");
  }

  @Test
  void imagesOfOtherSizesAreCountedAsTheyAreRead() throws IOException {
    image("a/1.png");
    BufferedImage image = new BufferedImage(8, 4, BufferedImage.TYPE_INT_ARGB);
    assertThat(ImageIO.write(image, "png", folder.resolve("a/2.png").toFile())).isTrue();
    ImageSource source = open();

    source.read(0, 2, new float[2 * 48]);

    assertThat(source.notes())
        .containsExactly(
            "1 image of another size than 4 x 4 resized (a/2.png)",
            "1 transparent image taken without its opacity; see --background (a/2.png)");
  }

  /** Written by the shell, whose names are bytes, whatever the locale of this test is. */
  @Test
  void namesAreUnicodeInEveryLocaleAndAccentsAreComposed() throws Exception {
    image("x/1.png");
    String commands = "mv x \"$(printf 'cafe\\314\\201')\"";
    Process shell =
        new ProcessBuilder("/bin/sh", "-c", commands).directory(folder.toFile()).start();
    assertThat(shell.waitFor()).isZero();

    assertThat(open().classNames()).containsExactly("caf\u00e9");
  }
}
