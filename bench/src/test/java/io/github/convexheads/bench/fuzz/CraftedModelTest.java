package io.github.convexheads.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.Safetensors;
import io.github.convexheads.api.internal.format.StoredArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that were altered on purpose and signed again, so that their digest is right. */
class CraftedModelTest {
  private static final int B_FNO = 4;

  @TempDir private Path folder;
  private Map<String, StoredArray> tensors;
  private Map<String, String> metadata;

  @BeforeEach
  void readAModel() throws IOException {
    byte[] sound = new SoundFiles(folder).of(Parser.MODEL).get(B_FNO);
    Safetensors stored = Safetensors.parse(sound, "sound");
    tensors = new TreeMap<>(stored.tensors());
    metadata = new TreeMap<>(stored.metadata());
  }

  private void load() throws IOException {
    Path file = folder.resolve("crafted.safetensors");
    Safetensors.of(tensors, metadata).write(file);
    Parser.MODEL.read(Files.readAllBytes(file), folder);
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(this::load)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void theModelItselfIsRead() {
    assertThatCode(this::load).doesNotThrowAnyException();
  }

  @Test
  void factorsOfOneDimensionAreRefused() {
    tensors.put("block.0.left", StoredArray.of(new double[4], 4));

    assertRefused("a.safetensors: block.0.left has shape (4,); it must have two dimensions");
  }

  @Test
  void gatesOfOneDimensionAreRefused() {
    tensors.put("gates.0", StoredArray.of(new double[4], 4));

    assertRefused("a.safetensors: gates.0 has shape (4,); it must have two dimensions");
  }

  @Test
  void twoThousandMillionGatesOfLengthZeroAreRefused() {
    tensors.put("gates.0", StoredArray.of(new double[0], Integer.MAX_VALUE, 0));

    assertRefused("gates.0 holds gates without a weight");
  }

  @Test
  void aRankOfTwoThousandMillionWithoutRowsIsRefused() {
    tensors.put("block.0.left", StoredArray.of(new double[0], 0, Integer.MAX_VALUE));

    assertRefused("block.0.left has shape (0, 2147483647), and so a rank without a row");
  }

  @Test
  void tokensThatNoArrayCanHoldAreRefused() {
    metadata.put("tokens", Integer.toString(Integer.MAX_VALUE));

    assertRefused("a sample of 2147483647 tokens x 2 features has 4294967294 values");
  }

  @Test
  void manyTokensForASmallHeadAreRefused() {
    metadata.put("tokens", "100000000");

    assertRefused("describes a head that does not go into the memory");
  }

  @Test
  void manyOutputsAreRefused() {
    metadata.put("outputs", Integer.toString(Integer.MAX_VALUE));

    assertRefused("is no consistent model: factors of a 2 x 1073741824 block");
  }

  @Test
  void everyFactOfTheMetadataThatIsLeftOutOrNonsenseIsReadOrRefused() throws IOException {
    Map<String, String> sound = new TreeMap<>(metadata);
    for (String key : sound.keySet()) {
      for (String value :
          new String[] {null, "", "-1", "1e9", "null", "{}", "[]", "\u0000", "x".repeat(100_000)}) {
        metadata.clear();
        metadata.putAll(sound);
        metadata.remove(key);
        if (value != null) {
          metadata.put(key, value);
        }
        try {
          load();
        } catch (InvalidInputException e) {
          assertThat(e.getMessage()).as(key).doesNotContain("\n").isNotBlank();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "type, absent, there is no step 'absent'",
    "exponent, 2, preprocess.step.exponent is given without preprocess.step.type"
  })
  void aPreprocessingStepThatIsNotThereIsRefused(String key, String value, String reason) {
    String type = "\"head.type\"";
    String step = "\"preprocess.step.%s\":\"%s\",".formatted(key, value);
    assertThat(metadata.get("provenance")).contains(type);
    metadata.put("provenance", metadata.get("provenance").replace(type, step + type));

    assertRefused(reason);
  }

  @Test
  void aMissingTensorIsRefusedByNameOnce() {
    tensors.remove("block.1.right");

    assertRefused("a.safetensors: holds no array 'block.1.right'");
    assertThatThrownBy(this::load).message().containsOnlyOnce("a.safetensors");
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    tensors.put("preprocess.gain", StoredArray.of(new double[] {1, Double.NaN}, 2));

    assertRefused("preprocessing holds a value that is not finite");
  }

  @Test
  void aProjectionThatIsNotOfTheFeaturesIsRefused() {
    tensors.put("preprocess.projection", StoredArray.of(new double[] {1, 0, 0}, 3, 1));

    assertRefused("tokens have 2 features, but their projection is of 3");
  }

  @Test
  void aProvenanceOfNothingIsRefused() {
    metadata.put("provenance", "{}");

    assertRefused(
        "a.safetensors: the provenance lacks configuration, solver, status, certificate, dataDigest,"
            + " kernel, version, extra; a fitted head records configuration");
  }

  @Test
  void aProvenanceOfAnotherKindIsRefused() {
    metadata.put("provenance", "[]");

    assertRefused("a.safetensors: the provenance lacks configuration");
  }

  @Test
  void aNumberThatIsTooLargeForItsFieldIsNamed() {
    String provenance = metadata.get("provenance");
    metadata.put(
        "provenance", provenance.replaceFirst("\"ranks\":\\[[^]]*", "\"ranks\":[3000000000"));

    assertRefused(
        "a.safetensors: the record says certificate.ranks[0] = 3000000000, which no fit can have");
  }

  @Test
  void aFactOfTheHeaderThatIsNoNumberIsNamed() {
    metadata.put("outputs", "1e9");

    assertRefused("its header says outputs = 1e9, where a whole number of at most 2147483647");
  }

  @Test
  void aProvenanceWithoutACertificateIsRefused() {
    String provenance = metadata.get("provenance");
    metadata.put(
        "provenance",
        provenance.replaceFirst("\"certificate\":\\{[^}]*\\}", "\"certificate\":null"));
    assertThat(metadata.get("provenance")).contains("\"certificate\":null");

    assertRefused("the provenance lacks certificate; a fitted head records");
  }
}
