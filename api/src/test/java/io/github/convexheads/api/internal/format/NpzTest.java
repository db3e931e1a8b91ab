package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {

  @TempDir private Path folder;
  private int files;

  private static final Map<String, StoredArray> ARRAYS =
      Map.of(
          "head/0/W1", StoredArray.of(new double[] {1, 2, 3, 4}, 2, 2),
          "labels", StoredArray.of(new long[] {7}, 1),
          "half", StoredArray.of(new float[] {0.5f, -0.0f}, 2).as(ElementType.FLOAT16),
          "empty", StoredArray.of(new float[0], 0, 9));

  /** A new file each time: some file systems flush one that is cut and written again. */
  private Path file(byte[] bytes) {
    return Fixture.file(folder, "a" + files++ + ".npz", bytes);
  }

  private static byte[] npy(StoredArray array) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Npy.write(out, array);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return out.toByteArray();
  }

  /** A zip with one deflated entry. */
  private static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @EnumSource
  void arraysThatAreWrittenAreReadBack(Npz.Compression compression) {
    Path path = folder.resolve("a.npz");

    Npz.of(ARRAYS).write(path, compression);

    Npz npz = Npz.read(path);
    assertThat(npz.arrays()).containsOnlyKeys("empty", "half", "head/0/W1", "labels");
    ARRAYS.forEach(
        (key, array) -> {
          assertThat(npz.array(key).type()).isEqualTo(array.type());
          assertThat(npz.array(key).shape()).isEqualTo(array.shape());
          assertThat(npz.array(key).toDoubles()).containsExactly(array.toDoubles());
        });
    assertThat(npz.array("labels").name()).isEqualTo(path + ": labels.npy");
  }

  @ParameterizedTest
  @EnumSource
  void equalArraysGiveEqualBytes(Npz.Compression compression) throws IOException {
    Npz.of(new TreeMap<>(ARRAYS)).write(folder.resolve("a.npz"), compression);
    Npz.of(ARRAYS).write(folder.resolve("b.npz"), compression);

    assertThat(Files.readAllBytes(folder.resolve("a.npz")))
        .isEqualTo(Files.readAllBytes(folder.resolve("b.npz")));
  }

  @Test
  void anArrayThatIsNotThereIsAnsweredWithThoseThatAre() {
    Npz npz = Npz.read(Fixture.file(folder, "stored.npz"));

    assertThatThrownBy(() -> npz.array("token"))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            folder.resolve("stored.npz") + ": holds no array 'token'; it holds 'labels', 'tokens'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "deflated.npz"})
  void aFileCutAnywhereIsRefused(String name) {
    Damage.truncations(Fixture.bytes(name), bytes -> Npz.read(file(bytes)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "deflated.npz"})
  void aDamagedFileIsRefusedOrItsArraysAreWhatTheyWere(String name) {
    Damage.flips(
        Fixture.bytes(name),
        bytes -> {
          Npz npz = Npz.read(file(bytes));
          assertThat(npz.arrays()).hasSize(2);
          for (StoredArray array : npz.arrays().values()) {
            double[] values = array.toDoubles();
            double[] expected =
                array.type() == ElementType.INT64
                    ? new double[] {-5, -4, -3}
                    : new double[] {-1.875, -1.5, -1.125, -0.75, -0.375, 0};
            assertThat(values).containsExactly(expected);
          }
          return npz;
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../evil", "/evil", "a/../b", "a//b", "", ".", "c:evil", "a\\b", "a\nb", " "})
  void namesThatLeadElsewhereAreRefused(String name) throws IOException {
    byte[] zip = zip(name + ".npy", npy(StoredArray.of(new double[] {1}, 1)));

    assertThatThrownBy(() -> Npz.read(file(zip)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("a name must be a relative path");
    assertThatThrownBy(() -> Npz.of(Map.of(name, StoredArray.of(new double[] {1}, 1))))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void whatIsNotAnArrayIsRefused() throws IOException {
    byte[] zip = zip("run.sh", new byte[] {1});

    assertThatThrownBy(() -> Npz.read(file(zip)))
        .hasMessageContaining("holds 'run.sh'; only arrays, named '*.npy', belong there");
  }

  @Test
  void twoArraysOfOneNameAreRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] content = npy(StoredArray.of(new double[] {1}, 1));
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : new String[] {"a.npy", "b.npy"}) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
      }
    }
    String twice = out.toString(StandardCharsets.ISO_8859_1).replace("b.npy", "a.npy");
    byte[] bytes = twice.getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> Npz.read(file(bytes)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("holds 'a.npy' twice");
  }

  @Test
  void aZipBombIsRefusedBeforeItIsUnpacked() throws IOException {
    byte[] zip = zip("zeros.npy", npy(StoredArray.of(new float[1 << 20], 1 << 20)));

    assertThat(zip.length).isLessThan(10_000);
    assertThatThrownBy(() -> Npz.read(file(zip), ReadLimits.ofBytes(1 << 20)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("holds 4.0 MiB of data, more than the 1.0 MiB");
    assertThat(Npz.read(file(zip), ReadLimits.ofBytes(1 << 23)).array("zeros").shape())
        .isEqualTo(Shape.of(1 << 20));
  }

  @Test
  void manyEntriesCountTogether() throws IOException {
    Path path = folder.resolve("many.npz");
    Map<String, StoredArray> arrays = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      arrays.put("a" + i, StoredArray.of(new double[100], 100));
    }
    Npz.of(arrays).write(path, Npz.Compression.DEFLATED);

    assertThatThrownBy(() -> Npz.read(path, ReadLimits.ofBytes(10_000)))
        .hasMessageContaining("holds 18.1 KiB of data");
    assertThatThrownBy(() -> Npz.read(path, new ReadLimits(1 << 20, 0, 19)))
        .hasMessageContaining("holds 20 entries; at most 19");
  }

  @Test
  void aSizeThatNoCompressionReachesIsRefused() throws IOException {
    byte[] zip = zip("a.npy", npy(StoredArray.of(new double[] {1}, 1)));
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(zip.length - 6);
    bytes.putInt(directory + 24, 1_000_000);

    assertThatThrownBy(() -> Npz.read(file(zip)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("says that 'a.npy' is 1000000 bytes made of");
  }

  @Test
  void anEntryThatIsLongerThanItsArrayIsRefused() throws IOException {
    byte[] npy = npy(StoredArray.of(new double[] {1}, 1));
    byte[] zip = zip("a.npy", Arrays.copyOf(npy, npy.length + 1));

    assertThatThrownBy(() -> Npz.read(file(zip)))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("a0.npz: a.npy: header says float64")
        .hasMessageContaining("more bytes follow");
  }

  /** torch.save puts a pickle first into a zip file, torch.jit.save a tensor. */
  @ParameterizedTest
  @ValueSource(strings = {"archive/data.pkl", "ts/data/0", "model/version"})
  void aFileOfTorchIsRefusedByName(String first) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(first));
      zip.write(1);
    }
    Path file = file(bytes.toByteArray());

    assertThatThrownBy(() -> ArrayFile.open(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is a PyTorch file, a pickle")
        .hasMessageContaining("tensor.detach().cpu().numpy()");
  }
}
