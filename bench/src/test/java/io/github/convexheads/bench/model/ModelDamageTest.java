package io.github.convexheads.bench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No damaged or altered model is ever taken for a whole one. */
class ModelDamageTest {
  @TempDir private Path folder;
  private Tokens tokens;
  private Path file;
  private byte[] whole;
  private ConvexHeads loader;

  @BeforeEach
  void saveAModel() throws IOException {
    double[] values = new double[20 * 2 * 2];
    Arrays.setAll(values, i -> Math.sin(3.0 * i));
    int[] labels = new int[20];
    Arrays.setAll(labels, i -> i % 2);
    tokens = Tokens.of(values, 20, 2, 2);
    file = folder.resolve("head.safetensors");
    loader = ConvexHeads.builder();
    FittedHead head =
        loader.head("mixer").betaFraction(0.1).fit(tokens, Targets.labels(labels, 2)).head();
    head.save(file);
    whole = Files.readAllBytes(file);
  }

  private void assertRefused(byte[] damaged, String what) throws IOException {
    Files.write(file, damaged);
    assertThatThrownBy(() -> loader.load(file))
        .as(what)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("head.safetensors");
  }

  @Test
  void aWholeModelPredictsAsBefore() {
    double[] once = loader.load(file).predict(tokens);

    assertThat(loader.load(file).predict(tokens)).isEqualTo(once);
  }

  @Test
  void aModelCutAtAnyByteIsRefused() throws IOException {
    for (int length = 0; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), "cut after " + length + " bytes");
    }
  }

  @Test
  void aModelWithAnyBitFlippedIsRefused() throws IOException {
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) (1 << (i % 8));
      assertRefused(damaged, "bit " + i % 8 + " of byte " + i + " flipped");
    }
  }

  @Test
  void moreBytesThanTheModelHasAreRefused() throws IOException {
    assertRefused(Arrays.copyOf(whole, whole.length + 1), "one byte too many");
  }
}
