package io.github.convexheads.ojalgo.lowrank;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.DenseProblems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescentStateTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.97, 1.05, 3})
  void scalingTakesAwayWhatASlopeAlongThePointLeavesOpen(double size) {
    ConvexProgram program = program();
    Variable start = fitted(program, size);
    DescentState state = state(program, start);
    double open = Math.abs(slope(program, start));

    state.scale();

    assertThat(open).isGreaterThan(1e-3);
    assertThat(Math.abs(slope(program, state.point()))).isLessThan(0.11 * open);
    assertThat(objective(program, state.point())).isLessThan(objective(program, start));
  }

  @Test
  void aPointThatIsBestWithTheOtherSignStays() {
    ConvexProgram program = program();
    Variable aligned = fitted(program, 1);
    Variable opposite = aligned.plus(-2, rightOf(aligned));
    DescentState state = state(program, opposite);

    state.scale();

    assertThat(state.point().block(0).right()).isEqualTo(opposite.block(0).right());
  }

  @Test
  void componentsThatTheOptimumHasNoneOfAreDropped() {
    ConvexProgram program = program();
    Variable fitted = fitted(program, 1);
    Variable start = withComponent(fitted, 1, against(fitted.block(1), 1e-6));
    DescentState state = state(program, start);

    state.drop();

    assertThat(ranks(state.point())).isEqualTo(ranks(fitted));
    assertThat(objective(program, state.point())).isLessThan(objective(program, start));
    state.advance();
    assertThat(objective(program, state.point())).isLessThan(objective(program, fitted));
  }

  @Test
  void smallComponentsThatAreToGrowAreNotDropped() {
    ConvexProgram program = program();
    Variable half = fitted(program, 0.5);
    Variable start = withComponent(half, 0, component(half.block(0), 0, 1e-6));
    DescentState state = state(program, start);

    state.drop();

    assertThat(ranks(state.point())).isEqualTo(ranks(start));
  }

  private static Variable withComponent(Variable z, int block, Factors component) {
    List<Factors> blocks = new ArrayList<>(z.blocks());
    blocks.set(block, Factors.combination(1, z.block(block), 1, component));
    return new Variable(blocks);
  }

  /** A share of one of a block's components. */
  private static Factors component(Factors z, int h, double share) {
    double root = Math.sqrt(share);
    return new Factors(
        z.rows(), z.columns(), 1, times(root, z.leftColumn(h)), times(root, z.rightColumn(h)));
  }

  /** The same with the other sign, which the loss rises along. */
  private static Factors against(Factors z, double share) {
    Factors along = component(z, 0, share);
    return along.withSides(along.left(), times(-1, along.right()));
  }

  private static double[] times(double factor, double[] values) {
    return Arrays.stream(values).map(value -> factor * value).toArray();
  }

  private static List<Integer> ranks(Variable z) {
    return z.blocks().stream().map(Factors::rank).toList();
  }

  /** A point near the optimum, multiplied by a number. */
  private static Variable fitted(ConvexProgram program, double factor) {
    DescentState state = state(program, drawn(program, 0.3));
    for (int i = 0; i < 20; i++) {
      state.advance();
    }
    return state.point().plus(factor - 1, rightOf(state.point()));
  }

  private static Variable rightOf(Variable z) {
    return new Variable(
        z.blocks().stream().map(b -> b.withSides(new double[b.left().length], b.right())).toList());
  }

  private static ConvexProgram program() {
    ConvexProgram program =
        DenseProblems.softmax(DenseProblems.gates(4, 2, 2, 3, 3), 50, 5)
            .program(Kernels.best(), Workers.of(2));
    return program.withBeta(0.1 * Certifier.betaMax(program));
  }

  private static DescentState state(ConvexProgram program, Variable start) {
    FeatureCurvatures features = new FeatureCurvatures(program, Integer.MAX_VALUE);
    return new DescentState(
        program, Precision.FLOAT64, LowRankPolicy.standard(), features, 5, start);
  }

  /** &lt;A^* E / n, Z&gt; + beta sum ||u_h|| ||v_h||. */
  private static double slope(ConvexProgram program, Variable z) {
    Variable gradient = program.at(z).rightGradient();
    double sum = program.beta() * weights(z);
    for (int j = 0; j < z.blocks().size(); j++) {
      double[] g = gradient.block(j).right();
      double[] v = z.block(j).right();
      for (int i = 0; i < v.length; i++) {
        sum += g[i] * v[i];
      }
    }
    return sum;
  }

  private static double objective(ConvexProgram program, Variable z) {
    Evaluation at = program.at(z);
    return at.loss() + program.beta() * weights(z);
  }

  private static double weights(Variable z) {
    return z.blocks().stream().mapToDouble(Factors::sumOfWeights).sum();
  }

  private static Variable drawn(ConvexProgram program, double size) {
    SplittableRandom random = new SplittableRandom(7);
    List<Factors> blocks = new ArrayList<>();
    for (Block block : program.blocks()) {
      double[] left = new double[block.rows() * 2];
      double[] right = new double[block.columns() * 2];
      Arrays.setAll(left, i -> size * random.nextGaussian());
      Arrays.setAll(right, i -> size * random.nextGaussian());
      blocks.add(new Factors(block.rows(), block.columns(), 2, left, right));
    }
    return new Variable(blocks);
  }
}
