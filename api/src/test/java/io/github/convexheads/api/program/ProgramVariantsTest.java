package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblem;
import io.github.convexheads.api.solver.DenseProblems;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program says of itself, and what its variants share. */
class ProgramVariantsTest {
  private static final Kernel KERNEL = Kernels.best();

  private final DenseProblem problem = DenseProblems.softmax(DenseLift.single(3, 2, 2, 4), 40, 4);
  private final LiftedProgram program = problem.program(KERNEL, Workers.of(2));

  private static Variable point(ConvexProgram program) {
    return new Variable(
        program.blocks().stream()
            .map(
                b -> {
                  double[] left = new double[b.rows()];
                  double[] right = new double[b.columns()];
                  Arrays.setAll(left, r -> 1 + r);
                  Arrays.setAll(right, c -> 2 - c);
                  return new Factors(b.rows(), b.columns(), 1, left, right);
                })
            .toList());
  }

  @Test
  void outputsWithoutTargetsAreThoseOfTheProgram() {
    DenseLift lift = problem.lift();
    Tokens tokens = Tokens.of(problem.phi(), 40, lift.positions(), lift.shape().features());
    Variable z = point(program);

    double[] outputs = LiftedProgram.outputs(lift, tokens, z, KERNEL, Workers.of(1));

    assertThat(outputs).hasSize(40 * 2 * 4).isEqualTo(program.data().outputs(z));
  }

  @Test
  void projectionsAreKeptAsWasAgreed() {
    Variable z = point(program);
    assertThat(program.at(z).keepsProjections()).isTrue();
    for (boolean kept : new boolean[] {true, false}) {
      LiftedProgram other = program.withBeta(0.5).keeping(kept);

      assertThat(other.at(z).keepsProjections()).isEqualTo(kept);
      assertThat(other.at(z).gradient().block(0).left())
          .isEqualTo(program.at(z).gradient().block(0).left());
      assertThat(other.beta()).isEqualTo(0.5);
      assertThat(other.asksTheSameAs(program.withBeta(0.5))).isFalse();
      assertThat(other.withPrecision(Precision.FLOAT32).at(z).keepsProjections()).isEqualTo(kept);
    }
  }

  @Test
  void allVariantsShareRandomStartsAndWhatIsKnownOfTheData() {
    RandomStarts starts = RandomStarts.repeating(3);
    LiftedProgram seeded = program.withRandomStarts(starts);
    for (LiftedProgram other :
        List.of(seeded, seeded.withBeta(2), seeded.withPrecision(Precision.FLOAT32))) {
      assertThat(other.randomStarts()).isSameAs(starts);
      assertThat(other.memo()).isSameAs(program.memo());
    }
    assertThat(seeded.withIntercept().randomStarts()).isSameAs(starts);
    assertThat(seeded.keeping(true).randomStarts()).isSameAs(starts);
    assertThat(seeded.shards(2).get(1).randomStarts()).isSameAs(starts);
    assertThat(program.randomStarts()).isNotSameAs(starts);
  }

  @Test
  void theLargestTokenIsFoundWhateverItsSignAndBatch() {
    double[] phi = problem.phi().clone();
    double largest = Arrays.stream(phi).map(Math::abs).max().orElseThrow();
    assertThat(program.largestToken()).isEqualTo(largest);
    for (int place : new int[] {0, phi.length / 2, phi.length - 1}) {
      double[] changed = phi.clone();
      changed[place] = -2 * largest;
      DenseProblem other =
          new DenseProblem(problem.lift(), changed, problem.targets(), problem.loss(), 1);
      assertThat(other.program(KERNEL, Workers.of(1)).largestToken()).isEqualTo(2 * largest);
    }
  }

  @Test
  void memoryIsThatOfTokensAndOfFeaturesInBothPrecisions() {
    long values = problem.phi().length;
    long own =
        Arrays.stream(Precision.values())
            .mapToLong(precision -> 40 * problem.lift().bytesPerSample(precision))
            .sum();

    assertThat(program.memory()).isEqualTo(new ConvexProgram.HeapUse(8 * values, own));
    assertThat(program.keeping(false).memory().features()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "1, 0, 1", "1, 1, 0", "-1, 1, 1"})
  void aProgramWithoutOutputsIsRefused(long samples, int positions, int outputs) {
    assertThatThrownBy(() -> new ConvexProgram.Size(samples, positions, outputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("n = %d, T = %d, c = %d".formatted(samples, positions, outputs));
  }

  @Test
  void sizesCountRowsExactlyAndValuesWithoutOverflow() {
    ConvexProgram.Size size = new ConvexProgram.Size(1L << 40, 1 << 20, 1 << 30);

    assertThat(size.rows()).isEqualTo(1L << 60);
    assertThat(size.values()).isEqualTo(0x1p90);
    assertThatThrownBy(() -> new ConvexProgram.Size(1L << 50, 1 << 20, 1).rows())
        .isInstanceOf(ArithmeticException.class);
    assertThat(program.size()).isEqualTo(new ConvexProgram.Size(40, 2, 4));
  }

  @Test
  void claimsReachAsFarAsTheGatesOfBlocks() {
    assertThat(program.scope()).isEqualTo(ConvexProgram.Scope.ALL_NETWORKS);
    assertThat(program.scope().restriction()).isEmpty();
    LiftedProgram gated =
        DenseProblems.squared(DenseProblems.gates(4, 2, 2, 3, 3), 50, 5)
            .program(KERNEL, Workers.of(1));
    assertThat(gated.scope()).isEqualTo(ConvexProgram.Scope.THESE_GATES);
    assertThat(gated.scope().restriction()).isEqualTo(" for these gates");
    assertThat(ConvexProgram.Scope.THESE_PATTERNS.restriction())
        .isEqualTo(" for these activation patterns");
  }

  @Test
  void aProgramThatOffersNothingMoreSaysSo() {
    ConvexProgram plain = new ChunkedProgram(program.shards(2));
    ConvexProgram.Memo memo = plain.memo();
    memo.keep("known");

    assertThat(memo.get(String.class)).contains("known");
    assertThat(memo.get(Integer.class)).isEmpty();
    assertThat(plain.memo().get(String.class)).isEmpty();
    assertThat(plain.withRandomStarts(RandomStarts.fresh())).isSameAs(plain);
    assertThat(plain.randomStarts().failureProbability()).isZero();
    assertThat(plain.intercept()).isFalse();
    assertThat(plain.valuesPerPass()).isEqualTo(1);
    assertThat(plain.sampleSpan()).isEmpty();
    assertThat(plain.localData()).isEmpty();
    assertThat(plain.memory()).isEqualTo(new ConvexProgram.HeapUse(0, 0));
  }
}
