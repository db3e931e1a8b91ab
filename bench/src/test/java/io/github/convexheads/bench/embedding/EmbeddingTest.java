package io.github.convexheads.bench.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private static final int SAMPLES = 60;
  private static final int CLASSES = 3;

  /** One thread pool serves both, and the kernel is the same native library. */
  @Test
  void twoFitsInParallelGiveTheBitsOfOneAfterAnother() {
    ConvexHeads attention = builder("attention", "low-rank");
    ConvexHeads mixer = builder("mixer", "admm").set("head.activation", "gated-relu");
    long[] first = fitted(attention);
    long[] second = fitted(mixer);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      for (int repetition = 0; repetition < 3; repetition++) {
        CompletableFuture<long[]> one =
            CompletableFuture.supplyAsync(() -> fitted(attention), threads);
        CompletableFuture<long[]> two = CompletableFuture.supplyAsync(() -> fitted(mixer), threads);

        assertThat(one.join()).isEqualTo(first);
        assertThat(two.join()).isEqualTo(second);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void theListenerOfTheBuilderHearsOfProgressAndCancels() {
    List<Progress> heard = new ArrayList<>();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void progressed(Progress progress) {
            heard.add(progress);
          }

          @Override
          public boolean cancelled() {
            return heard.size() >= 2;
          }
        };

    FitResult result =
        builder("attention", "projected-gradient")
            .tolerance(0)
            .listener(listener)
            .fit(tokens(), labels());

    assertThat(result.solution().status()).isEqualTo(Solution.Status.CANCELLED);
    assertThat(heard).hasSizeGreaterThanOrEqualTo(2);
    assertThat(result.head().predict(tokens())).hasSize(SAMPLES * CLASSES);
  }

  /** The common pool belongs to the JVM; its threads end by themselves. */
  @Test
  void noThreadIsLeftBehind() throws InterruptedException {
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());

    for (String solver : List.of("low-rank", "admm", "projected-gradient", "interior-point")) {
      builder("fno", solver).fit(tokens(), labels());
    }

    List<String> left = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      boolean ours =
          !before.contains(thread) && !thread.getName().startsWith("ForkJoinPool.common");
      if (ours && !thread.getName().equals("JavaCPP Deallocator")) {
        thread.join(2000);
        if (thread.isAlive()) {
          left.add(thread.getName() + (thread.isDaemon() ? " (daemon)" : ""));
        }
      }
    }
    assertThat(left).isEmpty();
  }

  private static ConvexHeads builder(String head, String solver) {
    return ConvexHeads.builder()
        .set("preprocess.recommended", "false")
        .head(head)
        .solver(solver)
        .betaFraction(0.2)
        .tolerance(1e-3);
  }

  private static long[] fitted(ConvexHeads builder) {
    FitResult result = builder.fit(tokens(), labels());
    assertThat(result.head().variable().totalRank()).isPositive();
    return result.head().variable().blocks().stream()
        .flatMapToDouble(
            block -> DoubleStream.concat(Arrays.stream(block.left()), Arrays.stream(block.right())))
        .mapToLong(Double::doubleToRawLongBits)
        .toArray();
  }

  private static Tokens tokens() {
    SplittableRandom random = new SplittableRandom(1);
    double[] values = new double[SAMPLES * 4 * 5];
    Arrays.setAll(values, i -> random.nextGaussian() + (i / 20 % CLASSES == i % 5 ? 1 : 0));
    return Tokens.of(values, SAMPLES, 4, 5);
  }

  private static Targets labels() {
    int[] labels = new int[SAMPLES];
    Arrays.setAll(labels, i -> i % CLASSES);
    return Targets.labels(labels, CLASSES);
  }
}
