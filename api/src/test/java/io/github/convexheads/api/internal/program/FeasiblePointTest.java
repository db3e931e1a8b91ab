package io.github.convexheads.api.internal.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.ConvexProgram.Penalty;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.LocalData;
import io.github.convexheads.api.program.Variable;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Points that are moved into cones whose inequalities are written out. */
class FeasiblePointTest {
  private static final double ROUNDING = 1e-15;

  /** Inequalities in the plane, with a point inside where there is one. */
  private record Rows(double[] k, Optional<double[]> interior) implements LocalData.Cone {
    @Override
    public int inequalities() {
      return k.length / 2;
    }

    @Override
    public double[] times(double[] u, int columns) {
      double[] z = new double[inequalities() * columns];
      for (int i = 0; i < inequalities(); i++) {
        for (int h = 0; h < columns; h++) {
          z[i * columns + h] = k[2 * i] * u[h] + k[2 * i + 1] * u[columns + h];
        }
      }
      return z;
    }

    @Override
    public double[] transposeTimes(double[] y, int columns) {
      throw new IllegalStateException("not needed");
    }

    @Override
    public double[] rounding(double[] u, int columns) {
      double[] bounds = new double[inequalities() * columns];
      Arrays.fill(bounds, ROUNDING);
      return bounds;
    }
  }

  private static final Rows QUADRANT =
      new Rows(new double[] {1, 0, 0, 1}, Optional.of(new double[] {1, 2}));

  private static ConvexProgram program(Penalty penalty, Optional<LocalData.Cone> cone) {
    LocalData data = proxy(LocalData.class, "cone", cone);
    return (ConvexProgram)
        Proxy.newProxyInstance(
            ConvexProgram.class.getClassLoader(),
            new Class<?>[] {ConvexProgram.class},
            (self, called, arguments) ->
                called.getName().equals("penalty") ? penalty : Optional.of(data));
  }

  private static <T> T proxy(Class<T> type, String method, Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> {
              assertThat(called.getName()).isEqualTo(method);
              return answer;
            }));
  }

  private static Variable moved(LocalData.Cone cone, Factors block) {
    return FeasiblePoint.of(
        program(Penalty.CONSTRAINED_NUCLEAR_NORM, Optional.of(cone)), new Variable(List.of(block)));
  }

  /** Columns (a, b) with c components of V each. */
  private static Factors columns(double... left) {
    int k = left.length / 2;
    double[] right = new double[k];
    Arrays.fill(right, 3);
    return new Factors(2, 1, k, left, right);
  }

  @Test
  void columnsFarOutsideAreProjectedAndOthersStay() {
    Factors found = moved(QUADRANT, columns(4, -2, 7, -3, 5, 8)).block(0);

    assertThat(found.leftColumn(0)).containsExactly(new double[] {4, 0}, within(1e-13));
    assertThat(found.leftColumn(1)).containsExactly(new double[] {0, 5}, within(1e-13));
    assertThat(found.leftColumn(2)).containsExactly(7, 8);
    assertThat(found.right()).containsExactly(3, 3, 3);
  }

  @Test
  void smallViolationsMoveTowardTheInsideByAsMuch() {
    Factors found = moved(QUADRANT, columns(-1e-10, 5)).block(0);

    assertThat(found.left()[0]).isBetween(0.0, 1e-15);
    assertThat(found.left()[1] - 5).isBetween(2e-10 * 0.999, 2e-10 * 1.001);
  }

  @Test
  void whatRoundingMayDoIsNoViolation() {
    Variable z = new Variable(List.of(columns(-0.9 * ROUNDING, 5)));

    assertThat(moved(QUADRANT, z.block(0)).block(0)).isSameAs(z.block(0));
    assertThat(moved(QUADRANT, columns(-1.1 * ROUNDING, 5)).block(0).left()[0])
        .isGreaterThan(-1.1 * ROUNDING);
  }

  @Test
  void columnsWithoutAFeasiblePointNearByAreDropped() {
    Rows flat = new Rows(new double[] {1, 0, -1, 0}, Optional.empty());
    Factors found = moved(flat, columns(1e-9, 0, 5, 2)).block(0);

    assertThat(found.leftColumn(0)).containsExactly(0, 0);
    assertThat(found.right()).containsExactly(0, 3);
    assertThat(found.leftColumn(1)).containsExactly(0, 2);
    Rows outside = new Rows(flat.k, Optional.of(new double[] {0, 1}));
    assertThat(moved(outside, columns(1e-9, 5)).block(0).right()).containsExactly(0);
  }

  @Test
  void pointsWithoutConesOrColumnsStay() {
    Variable z = new Variable(List.of(columns(-4, -5)));
    Variable none = new Variable(List.of(new Factors(2, 1, 0, new double[0], new double[0])));
    ConvexProgram plain = program(Penalty.NUCLEAR_NORM, Optional.of(QUADRANT));
    ConvexProgram unknown = program(Penalty.CONSTRAINED_NUCLEAR_NORM, Optional.empty());
    ConvexProgram cone = program(Penalty.CONSTRAINED_NUCLEAR_NORM, Optional.of(QUADRANT));

    assertThat(FeasiblePoint.of(plain, z)).isSameAs(z);
    assertThat(FeasiblePoint.of(unknown, z)).isSameAs(z);
    assertThat(FeasiblePoint.of(cone, none)).isSameAs(none);
    assertThat(FeasiblePoint.of(cone, z)).isNotSameAs(z);
  }

  @Test
  void samplesElsewhereHaveNoCones() {
    ConvexProgram elsewhere =
        (ConvexProgram)
            Proxy.newProxyInstance(
                ConvexProgram.class.getClassLoader(),
                new Class<?>[] {ConvexProgram.class},
                (self, called, arguments) ->
                    called.getName().equals("penalty")
                        ? Penalty.CONSTRAINED_NUCLEAR_NORM
                        : Optional.empty());

    assertThatThrownBy(() -> FeasiblePoint.of(elsewhere, new Variable(List.of(columns(1, 1)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("samples in memory");
  }
}
