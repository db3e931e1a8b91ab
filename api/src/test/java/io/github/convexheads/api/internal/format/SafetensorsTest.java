package io.github.convexheads.api.internal.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

  @TempDir private Path folder;

  private static Safetensors reference() {
    return Safetensors.parse(Fixture.bytes("reference.safetensors"), "reference.safetensors");
  }

  @Test
  void aFileOfTheReferenceImplementationIsRead() {
    Safetensors file = reference();

    assertThat(file.metadata()).containsExactly(Map.entry("head", "attention \u00e9\u6ce8"));
    assertThat(file.tensors())
        .containsOnlyKeys(
            "empty", "float16", "float32", "float64", "int32", "int64", "number", "uint8");
    for (String type : new String[] {"float16", "float32", "float64"}) {
      assertThat(file.tensor(type).type()).hasToString(type);
      assertThat(file.tensor(type).shape()).isEqualTo(Shape.of(3, 2));
      assertThat(file.tensor(type).toDoubles())
          .containsExactly(-1.875, -1.5, -1.125, -0.75, -0.375, 0);
    }
    for (String type : new String[] {"int32", "int64"}) {
      assertThat(file.tensor(type).type()).hasToString(type);
      assertThat(file.tensor(type).toLongs()).containsExactly(-5, -4, -3, -2, -1, 0);
    }
    assertThat(file.tensor("uint8").toLongs()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(file.tensor("number").shape()).isEqualTo(Shape.of());
    assertThat(file.tensor("number").toDoubles()).containsExactly(2.5);
    assertThat(file.tensor("empty").shape()).isEqualTo(Shape.of(0, 5));
    assertThat(file.tensor("int32").name()).isEqualTo("reference.safetensors: int32");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference.safetensors", "nothing.safetensors"})
  void aFileIsWrittenByteForByteAsByTheReferenceImplementation(String name) throws IOException {
    Path path = folder.resolve(name);

    Safetensors.parse(Fixture.bytes(name), name).write(path);

    assertThat(Files.readAllBytes(path)).isEqualTo(Fixture.bytes(name));
  }

  @Test
  void equalContentsGiveEqualBytesWhateverTheOrderTheyAreGivenIn() throws IOException {
    Map<String, StoredArray> backwards = new LinkedHashMap<>();
    reference().tensors().entrySet().stream()
        .sorted(Map.Entry.<String, StoredArray>comparingByKey().reversed())
        .forEach(t -> backwards.put(t.getKey(), t.getValue()));
    Map<String, String> text = new LinkedHashMap<>();
    text.put("solver", "low-rank");
    text.put("head", "attention");

    Safetensors.of(backwards, text).write(folder.resolve("a"));
    Safetensors.of(reference().tensors(), new TreeMap<>(text)).write(folder.resolve("b"));

    assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
    assertThat(Safetensors.read(folder.resolve("a")).metadata()).isEqualTo(text);
  }

  @Test
  void bigEndianAndFortranArraysAreWrittenInTheOneOrderOfTheFormat() {
    StoredArray array = Npy.parse(Fixture.bytes("float64-big-fortran.npy"), "a.npy");
    Path path = folder.resolve("a.safetensors");

    Safetensors.of(Map.of("a", array), Map.of()).write(path);

    assertThat(Safetensors.read(path).tensor("a").toDoubles()).containsExactly(array.toDoubles());
  }

  @Test
  void textOfAnyScriptAndLengthIsKept() {
    Map<String, String> text =
        Map.of("", "", "\"\\\n\u0000", "\ud83d\ude00 \u6ce8\u610f", "long", "x".repeat(1 << 20));
    Path path = folder.resolve("a.safetensors");

    Safetensors.of(Map.of("\u00e9 \"quoted\"", StoredArray.of(new float[] {1}, 1)), text)
        .write(path);

    assertThat(Safetensors.read(path).metadata()).isEqualTo(text);
    assertThat(Safetensors.read(path).tensor("\u00e9 \"quoted\"").toFloats()).containsExactly(1);
  }

  @Test
  void namesThatTheFormatCannotHoldAreRefused() {
    StoredArray array = StoredArray.of(new float[] {1}, 1);

    assertThatThrownBy(() -> Safetensors.of(Map.of("__metadata__", array), Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no array can be named '__metadata__'");
    assertThatThrownBy(() -> Safetensors.of(Map.of("\ud800", array), Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not Unicode");
    assertThatThrownBy(() -> Safetensors.of(Map.of(), Map.of("a", "\udfff")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("not Unicode");
  }

  @Test
  void anArrayThatIsNotThereIsAnsweredWithThoseThatAre() {
    assertThatThrownBy(() -> reference().tensor("U"))
        .isInstanceOf(FormatException.class)
        .hasMessage(
            "reference.safetensors: holds no array 'U'; it holds 'empty', 'float16', 'float32',"
                + " 'float64', 'int32', 'int64', 'number', 'uint8'");
  }

  @Test
  void aMessageNamesOnlySomeOfManyArraysAndNoneThatControlsATerminal() {
    Map<String, StoredArray> many = new TreeMap<>();
    for (int i = 0; i < 23; i++) {
      many.put("\u001b[2J\u6ce8" + (char) ('a' + i), StoredArray.of(new float[] {1}, 1));
    }

    assertThatThrownBy(() -> Safetensors.of(many, Map.of()).tensor("z"))
        .hasMessageStartingWith("tensors: holds no array 'z'; it holds '?[2J\u6ce8a', '?[2J")
        .hasMessageEndingWith(" and 3 more");
    assertThatThrownBy(() -> Safetensors.of(Map.of(), Map.of()).tensor("z"))
        .hasMessage("tensors: holds no array 'z'; it holds none");
  }
}
