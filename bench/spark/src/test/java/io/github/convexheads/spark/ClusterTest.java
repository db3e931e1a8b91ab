package io.github.convexheads.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.internal.digest.DataDigest;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fits on executors in processes of their own, some of which are killed. */
@Tag("spark")
class ClusterTest {
  private static final Samples SAMPLES = new Samples(32);

  private static final int BLOCKS = 4;

  private static final ConvexHeads HEADS =
      ConvexHeads.builder()
          .head("attention")
          .set("head.activation", "gated-relu")
          .set("head.gates.count", "2")
          .solver("low-rank")
          .tolerance(1e-2)
          .seed(1);

  private static final ConvexHeads WITH_INTERCEPT =
      ConvexHeads.builder()
          .head("linear")
          .set("head.intercept", "true")
          .solver("low-rank")
          .tolerance(1e-2)
          .seed(1);

  private static final ConvexHeads SPLIT =
      ConvexHeads.builder().head("linear").solver("admm").tolerance(1e-2).seed(1);

  private static final Traffic TRAFFIC = new Traffic();
  private static final List<FitResult> RESULTS = new ArrayList<>();
  private static final List<FitResult> INTERCEPTS = new ArrayList<>();
  private static final List<FitResult> SPLITS = new ArrayList<>();
  private static Killer killer;
  private static FitResult disturbed;

  /** Every place is opened once; where several executors are, one is killed in a second fit. */
  @BeforeAll
  static void fitEverywhere() {
    for (Cluster.Place place : Cluster.places()) {
      try (JavaSparkContext context = Cluster.open(place)) {
        boolean several = place.equals(Cluster.several());
        if (several) {
          context.sc().addSparkListener(TRAFFIC);
        }
        RESULTS.add(fit(HEADS, context));
        if (several) {
          context.sc().removeSparkListener(TRAFFIC);
          killer = new Killer(context);
          disturbed = fit(HEADS.listener(killer), context);
        }
        INTERCEPTS.add(fit(WITH_INTERCEPT, context));
        SPLITS.add(fit(SPLIT, context));
      }
    }
  }

  @Test
  void anyNumberOfExecutorsGivesTheSameBits() {
    requireSameBits(RESULTS);
    String digest = DataDigest.of(SAMPLES.tokens(), SAMPLES.labels());
    assertThat(RESULTS).allMatch(fit -> fit.head().provenance().dataDigest().equals(digest));
  }

  @Test
  void anyNumberOfExecutorsGivesTheSameBitsOfAnIntercept() {
    requireSameBits(INTERCEPTS);
    FitResult near = WITH_INTERCEPT.fit(SAMPLES.tokens(), SAMPLES.labels());
    double primal = near.certificate().primal();
    assertThat(INTERCEPTS.get(0).certificate().primal()).isCloseTo(primal, within(1e-9 * primal));
    assertThat(near.head().intercept()).isNotEmpty();
  }

  @Test
  void anyNumberOfExecutorsGivesTheSameBitsOfASplitting() {
    requireSameBits(SPLITS);
    assertThat(SPLITS).allMatch(fit -> fit.head().provenance().solver().equals("admm"));
    FitResult near =
        SPLIT.set("solver.shards", "" + BLOCKS).fit(SAMPLES.tokens(), SAMPLES.labels());
    double primal = near.certificate().primal();
    assertThat(SPLITS.get(0).certificate().primal()).isCloseTo(primal, within(1e-9 * primal));
    assertThat(near.certificate().relativeGap()).isPositive();
  }

  private static void requireSameBits(List<FitResult> results) {
    FitResult first = results.get(0);
    assertThat(results).hasSameSizeAs(Cluster.places());
    assertThat(first.certificate().relativeGap()).isLessThanOrEqualTo(1e-2);
    for (FitResult other : results) {
      assertThat(bits(other)).containsExactly(bits(first));
      assertThat(other.head().intercept()).containsExactly(first.head().intercept());
      assertThat(other.certificate().dual()).isEqualTo(first.certificate().dual());
    }
  }

  /** What is asked along a line is answered with numbers, by every block, and points are sent. */
  @Test
  void lossesAlongALineAreAFewNumbersOfEveryBlock() {
    List<String> lines = TRAFFIC.lines();
    String[] search =
        lines.stream()
            .filter(line -> line.startsWith("\"line search\""))
            .findFirst()
            .orElseThrow()
            .split(",", -1);
    long jobs = Long.parseLong(search[1]);
    long tasks = Long.parseLong(search[2]);
    long results = Long.parseLong(search[5]);
    long sent = Long.parseLong(lines.get(lines.size() - 1).split(",", -1)[7]);
    assertThat(jobs).isPositive();
    assertThat(tasks).isEqualTo(BLOCKS * jobs);
    assertThat(results).isBetween(tasks * 2 * Double.BYTES, tasks * 8192);
    assertThat(sent).isGreaterThan(SAMPLES.n() * (long) Samples.S * Samples.D * Double.BYTES);
  }

  @Test
  void anExecutorThatIsKilledInAFitChangesNoBit() {
    FitResult expected = RESULTS.get(0);
    assertThat(killer.killed).isEqualTo(1);
    assertThat(bits(disturbed)).containsExactly(bits(expected));
    assertThat(disturbed.solution().iterations()).isEqualTo(expected.solution().iterations());
    assertThat(disturbed.certificate().dual()).isEqualTo(expected.certificate().dual());
  }

  /** Ends an executor, as kill -9 does, in the middle of a descent. */
  private static final class Killer implements ProgressListener {
    private static final int ITERATION = 5;

    private final JavaSparkContext context;
    private int killed;

    Killer(JavaSparkContext context) {
      this.context = context;
    }

    @Override
    public void progressed(Progress progress) {
      if (killed == 0 && progress.iteration() >= ITERATION) {
        List<ProcessHandle> executors = Cluster.executors(context);
        assertThat(executors).hasSizeGreaterThan(1);
        assertThat(executors.get(0).destroyForcibly()).isTrue();
        killed++;
      }
    }
  }

  private static FitResult fit(ConvexHeads heads, JavaSparkContext context) {
    try (SparkTokens tokens = SparkTokens.of(context, SAMPLES.tokens(), 32 / BLOCKS)) {
      return heads.fit(tokens, SAMPLES.labels());
    }
  }

  private static double[] bits(FitResult result) {
    Variable z = result.head().variable();
    List<double[]> arrays = new ArrayList<>();
    for (Factors block : z.blocks()) {
      arrays.add(block.left());
      arrays.add(block.right());
    }
    return arrays.stream().flatMapToDouble(Arrays::stream).toArray();
  }
}
