package io.github.convexheads.bench.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.internal.format.Npz;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The exported weights of a relu head, put into the definitions of the heads. */
class ReluNetworkTest {
  private static final int N = 2;
  private static final int S = 3;
  private static final int D = 4;
  private static final int C = 3;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "attention,mean",
    "attention,none",
    "mixer,mean",
    "mixer,none",
    "fno,mean",
    "fno,none",
    "b-fno,mean",
    "b-fno,none",
    "mlp,mean",
    "mlp,none"
  })
  void theNetworkHasTheOutputsAndTheObjectiveOfTheModel(String type, String pooling) {
    SplittableRandom random = new SplittableRandom(1);
    boolean pooled = pooling.equals("mean");
    double[] x = random.doubles(N * S * D, -1, 2).toArray();
    double[] y = random.doubles((long) N * (pooled ? 1 : S) * C, -1, 1).toArray();
    ConvexHeads builder =
        ConvexHeads.builder()
            .set("preprocess.recommended", "false")
            .head(type)
            .loss("squared")
            .set("head.activation", "relu")
            .set("head.pooling", pooling)
            .set("head.gates.limit", "40")
            .set("preprocess.standardize", "true")
            .set("head.gates.count", "2")
            .set("solver.max-iterations", "1")
            .betaFraction(0.05)
            .tolerance(1e-3);
    if (type.equals("b-fno")) {
      builder = builder.set("head.blocks", "2");
    }
    FitResult fit = builder.fit(Tokens.of(x, N, S, D), new RealTargets(y, pooled ? 1 : S, C));
    assertThat(fit.head().variable().totalRank()).isPositive();
    Path file = folder.resolve("head.npz");
    NpzExport.write(fit.head(), file);
    Npz weights = Npz.read(file);

    double[] unseen = random.doubles(N * S * D, -1, 2).toArray();
    assertClose(network(type, pooled, weights, unseen), fit.head().predict(tokens(unseen)));
    double[] outputs = network(type, pooled, weights, x);
    assertClose(outputs, fit.head().predict(tokens(x)));
    double objective = fit.certificate().beta() * decay(weights);
    for (int i = 0; i < y.length; i++) {
      objective += (outputs[i] - y[i]) * (outputs[i] - y[i]) / (2 * N);
    }
    assertThat(objective).isCloseTo(fit.certificate().primal(), within(1e-9 * objective));
  }

  private static Tokens tokens(double[] values) {
    return Tokens.of(values, N, S, D);
  }

  private static void assertClose(double[] found, double[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-9));
    }
  }

  private static double decay(Npz weights) {
    double sum = 0;
    for (int group = 0; group < 2; group++) {
      for (String name : new String[] {"group" + group + "_W1", "group" + group + "_W2"}) {
        if (weights.arrays().containsKey(name)) {
          for (double w : weights.array(name).toDoubles()) {
            sum += w * w / 2;
          }
        }
      }
    }
    return sum;
  }

  private static double[] network(String type, boolean pooled, Npz weights, double[] raw) {
    double[] shift = weights.array("shift").toDoubles();
    double[] gain = weights.array("gain").toDoubles();
    double[] out = new double[N * (pooled ? 1 : S) * C];
    for (int i = 0; i < N; i++) {
      double[][] x = new double[S][D];
      for (int t = 0; t < S; t++) {
        for (int l = 0; l < D; l++) {
          x[t][l] = (raw[(i * S + t) * D + l] - shift[l]) * gain[l];
        }
      }
      double[][] f = sample(type, weights, x);
      for (int t = 0; t < S; t++) {
        for (int p = 0; p < C; p++) {
          out[(pooled ? i : i * S + t) * C + p] += f[t][p] / (pooled ? S : 1);
        }
      }
    }
    return out;
  }

  private static double[][] sample(String type, Npz weights, double[][] x) {
    double[][] sum = new double[S][C];
    int groups = type.equals("b-fno") ? 2 : 1;
    for (int group = 0; group < groups; group++) {
      String name = "group" + group;
      if (!weights.arrays().containsKey(name + "_W1")) {
        continue;
      }
      double[] w1 = weights.array(name + "_W1").toDoubles();
      double[] w2 = weights.array(name + "_W2").toDoubles();
      int heads = (int) weights.array(name + "_W1").shape().size(0);
      int feature = group * D / groups;
      int output = group == 0 ? 0 : (C + 1) / 2;
      int outputs = groups == 1 ? C : group == 0 ? (C + 1) / 2 : C / 2;
      double[][] seen = new double[S][];
      Arrays.setAll(seen, t -> Arrays.copyOfRange(x[t], feature, feature + D / groups));
      for (int j = 0; j < heads; j++) {
        double[] first = part(w1, heads, j);
        double[][] f = head(type, seen, first, part(w2, heads, j), outputs);
        for (int t = 0; t < S; t++) {
          for (int p = 0; p < outputs; p++) {
            sum[t][output + p] += f[t][p];
          }
        }
      }
    }
    return sum;
  }

  private static double[] part(double[] all, int heads, int j) {
    int size = all.length / heads;
    return Arrays.copyOfRange(all, j * size, (j + 1) * size);
  }

  private static double[][] head(
      String type, double[][] x, double[] first, double[] second, int outputs) {
    int d = x[0].length;
    return switch (type) {
      case "attention" ->
          times(
              times(relu(times(times(x, matrix(first, D)), transposed(x))), x),
              matrix(second, outputs));
      case "mixer" -> times(relu(times(matrix(first, S), x)), matrix(second, outputs));
      case "mlp" -> times(relu(times(x, matrix(first, 1))), matrix(second, outputs));
      default -> {
        double[][] circ = new double[S][S * d];
        for (int t = 0; t < S; t++) {
          for (int a = 0; a < S; a++) {
            System.arraycopy(x[(t + a) % S], 0, circ[t], a * d, d);
          }
        }
        yield times(relu(times(circ, matrix(first, 1))), matrix(second, outputs));
      }
    };
  }

  private static double[][] matrix(double[] values, int columns) {
    double[][] m = new double[values.length / columns][];
    Arrays.setAll(m, r -> Arrays.copyOfRange(values, r * columns, (r + 1) * columns));
    return m;
  }

  private static double[][] transposed(double[][] a) {
    double[][] t = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        t[j][i] = a[i][j];
      }
    }
    return t;
  }

  private static double[][] relu(double[][] a) {
    for (double[] row : a) {
      Arrays.setAll(row, i -> Math.max(row[i], 0));
    }
    return a;
  }

  private static double[][] times(double[][] a, double[][] b) {
    double[][] product = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < b.length; k++) {
        for (int j = 0; j < b[0].length; j++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }
}
