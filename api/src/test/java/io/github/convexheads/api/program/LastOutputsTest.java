package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.solver.DenseLift;
import io.github.convexheads.api.solver.DenseProblems;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Outputs of a point are computed once, whoever asks, and never those of another point. */
class LastOutputsTest {
  private final LiftedProgram program =
      DenseProblems.softmax(DenseLift.single(6, 1, 1, 3), 8, 1)
          .program(Kernels.best(), Workers.of(1));

  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void theSameNumbersAreTheSamePoint() {
    Variable z = point(1);
    Variable copy = Variable.combination(1, point(1), 1, Variable.zero(program.blocks()));

    double[] first = outputs(program, z, 2);
    double[] again = outputs(program, copy, 3);

    assertThat(again).isEqualTo(first).isNotSameAs(first);
    assertThat(asked).hasValue(1);
  }

  @Test
  void anotherPointAndAnotherPrecisionAreAskedFor() {
    outputs(program, point(1), 2);

    assertThat(outputs(program, point(2), 3)).containsOnly(3);
    assertThat(outputs(program, point(1), 4)).containsOnly(4);
    assertThat(outputs(program.withPrecision(Precision.FLOAT32), point(1), 5)).containsOnly(5);
    assertThat(outputs(program, point(1), 6)).containsOnly(4);
    assertThat(asked).hasValue(4);
  }

  /** Whoever changes the arrays of a point, or those it got, has another point from then on. */
  @Test
  void arraysThatAreChangedAreNoLongerThePoint() {
    Variable z = point(1);
    double[] own = outputs(program, z, 2);
    own[0] = 99;
    assertThat(outputs(program, z, 3)).containsOnly(2);

    z.block(0).left()[0] += 1;

    assertThat(outputs(program, z, 4)).containsOnly(4);
  }

  /** The objective of a certificate is that of the arrays as they are now. */
  @Test
  void aLossIsThatOfTheArraysAsTheyAre() {
    Variable z = point(1);
    double before = program.at(z).loss();
    z.block(0).right()[0] += 1;
    LiftedProgram fresh =
        DenseProblems.softmax(DenseLift.single(6, 1, 1, 3), 8, 1)
            .program(Kernels.best(), Workers.of(1));

    assertThat(program.at(z).loss()).isEqualTo(fresh.at(z).loss()).isNotEqualTo(before);
  }

  private double[] outputs(LiftedProgram of, Variable z, double value) {
    return LastOutputs.of(
        of,
        z,
        () -> {
          asked.incrementAndGet();
          double[] outputs = new double[(int) of.size().values()];
          Arrays.fill(outputs, value);
          return outputs;
        });
  }

  private Variable point(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Variable(
        program.blocks().stream()
            .map(
                block ->
                    new Factors(
                        block.rows(),
                        block.columns(),
                        2,
                        random.doubles(2L * block.rows()).toArray(),
                        random.doubles(2L * block.columns()).toArray()))
            .toList());
  }
}
