package io.github.convexheads.api.internal.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataDigestTest {
  private static final Targets LABELS = Targets.labels(new int[] {0, 1, 1, 0, 1}, 2);

  /** Both by Python's hashlib, of n = 5, s = 2, d = 3, values i / 2 - 3 in double precision. */
  private static final String TREE =
      "tree:a8083ea41d96c6e711d1f6597190b9dbcf2e18254447c15a42c5f0c6d1681712";

  private static final String IN_ORDER =
      "8c90c64e9457928d578e1693ae3c5b48ab3811b90f6829c7b0986d193da2080d";

  private static Tokens tokens() {
    return Tokens.of(IntStream.range(0, 30).mapToDouble(i -> i * 0.5 - 3).toArray(), 5, 2, 3);
  }

  @Test
  void theDigestIsThatOfTheTree() {
    assertThat(DataDigest.of(tokens(), LABELS)).isEqualTo(TREE);
    assertThat(DataDigest.isDigest(TREE)).isTrue();
  }

  @Test
  void digestsOfEarlierBuildsAreStillThoseOfTheirData() {
    Tokens other = Tokens.of(new double[30], 5, 2, 3);
    for (String recorded : List.of(TREE, IN_ORDER)) {
      assertThat(DataDigest.matches(recorded, tokens(), LABELS)).isTrue();
      assertThat(DataDigest.matches(recorded, TREE, tokens(), LABELS)).isTrue();
      assertThat(DataDigest.matches(recorded, other, LABELS)).isFalse();
      assertThat(DataDigest.matches(recorded, DataDigest.of(other, LABELS), other, LABELS))
          .isFalse();
    }
    String digits = TREE.substring(TREE.indexOf(':') + 1);
    assertThat(DataDigest.matches(digits, tokens(), LABELS)).isFalse();
    assertThat(DataDigest.matches("tree:" + IN_ORDER, tokens(), LABELS)).isFalse();
  }

  @Test
  void whatHasAnotherFormIsNoDigest() {
    for (String text :
        new String[] {null, "", "abc", "tree:", "tree:tree:" + IN_ORDER, TREE + "0"}) {
      assertThat(DataDigest.isDigest(text)).as("%s", text).isFalse();
    }
  }

  @Test
  void everyLengthAndThePrecisionCount() {
    Tokens whole = Tokens.of(new double[30], 5, 2, 3);
    List<Tokens> all =
        List.of(
            whole,
            whole.withLengths(2, 2, 2, 2, 2),
            whole.withLengths(2, 2, 1, 2, 2),
            Tokens.of(new float[30], 5, 2, 3),
            Tokens.of(new double[30], 5, 3, 2));
    assertThat(all.stream().map(tokens -> DataDigest.of(tokens, LABELS)).distinct()).hasSize(5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 16, 31, 64, 100})
  void partsInAnyOrderGiveTheRootOfTheWholeTree(int n) {
    Random random = new Random(n);
    double[] values = random.doubles(2L * n).toArray();
    Tokens tokens = Tokens.of(values, n, 1, 2);
    byte[] expected = root(leaves(values, n));

    for (int cuts = 0; cuts < 20; cuts++) {
      List<SampleTree.Part> parts = new ArrayList<>();
      for (int from = 0; from < n; ) {
        int to = from + 1 + random.nextInt(n - from);
        parts.add(SampleTree.part(tokens.slice(from, to), from, Workers.of(1)));
        from = to;
      }
      Collections.shuffle(parts, random);
      assertThat(SampleTree.root(parts)).containsExactly(expected);
    }
  }

  /** Chunks of 2^18 values end within the samples, and at others than a part begins with. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void chunksOfSeveralThreadsGiveTheSameRoot(int threads) {
    int n = 11;
    int size = 100_000;
    float[] values = new float[n * size];
    Random random = new Random(9);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    Tokens tokens = Tokens.of(values, n, 10, size / 10);
    Workers workers = Workers.of(threads);
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      ByteBuffer bytes = ByteBuffer.allocate(4 * size);
      bytes.asFloatBuffer().put(values, i * size, size);
      leaves.add(bytes.array());
    }
    byte[] expected = root(leaves);

    assertThat(SampleTree.root(List.of(SampleTree.part(tokens, 0, workers)))).isEqualTo(expected);
    assertThat(
            SampleTree.root(
                List.of(
                    SampleTree.part(tokens.slice(0, 3), 0, workers),
                    SampleTree.part(tokens.slice(3, n), 3, workers))))
        .isEqualTo(expected);
  }

  @Test
  void samplesThatAreMissingOrTwiceThereAreRefused() {
    SampleTree.Part first = SampleTree.part(tokens().slice(0, 2), 0, Workers.of(1));
    SampleTree.Part last = SampleTree.part(tokens().slice(3, 5), 3, Workers.of(1));
    assertThatThrownBy(() -> SampleTree.root(List.of(first, last)))
        .hasMessage("samples 2 to 3 are hashed by no part, or by several");
    assertThatThrownBy(() -> SampleTree.root(List.of(first, first)))
        .hasMessageContaining("or by several");
    assertThatThrownBy(() -> SampleTree.root(List.of())).hasMessage("no sample has a hash");
  }

  private static List<byte[]> leaves(double[] values, int n) {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      leaves.add(
          ByteBuffer.allocate(16).putDouble(values[2 * i]).putDouble(values[2 * i + 1]).array());
    }
    return leaves;
  }

  /** RFC 9162, section 2.1.1, word by word. */
  private static byte[] root(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return sha256(new byte[] {0}, leaves.get(0));
    }
    int k = 1;
    while (2 * k < leaves.size()) {
      k *= 2;
    }
    return sha256(
        new byte[] {1}, root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
  }

  private static byte[] sha256(byte[]... parts) {
    MessageDigest digest = Sha256.begin();
    Arrays.stream(parts).forEach(digest::update);
    return digest.digest();
  }
}
