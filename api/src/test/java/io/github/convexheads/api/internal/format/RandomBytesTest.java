package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/**
 * Files with pieces overwritten, cut out and repeated. A thousand each by default; {@code
 * -Djqwik.tries.default=5000000} tries more.
 */
class RandomBytesTest {

  @Provide
  Arbitrary<byte[]> npy() {
    return damaged(
        "float16-big-fortran.npy",
        "int64-little-c.npy",
        "version3.npy",
        "python2.npy",
        "rank0.npy");
  }

  @Provide
  Arbitrary<byte[]> safetensors() {
    return damaged("reference.safetensors", "nothing.safetensors");
  }

  @Provide
  Arbitrary<byte[]> npz() {
    return damaged("stored.npz", "deflated.npz");
  }

  private static Arbitrary<byte[]> damaged(String... names) {
    Arbitrary<byte[]> whole = Arbitraries.of(names).map(Fixture::bytes);
    Arbitrary<String> words =
        Arbitraries.of("'", "\"", "(", "]", "{", ",", "0", "-1", "99999999999", "True", "\n", "L");
    Arbitrary<byte[]> piece =
        Arbitraries.oneOf(
            words.map(w -> w.getBytes(StandardCharsets.UTF_8)),
            Arbitraries.bytes().array(byte[].class).ofMaxSize(9));
    Arbitrary<Tuple2<Double, byte[]>> edit =
        Combinators.combine(Arbitraries.doubles().between(0, 1), piece).as(Tuple::of);
    Arbitrary<Integer> removed = Arbitraries.integers().between(0, 9);
    return Combinators.combine(whole, edit.list().ofMaxSize(4), removed)
        .as(
            (bytes, edits, cut) -> {
              byte[] result = bytes;
              for (Tuple2<Double, byte[]> e : edits) {
                result = splice(result, (int) (e.get1() * result.length), cut, e.get2());
              }
              return result;
            });
  }

  private static byte[] splice(byte[] bytes, int at, int cut, byte[] piece) {
    int rest = Math.min(bytes.length, at + cut);
    byte[] result = Arrays.copyOf(bytes, at + piece.length + bytes.length - rest);
    System.arraycopy(piece, 0, result, at, piece.length);
    System.arraycopy(bytes, rest, result, at + piece.length, bytes.length - rest);
    return result;
  }

  @Property
  void anNpyFileIsReadOrRefused(@ForAll("npy") byte[] file) {
    boolean refused = Damage.refused(file, b -> Damage.contents(Npy.parse(b, "a.npy")));

    assertThat(refused || file.length >= 11).isTrue();
  }

  @Property
  void aSafetensorsFileIsReadOrRefused(@ForAll("safetensors") byte[] file) {
    boolean refused =
        Damage.refused(
            file,
            b ->
                Safetensors.parse(b, "m.safetensors").tensors().values().stream()
                    .map(Damage::contents)
                    .toList());

    assertThat(refused || file.length >= 10).isTrue();
  }

  @Property
  void anNpzFileIsRefusedOrItsArraysAreRead(@ForAll("npz") byte[] bytes) throws IOException {
    Path file = Files.createTempFile("random", ".npz");
    try {
      Files.write(file, bytes);
      boolean refused =
          Damage.refused(
              bytes, b -> Npz.read(file).arrays().values().stream().map(Damage::contents).toList());

      assertThat(refused || bytes.length >= 22).isTrue();
    } finally {
      Files.delete(file);
    }
  }
}
