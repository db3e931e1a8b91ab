package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayFileTest {
  @TempDir private Path folder;

  private ArrayFile open(String fixture) {
    return ArrayFile.open(Fixture.file(folder, fixture));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixed-stored.npz", "mixed-deflated.npz"})
  void numbersAndTextOfAnArchiveAreTakenByName(String fixture) {
    ArrayFile file = open(fixture);

    assertThat(file.names()).containsExactly("features", "labels");
    assertThat(file.array("features").shape()).isEqualTo(Shape.of(2, 3));
    assertThat(file.array("features").toDoubles())
        .containsExactly(-1.875, -1.5, -1.125, -0.75, -0.375, 0);
    assertThat(file.holdsText("labels")).isTrue();
    assertThat(file.text("labels").values()).containsExactly("cat", "dog");
  }

  @Test
  void severalArraysAreListedWhereNoneIsNamed() {
    ArrayFile file = open("mixed-stored.npz");

    assertThatThrownBy(() -> file.choose(Optional.empty()))
        .hasMessage(
            file.name()
                + ": holds several arrays: 'features' float32 (2, 3), 'labels' text (2,); name the one to"
                + " take, for example "
                + file.name()
                + ":features");
    assertThatThrownBy(() -> file.choose(Optional.of("tokens")))
        .hasMessageContaining("holds no array 'tokens'; it holds 'features' float32 (2, 3)");
    assertThatThrownBy(() -> file.array("labels")).hasMessageContaining("numbers are needed here");
    assertThatThrownBy(() -> file.text("features")).hasMessageContaining("text is needed here");
  }

  @Test
  void theOnlyArrayNeedsNoName() {
    ArrayFile file = open("float32-little-c.npy");

    assertThat(file.array(file.choose(Optional.empty())).shape()).isEqualTo(Shape.of(2, 3, 4));
    assertThatThrownBy(() -> file.choose(Optional.of("tokens")))
        .hasMessageContaining("one array, which has no name; leave out the name 'tokens'");
  }

  @Test
  void arraysOfSafetensorsAreMappedByName() {
    ArrayFile file = open("reference.safetensors");

    assertThat(file.array("float16").toDoubles())
        .containsExactly(-1.875, -1.5, -1.125, -0.75, -0.375, 0);
    assertThat(file.array("uint8").toLongs()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(file.array("number").shape()).isEqualTo(Shape.of());
    assertThat(file.array("empty").toDoubles()).isEmpty();
  }

  @Test
  void bfloat16OfSafetensorsIsRead() {
    Path path = folder.resolve("brain.safetensors");
    StoredArray brain = StoredArray.of(new float[] {1, -2.5f, 0}, 3).as(ElementType.BFLOAT16);
    Safetensors.of(Map.of("x", brain), Map.of()).write(path);

    StoredArray read = ArrayFile.open(path).array("x");
    assertThat(read.type()).isEqualTo(ElementType.BFLOAT16);
    assertThat(read.toFloats()).containsExactly(1, -2.5f, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text-unicode-little.npy", "text-unicode-big.npy"})
  void textOfAnyScriptIsReadInBothByteOrders(String fixture) {
    StoredText text = open(fixture).text("");

    assertThat(text.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(text.values()).containsExactly("cat", "\u00e9\ud83d\ude00", "", "a b");
  }

  @Test
  void bytesAreReadAsText() {
    assertThat(open("text-bytes.npy").text("").values()).containsExactly("cat", "", "horse");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mixed-stored.npz", "mixed-deflated.npz"})
  void anArchiveWithAChangedValueIsRefused(String fixture) throws IOException {
    byte[] bytes = Fixture.bytes(fixture);
    byte[] original = bytes.clone();
    int refused = 0;
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] ^= 0x10;
      Path path = Fixture.file(folder, "changed" + at + ".npz", bytes);
      try {
        ArrayFile file = ArrayFile.open(path);
        for (String name : file.names()) {
          if (file.holdsText(name)) {
            assertThat(file.text(name).values()).hasSize(2);
          } else {
            file.array(name).toDoubles();
          }
        }
      } catch (FormatException e) {
        refused++;
      }
      bytes[at] = original[at];
      Files.delete(path);
    }
    assertThat(refused).isGreaterThan(bytes.length / 3);
  }

  @Test
  void valuesOfAStoredEntryHaveTheChecksumOfTheArchive() {
    byte[] bytes = Fixture.bytes("mixed-stored.npz");
    int at = indexOf(bytes, new byte[] {0, 0, (byte) 0xf0, (byte) 0xbf}); // -1.875
    bytes[at + 2] ^= 1;
    ArrayFile file = ArrayFile.open(Fixture.file(folder, "a.npz", bytes));

    assertThatThrownBy(() -> file.array("features"))
        .hasMessageContaining("does not have the checksum that it was stored with");
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.indexOf(new String(part, StandardCharsets.ISO_8859_1));
  }

  /** As they are written by the programs that people have their features from. */
  static Stream<Arguments> otherFormats() {
    String matlab4 = "\0\0\0\0\24\0\0\0\3\0\0\0\0\0\0\0\2\0\0\0X\0";
    return Stream.of(
        arguments("PAR1\1x", "is a Parquet file; --engine spark"),
        arguments("\u0089HDF\1x", "is an HDF5 file; save the array by numpy.save('X.npy'"),
        arguments("MATLAB 5.0 MAT-file Platform: posix", "is a MATLAB file; save the array by"),
        arguments(matlab4, "is a MATLAB file; save the array by"),
        arguments("MATLAB 7.3 MAT-file, Platform: GLNXA64", "is a MATLAB 7.3 file, which has"),
        arguments("ARROW1\0\0", "is an Arrow (Feather) file; save the column by"),
        arguments("FEA1\0\0", "is an Arrow (Feather) file"),
        arguments("\u00ff\u00ff\u00ff\u00ff\u00a8\0\0\0", "seems to be an Arrow stream"),
        arguments("\u0080\2\u008a\nl\u00fc\u009cF", "is a PyTorch file, a pickle"),
        arguments("\u0080\2cnumpy", "is a Python pickle, which can hold any program"),
        arguments("\u0080\3cnumpy", "is a Python pickle"),
        arguments("\u0080\5\u0095", "is a Python pickle"),
        arguments("cnumpy.core.multiarray\n", "is a Python pickle"),
        arguments("Obj\1\4", "is an Avro file"),
        arguments("\u0089PNG\r", "is an image; the verb tokens makes tokens of images"),
        arguments("BZh9\1", "is compressed by bzip2 and has to be unpacked first"),
        arguments("cat\1x", "is no array file"));
  }

  @ParameterizedTest
  @MethodSource("otherFormats")
  void otherFormatsAreRefusedByName(String start, String found) throws IOException {
    Path path = folder.resolve("a.bin");
    Files.write(path, start.getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> ArrayFile.open(path))
        .isInstanceOf(FormatException.class)
        .hasMessageStartingWith(path + ": " + found)
        .hasMessageEndingWith("; arrays are read from .npy, .npz and .safetensors files");
  }

  /** Where a model is needed, too; a short header of safetensors may begin like a pickle. */
  @Test
  void otherFormatsAreNoModels() throws IOException {
    Path matlab = Files.writeString(folder.resolve("a.mat"), "MATLAB 5.0 MAT-file Platform: posix");
    byte[] like =
        ("\u0080\2\0\0\0\0\0\0{" + " ".repeat(638) + "}").getBytes(StandardCharsets.ISO_8859_1);
    Path sound = Files.write(folder.resolve("a.safetensors"), like);

    assertThatThrownBy(() -> Safetensors.read(matlab))
        .hasMessageContaining("is a MATLAB file")
        .hasMessageEndingWith("; a safetensors file is needed");
    assertThat(ArrayFile.open(sound).names()).isEmpty();
    assertThat(Safetensors.read(sound).tensors()).isEmpty();
  }

  @Test
  void whatGzipCompressedHasToBeUnpacked() throws IOException {
    Path path = Files.write(folder.resolve("a.csv.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0});

    assertThatThrownBy(() -> ArrayFile.open(path))
        .hasMessageContaining("is compressed by gzip and has to be unpacked first");
  }

  @Test
  void whatGitLfsHasNotFetchedIsNamed() throws IOException {
    String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    Path array = Files.writeString(folder.resolve("a.npy"), pointer);
    Path model = Files.writeString(folder.resolve("a.safetensors"), pointer);

    assertThatThrownBy(() -> ArrayFile.open(array))
        .hasMessageContaining("is a pointer of Git LFS, not the file itself");
    assertThatThrownBy(() -> Safetensors.read(model))
        .hasMessageContaining("is a pointer of Git LFS, not the file itself");
  }

  /** People keep labels as text under many names. */
  @ParameterizedTest
  @ValueSource(strings = {"a.tsv", "a.json", "a.yaml", "labels"})
  void textOfOtherNamesIsToldThoseThatAreRead(String name) {
    assertThatThrownBy(() -> text(name, "[0, 1]\n\t\u00e9"))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            folder.resolve(name)
                + ": is no array file; arrays are read from .npy, .npz and .safetensors files, labels also"
                + " from .txt files, one a line, and .csv files, FILE.csv:COLUMN");
  }

  private ArrayFile text(String name, String content) throws IOException {
    return ArrayFile.open(Files.writeString(folder.resolve(name), content));
  }

  @Test
  void linesOfTextAreOneColumn() throws IOException {
    assertThat(text("a.txt", "dog\r\ncat\n").text("").values()).containsExactly("dog", "cat");
    assertThat(text("b.txt", "\ufeff3\n-1\n").array("").toLongs()).containsExactly(3, -1);
    assertThat(text("c.txt", "1\n2.5\n1e3").array("").toDoubles()).containsExactly(1, 2.5, 1000);
    assertThatThrownBy(() -> text("d.txt", "dog\n\ncat\n"))
        .hasMessageContaining("line 2 is empty; every line is a value");
  }

  /** They are numbers, however long their exponents are, and none is taken for another. */
  @ParameterizedTest
  @ValueSource(strings = {"1e400", "-1e99999", "1e-400", "3e-123456"})
  void numbersBeyondTheRangeOfADoubleAreRefused(String number) throws IOException {
    assertThatThrownBy(() -> text("a.txt", "1.5\n" + number + "\n").array("").toDoubles())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("value 2 is")
        .hasMessageContaining(number)
        .hasMessageContaining("beyond the range of double precision");
    assertThat(text("b.txt", "1e0001\n0e99999\n").array("").toDoubles()).containsExactly(10, 0);
    assertThatThrownBy(() -> text("c.txt", "1 " + number))
        .hasMessageContaining("several numbers a line");
    assertThat(text("d.csv", "id,y\n" + number + ",2\n").array("y").toLongs()).containsExactly(2);
  }

  @Test
  void wholeNumbersThatNoLongHoldsKeepTheirDigits() throws IOException {
    assertThat(text("a.txt", "12345678901234567890\n1\n").text("").values())
        .containsExactly("12345678901234567890", "1");
    assertThat(text("B.CSV", "x\n1\n").array("x").toLongs()).containsExactly(1);
  }

  @Test
  void columnsOfCommaSeparatedValuesAreTakenByName() throws IOException {
    ArrayFile file = text("a.csv", "id,species,size\n7,\"dog, \"\"big\"\"\",1.5\r\n8,cat,2\n");

    assertThat(file.names()).containsExactly("id", "size", "species");
    assertThat(file.array("id").toLongs()).containsExactly(7, 8);
    assertThat(file.array("size").toDoubles()).containsExactly(1.5, 2);
    assertThat(file.text("species").values()).containsExactly("dog, \"big\"", "cat");
    assertThatThrownBy(() -> file.choose(Optional.empty()))
        .hasMessageContaining("'id' int64 (2,), 'size' float64 (2,), 'species' text (2,)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n\n \n", "\r", "\n\t\n", "", " "})
  void blankLinesAtTheEndAreNone(String end) throws IOException {
    assertThat(text("a.csv", "x,y\r1,a\r2,b" + end).array("x").toLongs()).containsExactly(1, 2);
    assertThat(text("b.csv", "x\n1\n2" + end).array("x").toLongs()).containsExactly(1, 2);
    assertThat(text("a.txt", "1\n2" + end).array("").toLongs()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a/1//2 | row 3 is blank; give it its values, or leave it out",
        "id;y/1;2 | begins with 'id;y', which is one column",
        "a,b/1,2/ /3,4 | row 3 is blank",
        "'//a/1' | row 1 is blank; give it its names of columns",
        "0/1/0 | begins with '0', which names no column",
        "a,b/1 | row 2 has 1 fields, the first has 2, 'a,b'; the first row names the columns",
        "a;b/1,5;2 | row 2 has 2 fields, the first has 1, 'a;b'; the first row names the columns, and commas separate",
        "a,a/1,2 | has two columns named 'a'; the first row names the columns",
        "a/^x^y | row 2 goes on after a quoted field",
        "a/^x | row 2 has a quote that does not end"
      })
  void otherTextIsRefused(String content, String complaint) {
    assertThatThrownBy(() -> text("a.csv", content.replace('/', '\n').replace('^', '"')))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void anEmptyFileAndAFolderAreRefused() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.npy"));

    assertThatThrownBy(() -> ArrayFile.open(empty)).hasMessageContaining("is empty");
    assertThatThrownBy(() -> ArrayFile.open(folder)).hasMessageContaining("is a folder");
  }

  @Test
  void aStreamHoldsOneArrayOfNumbersOrText() {
    for (String fixture : List.of("float32-little-c.npy", "text-bytes.npy")) {
      byte[] bytes = Fixture.bytes(fixture);
      ArrayFile file = ArrayFile.read(new ByteArrayInputStream(bytes), "-", ReadLimits.ofPipe());

      assertThat(file.names()).containsExactly("");
      assertThat(file.holdsText("")).isEqualTo(fixture.startsWith("text"));
    }
  }

  @Test
  void aDeviceWithoutEndIsRefusedAtItsFirstBytes() {
    assertThatThrownBy(() -> ArrayFile.open(Path.of("/dev/zero")))
        .hasMessageContaining("/dev/zero: is not an NPY file");
  }

  @Test
  void aStreamThatPromisesMoreThanTheLimitIsRefusedBeforeItIsRead() {
    byte[] bytes = Fixture.bytes("float32-little-c.npy");

    assertThatThrownBy(
            () -> ArrayFile.read(new ByteArrayInputStream(bytes), "-", ReadLimits.ofBytes(95)))
        .hasMessageContaining("96 bytes of data, more than the 95 bytes that may be read");
  }
}
