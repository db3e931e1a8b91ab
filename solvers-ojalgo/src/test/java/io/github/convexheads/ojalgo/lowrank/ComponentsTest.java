package io.github.convexheads.ojalgo.lowrank;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.certificate.PointEvaluation;
import io.github.convexheads.api.certificate.SingularPairs;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseProblems;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which singular pairs of three blocks become components. */
class ComponentsTest {
  private static final int WANTED = 4;

  private final ConvexProgram program = program();
  private final PointEvaluation zero =
      PointEvaluation.of(program, Variable.zero(program.blocks()), 1e-6);
  private final List<SingularPairs> pairs = zero.pairs(Precision.FLOAT64, WANTED);
  private final Components components = new Components(program, 0);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void theLargestOfAllBlocksTogetherAreAdded(int most) {
    double[] ascending =
        pairs.stream().flatMapToDouble(p -> Arrays.stream(p.values())).sorted().toArray();
    double least = ascending[ascending.length - most];
    assertThat(ascending[ascending.length - most - 1]).isBetween(program.beta(), 0.99 * least);

    Variable added = components.added(zero.evaluation(), pairs, most);

    assertThat(added.totalRank()).isEqualTo(most);
    for (int j = 0; j < pairs.size(); j++) {
      long expected = Arrays.stream(pairs.get(j).values()).filter(s -> s >= least).count();
      assertThat(added.block(j).rank()).isEqualTo((int) expected);
    }
  }

  @Test
  void allAboveBetaAreAddedWhereTheyMay() {
    long above =
        pairs.stream()
            .flatMapToDouble(p -> Arrays.stream(p.values()))
            .filter(s -> s > program.beta())
            .count();

    assertThat(components.added(zero.evaluation(), pairs, 3 * WANTED).totalRank())
        .isEqualTo((int) above);
  }

  @ParameterizedTest(name = "{0} rows: {1} of all blocks")
  @CsvSource({"2048, 12", "2049, 4"})
  void blocksShareARoundWhereAComponentCostsMuch(int rows, int expected) {
    ConvexProgram large =
        DenseProblems.softmax(DenseProblems.gates(rows, 1, 1, 2, 3), 4, 3)
            .program(Kernels.best(), Workers.of(1));

    assertThat(LowRankPolicy.standard().mostAdded(large, WANTED)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "the last of four is {0} beta, the first {1}: {2}")
  @CsvSource({"1.001, 1.002, true", "0.999, 1.002, false", "1.001, 1.1, false", "1, 1, false"})
  void moreArePromisedWhereAllThatCameExceedBetaAlike(double last, double first, boolean more) {
    double[] values = {first, first, last, last};
    Arrays.setAll(values, i -> values[i] * program.beta());
    SingularPairs found = new SingularPairs(values, new double[0], new double[0]);

    assertThat(components.cluster(List.of(found), WANTED)).isEqualTo(more);
    assertThat(components.cluster(List.of(found), WANTED + 1)).isFalse();
  }

  /** Ten values of one size and ten of another: the cut goes through the second. */
  @ParameterizedTest(name = "the last differ by {0}: {1}")
  @CsvSource({"0, true", "1e-3, false"})
  void moreArePromisedWhereTheLastThatCameAreOneValue(double apart, boolean more) {
    double[] values = new double[20];
    Arrays.setAll(values, i -> (i < 10 ? 3 : 2 - apart * i) * program.beta());
    SingularPairs found = new SingularPairs(values, new double[0], new double[0]);

    assertThat(components.cluster(List.of(found), 20)).isEqualTo(more);
  }

  private static ConvexProgram program() {
    ConvexProgram any =
        DenseProblems.softmax(DenseProblems.gates(9, 1, 1, 8, 3), 50, 3)
            .program(Kernels.best(), Workers.of(1));
    return any.withBeta(0.05 * Certifier.betaMax(any));
  }
}
