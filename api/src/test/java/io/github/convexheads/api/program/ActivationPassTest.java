package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkForm;
import io.github.convexheads.api.head.NetworkGraph;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.internal.memory.MemoryBudget;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.LocalData.Activations;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What activations see and give, as a network is drawn, against its formula. */
class ActivationPassTest {
  private static final Kernel KERNEL = Kernels.best();
  private static final int SAMPLES = 20;
  private static final int S = 2;
  private static final int D = 4;
  private static final int Q = 3;

  /** Outputs of a group, and of both. */
  private static final int OWN = 2;

  private static final int C = 4;

  /** D x Q. */
  private static final double[] MIXED = {1, 2, -1, 0, 1, 3, -2, 0.5, 0, 1, 1, -0.5};

  private static final double[] X = gaussian(1, SAMPLES * S * D);

  /**
   * Two groups of features l and outputs p, out[t, p] = relu(x[t, l] . u) sum_k (x_t M)_k V[k, p].
   */
  private record Drawn(Pooling pooling, int preactivations) implements Lift, NetworkForm {
    @Override
    public TokenShape shape() {
      return new TokenShape(S, D);
    }

    @Override
    public int outputs() {
      return C;
    }

    @Override
    public List<Block> blocks() {
      return List.of(new Block(2, Q, OWN, 0, 0, 0), new Block(2, Q, OWN, OWN, 1, 0));
    }

    @Override
    public Features features(TokenBatch batch, Kernel kernel) {
      throw new IllegalStateException("nothing is projected");
    }

    @Override
    public NetworkHead networkHead(int block, double[] u, double[] v) {
      return new NetworkHead(block, 0, u, new int[] {2}, v, new int[] {Q, OWN});
    }

    @Override
    public <T> T preactivation(NetworkGraph<T> graph, T x, int group, double[] w) {
      T own = graph.gather(x, 2, 2 * group, 2 * group + 1);
      return graph.matMul(own, graph.constant(w, 2, 1));
    }

    @Override
    public <T> T output(NetworkGraph<T> graph, T x, T activated, NetworkHead head) {
      T mixed = graph.matMul(x, graph.constant(MIXED, D, Q));
      T own = graph.matMul(mixed, graph.constant(head.second(), Q, OWN));
      double[] place = new double[OWN * C];
      for (int p = 0; p < OWN; p++) {
        place[p * C + OWN * head.group() + p] = 1;
      }
      return graph.matMul(graph.multiply(activated, own), graph.constant(place, OWN, C));
    }
  }

  private static Optional<Activations> activations(Lift lift, int block, double[] e) {
    Tokens tokens = Tokens.of(X, SAMPLES, S, D);
    FeatureBatches batches = new FeatureBatches(lift, tokens, KERNEL, MemoryBudget.whole());
    return ActivationPass.of(new BatchPass(batches, KERNEL, Workers.of(1)), block, e, C);
  }

  private static double mixed(int token, int k) {
    double sum = 0;
    for (int l = 0; l < D; l++) {
      sum += X[token * D + l] * MIXED[l * Q + k];
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(
      value = Pooling.class,
      names = {"NONE", "MEAN"})
  void areTheRowsAndTheWeighedOutputsOfTheFormula(Pooling pooling) {
    int positions = pooling.positions(S);
    double[] e = gaussian(2, SAMPLES * positions * C);
    for (int group = 0; group < 2; group++) {
      Activations found = activations(new Drawn(pooling, S), group, e).orElseThrow();

      double[] map = new double[SAMPLES * S * 2];
      double[] weights = new double[SAMPLES * S * Q * OWN];
      for (int token = 0; token < SAMPLES * S; token++) {
        System.arraycopy(X, token * D + 2 * group, map, token * 2, 2);
        int row = pooling == Pooling.NONE ? token : token / S;
        for (int k = 0; k < Q; k++) {
          for (int p = 0; p < OWN; p++) {
            double own = mixed(token, k) * e[row * C + OWN * group + p];
            weights[(token * Q + k) * OWN + p] = pooling == Pooling.NONE ? own : own / S;
          }
        }
      }
      assertThat(found.map().toArray()).isEqualTo(map);
      assertThat(found.weights().toArray()).containsExactly(weights, within(1e-13));
    }
  }

  @Test
  void areNotWrittenOutWhereTheyAreUnknownOrTooMany() {
    double[] e = gaussian(3, SAMPLES * S * C);

    assertThat(activations(new ForgottenLift(new Drawn(Pooling.NONE, S)), 0, e)).isEmpty();
    assertThat(activations(new Drawn(Pooling.NONE, 0), 0, e)).isEmpty();
    assertThat(activations(new Drawn(Pooling.FIRST, S), 0, gaussian(3, SAMPLES * C))).isEmpty();
    assertThat(activations(new Drawn(Pooling.NONE, 1 << 20), 0, e)).isEmpty();
    assertThat(activations(new Drawn(Pooling.NONE, 620_000), 0, e)).isEmpty();
  }

  private static double[] gaussian(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
