package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WorkspaceTest {
  @ParameterizedTest
  @EnumSource(Precision.class)
  void anArrayIsUsedAgainAfterItsWorkspace(Precision precision) {
    RealArray first;
    try (RealArray.Workspace workspace = RealArray.Workspace.open()) {
      first = workspace.array(precision, 1000);
    }
    try (RealArray.Workspace workspace = RealArray.Workspace.open()) {
      RealArray again = workspace.array(precision, 1000);

      assertThat(again).isSameAs(first);
      assertThat(again.precision()).isEqualTo(precision);
    }
  }

  @Test
  void openWorkspacesShareNoArray() {
    List<RealArray> taken = new ArrayList<>();
    try (RealArray.Workspace outer = RealArray.Workspace.open()) {
      taken.add(outer.array(Precision.FLOAT64, 50));
      taken.add(outer.array(Precision.FLOAT64, 50));
      try (RealArray.Workspace inner = RealArray.Workspace.open()) {
        taken.add(inner.array(Precision.FLOAT64, 50));
      }
      taken.add(outer.array(Precision.FLOAT64, 50));
    }

    assertThat(taken.subList(0, 3)).doesNotHaveDuplicates();
    assertThat(taken.get(3)).isSameAs(taken.get(2));
  }

  @Test
  void whatAnArrayHeldBeforeIsNotReadInTests() {
    try (RealArray.Workspace workspace = RealArray.Workspace.open()) {
      workspace.matrix(Precision.FLOAT64, 7, 9).fill(3);
    }
    try (RealArray.Workspace workspace = RealArray.Workspace.open()) {
      assertThat(workspace.matrix(Precision.FLOAT64, 9, 7).toArray())
          .hasSize(63)
          .containsOnly(Double.NaN);
    }
  }

  @Test
  void aShortArrayDoesNotTakeAMuchLongerOne() {
    RealArray longer;
    try (RealArray.Workspace workspace = RealArray.Workspace.open()) {
      longer = workspace.array(Precision.FLOAT32, 100_000);
    }
    try (RealArray.Workspace workspace = RealArray.Workspace.open()) {
      assertThat(workspace.array(Precision.FLOAT32, 10)).isNotSameAs(longer);
      assertThat(workspace.array(Precision.FLOAT32, 100_000)).isSameAs(longer);
    }
  }

  @Test
  void anArrayBeyondWhatAThreadKeepsIsGivenUp() {
    RealArray large;
    try (RealArray.Workspace workspace = RealArray.Workspace.open()) {
      large = workspace.array(Precision.FLOAT64, 9 << 20);
    }
    try (RealArray.Workspace workspace = RealArray.Workspace.open()) {
      assertThat(workspace.array(Precision.FLOAT64, 9 << 20)).isNotSameAs(large);
    }
  }

  @Test
  void everyThreadHasItsOwnArrays() {
    RealArray[] taken = new RealArray[2];
    try (RealArray.Workspace workspace = RealArray.Workspace.open()) {
      taken[0] = workspace.array(Precision.FLOAT64, 123);
    }
    Thread other =
        new Thread(
            () -> {
              try (RealArray.Workspace workspace = RealArray.Workspace.open()) {
                taken[1] = workspace.array(Precision.FLOAT64, 123);
              }
            });
    other.start();
    assertThat(joined(other)).isTrue();

    assertThat(taken[1]).isNotNull().isNotSameAs(taken[0]);
  }

  @Test
  void sidesAreChecked() {
    try (RealArray.Workspace workspace = RealArray.Workspace.open()) {
      assertThat(workspace.matrix(Precision.FLOAT32, 0, 5).isEmpty()).isTrue();
      assertThatThrownBy(() -> workspace.array(Precision.FLOAT32, -1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("-1");
      assertThatThrownBy(() -> workspace.matrix(Precision.FLOAT32, 1 << 16, 1 << 16))
          .isInstanceOf(ArithmeticException.class);
    }
  }

  private static boolean joined(Thread thread) {
    try {
      thread.join();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
