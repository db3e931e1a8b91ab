package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyDamageTest {

  private static Object read(byte[] file) {
    return Damage.contents(Npy.parse(file, "a.npy"));
  }

  private static Object readStream(byte[] file) {
    InputStream in = new ByteArrayInputStream(file);
    return Damage.contents(Npy.read(in, "a.npy", ReadLimits.ofBytes(1 << 20)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"float16-big-fortran.npy", "version2.npy", "bool-c.npy", "rank0.npy"})
  void aFileCutAnywhereIsRefused(String name) {
    Damage.truncations(Fixture.bytes(name), NpyDamageTest::read);
    Damage.truncations(Fixture.bytes(name), NpyDamageTest::readStream);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"float16-big-fortran.npy", "int64-little-c.npy", "version2.npy", "bool-c.npy"})
  void aDamagedFileIsReadOrRefused(String name) {
    Damage.flips(Fixture.bytes(name), NpyDamageTest::read);
    Damage.flips(Fixture.bytes(name), NpyDamageTest::readStream);
    Damage.insertions(Fixture.bytes(name), NpyDamageTest::read);
  }

  @Test
  void aTruncatedFileIsNamedWithBothSizes(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    Npy.write(whole, StoredArray.of(new float[100 * 16 * 64], 100, 16, 64));
    byte[] cut = Arrays.copyOf(whole.toByteArray(), 128 + 1000);
    Path path = Fixture.file(folder, "tokens.npy", cut);

    String message =
        path
            + ": header says float32 with shape (100, 16, 64) = 409600 bytes of data, but the file"
            + " holds 1000; it is truncated or not complete";
    assertThatThrownBy(() -> Npy.read(path))
        .isInstanceOf(FormatException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Npy.map(path)).isInstanceOf(FormatException.class).hasMessage(message);
  }

  @Test
  void bytesAfterTheArrayAreRefused(@TempDir Path folder) {
    byte[] file = Fixture.bytes("rank1.npy");
    byte[] longer = Arrays.copyOf(file, file.length + 1);

    assertThatThrownBy(() -> read(longer)).hasMessageContaining("28 bytes of data, but more bytes");
    assertThatThrownBy(() -> readStream(longer)).hasMessageContaining("but more bytes follow");
    assertThatThrownBy(() -> Npy.map(Fixture.file(folder, "a.npy", longer)))
        .hasMessageContaining("but more bytes follow");
  }

  /** A header of version 1 around this dictionary, without data. */
  static byte[] header(String dictionary) {
    byte[] text = dictionary.getBytes(StandardCharsets.UTF_8);
    byte[] file = new byte[10 + text.length];
    byte[] start = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0};
    System.arraycopy(start, 0, file, 0, 10);
    System.arraycopy(text, 0, file, 10, text.length);
    return file;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (0,)} ; ",
        "{'shape':(0,),\"fortran_order\":True,'descr':'|i1',} ; ",
        "{'descr': '<f4', 'fortran_order': False} ; lacks 'descr', 'fortran_order' or 'shape'",
        "{} ; lacks 'descr'",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (0,)} ; 'descr' twice",
        "{'descr': '<f4', 'fortran_order': 0, 'shape': (0,)} ; True or False",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (0)} ; ',' after the only size",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)} ; a size",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808,)} ; a size",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 0)} ; any memory",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)} ; any memory",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,)} ; truncated",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (,)} ; a size",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (0,)} x ; nothing more",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (0,), 'extra': 1} ; the key 'extra'",
        "{'descr': 'f4', 'fortran_order': False, 'shape': (0,)} ; without a byte order",
        "{'descr': '=f4', 'fortran_order': False, 'shape': (0,)} ; without a byte order",
        "{'descr': '|V3', 'fortran_order': False, 'shape': (0,)} ; from its float32 values",
        "{'descr': '<U3', 'fortran_order': False, 'shape': (0,)} ; it holds text, and numbers are needed",
        "{'descr': '|O', 'fortran_order': False, 'shape': (0,)} ; numpy.array(list)",
        "{'descr': '', 'fortran_order': False, 'shape': (0,)} ; dtype ''",
        "{'descr': '<f4 ; a quoted word that ends",
        "{'descr': ['a'], 'fortran_order': False, 'shape': (0,)} ; records of several fields",
        "[] ; '{'",
        "~~ ; the end at character 1",
      })
  void aHeaderIsReadToTheLetter(String dictionary, String complaint) {
    if (complaint == null) {
      assertThat(Npy.parse(header(dictionary), "a.npy").shape()).isEqualTo(Shape.of(0));
    } else {
      assertThatThrownBy(() -> Npy.parse(header(dictionary), "a.npy"))
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith("a.npy: ")
          .hasMessageContaining(complaint);
    }
  }

  @Test
  void aShapeOfManyDimensionsIsRefused() {
    String sizes = "1,".repeat(65);
    String text = "{'descr':'<f4','fortran_order':False,'shape':(" + sizes + ")}";

    assertThatThrownBy(() -> Npy.parse(header(text), "a.npy"))
        .hasMessage("a.npy: has more than 64 dimensions");
  }

  @Test
  void textFromTheFileCannotControlTheTerminal() {
    assertThatThrownBy(() -> Npy.parse(header("{'descr': '\u001b[2J', 'fortran_order': "), "a.npy"))
        .hasMessageMatching("[ -~]+");
    assertThatThrownBy(
            () ->
                Npy.parse(
                    header("{'descr':'\u001b[2J','fortran_order':False,'shape':()}"), "a.npy"))
        .hasMessageContaining("dtype '?[2J'");
  }

  @Test
  void otherVersionsAndEndlessHeadersAreRefused() {
    byte[] version = Fixture.bytes("rank0.npy");
    version[6] = 4;
    assertThatThrownBy(() -> read(version)).hasMessageContaining("version 4.0; versions 1.0, 2.0");

    byte[] length = Fixture.bytes("version2.npy");
    length[11] = 0x7f;
    assertThatThrownBy(() -> read(length)).hasMessageContaining("at most 65536 are possible");

    assertThatThrownBy(() -> read("PK\3\4 not an array".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("is not an NPY file");
  }

  @Test
  void anArrayOverTheLimitIsRefusedBeforeItIsRead() {
    byte[] file = Fixture.bytes("float64-little-c.npy");
    InputStream in = new ByteArrayInputStream(file);

    assertThatThrownBy(() -> Npy.read(in, "a.npy", ReadLimits.ofBytes(191)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("holds 192 bytes of data, more than the 191 bytes")
        .hasMessageContaining("-Xmx");
  }

  @Test
  void aStreamThatPromisesMuchAndHoldsLittleCostsLittle() {
    byte[] liar = header("{'descr': '<f8', 'fortran_order': False, 'shape': (500000000000,)}");
    InputStream in = new ByteArrayInputStream(liar);

    assertThatThrownBy(() -> Npy.read(in, "a.npy", ReadLimits.ofBytes(Long.MAX_VALUE)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("4000000000000 bytes of data, but the file holds 0");
  }

  @Test
  void aStreamThatFailsIsAFailureOfTheFileSystem() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Input/output error");
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return read();
          }
        };

    assertThatThrownBy(() -> Npy.read(broken, "a.npy", ReadLimits.ofHeap()))
        .isInstanceOf(FileException.class)
        .hasMessage("a.npy: cannot be read: Input/output error");
  }

  @Test
  void whatIsNoRegularFileIsRefused(@TempDir Path folder) {
    assertThatThrownBy(() -> Npy.read(folder.resolve("none.npy")))
        .isInstanceOf(FileException.class)
        .hasMessage(folder.resolve("none.npy") + ": cannot be read: it does not exist");
    assertThatThrownBy(() -> Npy.map(folder))
        .isInstanceOf(FileException.class)
        .hasMessage(folder + ": is a folder; a file is needed");
  }
}
