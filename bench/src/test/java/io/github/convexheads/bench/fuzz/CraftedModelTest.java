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

  private void assertRefused() {
    assertThatThrownBy(this::load).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void theModelItselfIsRead() {
    assertThatCode(this::load).doesNotThrowAnyException();
  }

  @Test
  void factorsOfOneDimensionAreRefused() {
    tensors.put("block.0.left", StoredArray.of(new double[4], 4));

    assertRefused();
  }

  @Test
  void gatesOfOneDimensionAreRefused() {
    tensors.put("gates.0", StoredArray.of(new double[4], 4));

    assertRefused();
  }

  @Test
  void twoThousandMillionGatesOfLengthZeroAreRefused() {
    tensors.put("gates.0", StoredArray.of(new double[0], Integer.MAX_VALUE, 0));

    assertRefused();
  }

  @Test
  void aRankOfTwoThousandMillionWithoutRowsIsRefused() {
    tensors.put("block.0.left", StoredArray.of(new double[0], 0, Integer.MAX_VALUE));

    assertRefused();
  }

  @Test
  void tokensThatNoArrayCanHoldAreRefused() {
    metadata.put("tokens", Integer.toString(Integer.MAX_VALUE));

    assertRefused();
  }

  @Test
  void manyTokensForASmallHeadAreRefused() {
    metadata.put("tokens", "100000000");

    assertRefused();
  }

  @Test
  void manyOutputsAreRefused() {
    metadata.put("outputs", Integer.toString(Integer.MAX_VALUE));

    assertRefused();
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

  @Test
  void aPreprocessingStepThatIsNotThereOrHasNoShapeIsRefused() {
    String provenance = metadata.get("provenance");
    for (String more :
        new String[] {
          "\"preprocess.step.type\":\"absent\",", "\"preprocess.step.exponent\":\"2\","
        }) {
      metadata.put(
          "provenance", provenance.replaceFirst("\"head\\.type\"", more + "\"head.type\""));
      assertThat(metadata.get("provenance")).isNotEqualTo(provenance);

      assertRefused();
    }
  }

  @Test
  void aMissingTensorIsRefused() {
    tensors.remove("block.1.right");

    assertRefused();
  }

  @Test
  void numbersThatAreNotFiniteAreRefused() {
    tensors.put("preprocess.gain", StoredArray.of(new double[] {1, Double.NaN}, 2));

    assertRefused();
  }

  @Test
  void aProjectionThatIsNotOfTheFeaturesIsRefused() {
    tensors.put("preprocess.projection", StoredArray.of(new double[] {1, 0, 0}, 3, 1));

    assertRefused();
  }

  @Test
  void aProvenanceWithoutACertificateIsRefused() {
    metadata.put("provenance", "{}");

    assertRefused();
  }
}
