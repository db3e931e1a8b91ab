package io.github.convexheads.api.internal.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Inequalities that others imply are left out, and no others. */
class FacetsTest {
  private static final double ROOT = Math.sqrt(0.5);

  @Test
  void rowsBetweenOthersAreLeftOutWhereverTheyStand() {
    assertThat(Facets.of(new double[] {1, 0, 0, 1, ROOT, ROOT}, 2)).containsExactly(1, 0, 0, 1);
    assertThat(Facets.of(new double[] {ROOT, ROOT, 1, 0, 0, 1}, 2)).containsExactly(1, 0, 0, 1);
    assertThat(Facets.of(new double[] {1, 0, ROOT, ROOT, 0, 1}, 2)).containsExactly(1, 0, 0, 1);
  }

  @Test
  void ofEqualRowsOneStays() {
    assertThat(Facets.of(new double[] {1, 0, 1, 0, 0, 1}, 2)).containsExactly(1, 0, 0, 1);
    assertThat(Facets.of(new double[] {0, 1, 0, 1}, 2)).containsExactly(0, 1);
  }

  @Test
  void rowsBesideOthersStayHoweverNear() {
    double near = 1e-9;
    double[] k = {1, 0, 0, 1, 1, -near};
    assertThat(Facets.of(k, 2)).containsExactly(0, 1, 1, -near);
    double[] opposite = {1, 0, -1, 0};
    assertThat(Facets.of(opposite, 2)).isEqualTo(opposite);
    double[] cube = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    assertThat(Facets.of(cube, 3)).isEqualTo(cube);
    assertThat(Facets.of(new double[] {0, 1}, 2)).containsExactly(0, 1);
  }
}
