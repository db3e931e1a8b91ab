package io.github.convexheads.api.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.solver.PlainKernel;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationPatternsTest {
  private static final long LIMIT = 20_000;
  private final Kernel kernel = PlainKernel.create();

  @ParameterizedTest
  @CsvSource({
    "1, 1, 2",
    "5, 1, 2",
    "8, 2, 16",
    "15, 2, 30",
    "6, 3, 32",
    "10, 3, 92",
    "7, 4, 84",
    "9, 5, 326",
    "3, 5, 8"
  })
  void pointsInGeneralPositionHaveAsManyPatternsAsTheBound(int n, int d, int count) {
    Tokens tokens = normal(n, d, 1);
    ActivationPatterns patterns = rows(tokens);

    assertThat(patterns.rank()).isEqualTo(Math.min(n, d));
    assertThat(ActivationPatterns.bound(patterns.rows(), patterns.rank())).isEqualTo(count);
    assertThat(patterns.count()).isEqualTo(count);
    assertThat(signs(patterns.witnesses(), tokens)).hasSize(count);
  }

  /** Zero, equal, opposite and linearly dependent rows, as real data have them. */
  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8"})
  void noPatternOfARandomWeightIsMissing(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int d = 2 + (int) (seed % 3);
    double[] x = new double[9 * d];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(-1, 2);
    }
    Tokens tokens = Tokens.of(x, 9, 1, d);
    Set<BitSet> found = signs(rows(tokens).witnesses(), tokens);

    assertThat(found).hasSize(rows(tokens).count());
    for (int i = 0; i < 20_000; i++) {
      double[] w = HeadCase.gaussian(random, d);
      assertThat(found).contains(signs(w, tokens));
    }
  }

  /** Features of 1e-8 to 1e8, hyperplanes a billionth apart, and whole numbers. */
  @ParameterizedTest
  @EnumSource(Hostile.class)
  void asManyPatternsAsExactArithmeticCounts(Hostile kind) {
    SplittableRandom random = new SplittableRandom(kind.name().hashCode());
    for (int trial = 0; trial < 60; trial++) {
      int d = 2 + trial % 3;
      int n = 3 + random.nextInt(d == 2 ? 20 : 7);
      double[][] rows = kind.rows(random, n, d);
      Tokens tokens = tokens(rows);
      ActivationPatterns patterns = rows(tokens);

      boolean thin = kind == Hostile.NEARLY_PARALLEL && d > 2;
      assertThat(patterns.complete() || thin).as("%s, trial %s", kind, trial).isTrue();
      assertThat((long) patterns.count()).isEqualTo(CountedCells.of(rows));
      if (patterns.complete()) {
        assertThat(signs(patterns.witnesses(), tokens)).hasSize(patterns.count());
      }
    }
  }

  /** How rows are made whose arrangement rounding would get wrong. */
  enum Hostile {
    SCALES {
      @Override
      double[][] rows(SplittableRandom random, int n, int d) {
        double[][] rows = new double[n][d];
        for (double[] row : rows) {
          double size = Math.pow(10, random.nextDouble(-8, 8));
          Arrays.setAll(row, l -> size * random.nextGaussian());
        }
        return rows;
      }
    },
    FEATURES {
      @Override
      double[][] rows(SplittableRandom random, int n, int d) {
        double[] sizes = new double[d];
        Arrays.setAll(sizes, l -> Math.scalb(1.0, random.nextInt(-27, 28)));
        double[][] rows = new double[n][d];
        for (double[] row : rows) {
          Arrays.setAll(row, l -> sizes[l] * random.nextInt(-3, 4));
        }
        return rows;
      }
    },
    NEARLY_PARALLEL {
      @Override
      double[][] rows(SplittableRandom random, int n, int d) {
        double[][] rows = WHOLE.rows(random, n, d);
        for (int i = 1; i < n; i += 2) {
          double[] before = rows[i - 1];
          double distance = Math.pow(10, random.nextDouble(-12, -6));
          Arrays.setAll(rows[i], l -> before[l] + distance * random.nextGaussian());
        }
        return rows;
      }
    },
    WHOLE {
      @Override
      double[][] rows(SplittableRandom random, int n, int d) {
        double[][] rows = new double[n][d];
        for (double[] row : rows) {
          Arrays.setAll(row, l -> random.nextInt(-2, 3));
        }
        return rows;
      }
    };

    abstract double[][] rows(SplittableRandom random, int n, int d);
  }

  private static Tokens tokens(double[][] rows) {
    double[] x = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return Tokens.of(x, rows.length, 1, rows[0].length);
  }

  /** Between rows one unit in the last place apart no weight of doubles has the signs + and -. */
  @Test
  void patternsThatDoublesCannotShowAreNotSaidToBeAllThere() {
    double[][] rows = {{1, 1 / 3.0}, {1, Math.nextUp(1 / 3.0)}, {1, -5}};

    ActivationPatterns patterns = rows(tokens(rows));

    assertThat(patterns.count()).isEqualTo(CountedCells.of(rows));
    assertThat(patterns.complete())
        .isEqualTo(signs(patterns.witnesses(), tokens(rows)).size() == 6);
    Gates.Selection selection =
        GateSource.enumerated(LIMIT)
            .choose(TokenRows.of(tokens(rows).shape(), 1), tokens(rows), kernel)
            .selection()
            .orElseThrow();
    assertThat(selection.exhaustive()).isEqualTo(patterns.complete());
  }

  @Test
  void patternsAreNotAllThereWhereTheHeadDoesNotGiveItsRowsExactly() {
    Tokens tokens = normal(3, 2, 1);
    Preactivation rounded = new Rounded(TokenRows.of(tokens.shape(), 1));

    ActivationPatterns patterns = ActivationPatterns.of(rounded, 0, tokens, LIMIT);

    assertThat(patterns.count()).isEqualTo(6);
    assertThat(patterns.complete()).isFalse();
  }

  @Test
  void rowsOnOneHyperplaneCountOnce() {
    Tokens tokens = Tokens.of(new double[] {1, 2, 2, 4, -3, -6, 0, 0, 1, 0}, 5, 1, 2);
    ActivationPatterns patterns = rows(tokens);

    assertThat(patterns.rows()).isEqualTo(2);
    assertThat(patterns.count()).isEqualTo(4);
  }

  @Test
  void tokensThatAreAllZeroHaveOnePattern() {
    assertThat(rows(Tokens.of(new double[6], 3, 1, 2)).count()).isEqualTo(1);
  }

  @Test
  void attentionHasAPatternForEverySignOfTokenPairs() {
    Tokens tokens = normal(2, 2, 2);
    ActivationPatterns patterns =
        ActivationPatterns.of(DenseAttentionProvider.pairs(tokens.shape()), 0, tokens, LIMIT);

    assertThat(patterns.rows()).isEqualTo(8);
    assertThat(patterns.rank()).isEqualTo(4);
    assertThat(patterns.count())
        .isLessThanOrEqualTo((int) ActivationPatterns.bound(8, 4))
        .isGreaterThan(64);
  }

  @Test
  void tooManyPatternsAreRefusedWithTheEstimateAndTheLimit() {
    assertThatThrownBy(() -> rows(normal(100, 10, 1)))
        .isInstanceOf(TooManyPatternsException.class)
        .hasMessageContaining("up to 3.84e+12 activation patterns (100 pre-activations, rank 10)")
        .hasMessageContaining("limit of 20000");
    assertThatThrownBy(() -> rows(normal(20_000, 2, 1)))
        .isInstanceOf(TooManyPatternsException.class);
  }

  @Test
  void enumeratedGatesAreExhaustiveAndLeaveOutTheClosedPattern() {
    Tokens tokens =
        Tokens.of(new double[] {1, 1, 1, 2, 1, 3, 1, 4, 2, 1, 3, 1, 4, 1, 5, 1}, 8, 1, 2);
    Gates gates =
        GateSource.enumerated(LIMIT).choose(TokenRows.of(tokens.shape(), 1), tokens, kernel);

    assertThat(gates.count(0)).isEqualTo(15);
    Gates.Selection selection = gates.selection().orElseThrow();
    assertThat(selection).isEqualTo(new Gates.Selection(16, 0, 1, true, selection.margin()));
  }

  @Test
  void gatesAreDrawnWhereThereAreTooManyPatterns() {
    Tokens tokens = normal(50, 10, 1);
    GateSource drawn = GateSource.sampled(4, 1, GateDistribution.NORMAL);
    Gates gates =
        GateSource.enumeratedUpTo(LIMIT, drawn, Double.POSITIVE_INFINITY)
            .choose(TokenRows.of(tokens.shape(), 1), tokens, kernel);

    assertThat(gates.count(0)).isEqualTo(4);
    assertThat(gates.selection().orElseThrow().exhaustive()).isFalse();
  }

  /** 50 rows of rank 2 have 100 patterns, of 4 x 50 x 2 x 8 bytes each. */
  @ParameterizedTest
  @CsvSource({"320000, true", "319999, false"})
  void gatesAreDrawnWhereConesOfAllPatternsNeedTooMuchMemory(double bytes, boolean all) {
    Tokens tokens = normal(50, 2, 1);
    GateSource drawn = GateSource.sampled(4, 1, GateDistribution.NORMAL);
    Gates gates =
        GateSource.enumeratedUpTo(LIMIT, drawn, bytes)
            .choose(TokenRows.of(tokens.shape(), 1), tokens, kernel);

    assertThat(gates.selection().orElseThrow().exhaustive()).isEqualTo(all);
  }

  @Test
  @Tag("shared")
  void theReferenceProblemsHaveAsManyPatternsAsTheirAuthorCounted() throws IOException {
    Path folder = Path.of(System.getProperty("shared.dir", "../shared"), "conformance-relu");
    assumeTrue(Files.isDirectory(folder), folder + " is absent");
    for (JsonNode problem : new ObjectMapper().readTree(folder.resolve("index.json").toFile())) {
      int n = problem.get("samples").asInt();
      TokenShape shape =
          new TokenShape(problem.get("tokens").asInt(), problem.get("features").asInt());
      Path file = folder.resolve(problem.get("name").asText()).resolve("tokens.npy");
      double[] x = Npy.read(file).toDoubles();
      Preactivation map =
          problem.get("head").asText().equals("fno")
              ? TokenRows.circular(shape)
              : TokenRows.of(shape, 1);
      Tokens tokens = Tokens.of(x, n, shape.tokens(), shape.features());

      assertThat(ActivationPatterns.of(map, 0, tokens, LIMIT).count())
          .as(problem.get("name").asText())
          .isEqualTo(problem.get("patterns").asInt());
    }
  }

  private ActivationPatterns rows(Tokens tokens) {
    return ActivationPatterns.of(TokenRows.of(tokens.shape(), 1), 0, tokens, LIMIT);
  }

  private static Tokens normal(int n, int d, int s) {
    return Tokens.of(HeadCase.gaussian(new SplittableRandom(n + 100L * d), n * s * d), n, s, d);
  }

  private static Set<BitSet> signs(List<double[]> weights, Tokens tokens) {
    Set<BitSet> signs = new HashSet<>();
    weights.forEach(w -> signs.add(signs(w, tokens)));
    return signs;
  }

  private static BitSet signs(double[] w, Tokens tokens) {
    RealArray x = tokens.batch(0, tokens.samples(), Precision.FLOAT64).values();
    BitSet signs = new BitSet();
    for (int i = 0; i < x.length() / w.length; i++) {
      signs.set(i, x.dot(i * w.length, RealArray.wrap(w), 0, w.length) >= 0);
    }
    return signs;
  }

  /** Pre-activations whose matrix is not known exactly. */
  private record Rounded(Preactivation exact) implements Preactivation {
    @Override
    public int groups() {
      return exact.groups();
    }

    @Override
    public int[] weightShape(int group) {
      return exact.weightShape(group);
    }

    @Override
    public int perSample() {
      return exact.perSample();
    }

    @Override
    public void apply(TokenBatch batch, int group, Matrix w, Matrix z, Kernel kernel) {
      exact.apply(batch, group, w, z, kernel);
    }

    @Override
    public void addTranspose(TokenBatch batch, int group, Matrix z, Matrix w, Kernel kernel) {
      exact.addTranspose(batch, group, z, w, kernel);
    }
  }
}
