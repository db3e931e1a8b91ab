package io.github.convexheads.bench.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Problems that failed once; {@code bench/robustness N} runs as many as one likes. */
class RobustnessTest {
  /** Intercepts of saturated losses, whose Hessian vanishes. */
  @ParameterizedTest
  @ValueSource(ints = {129, 283})
  void noSolverFails(int number) {
    assertThat(new Robustness("5s").run(number, 1).failed()).isEmpty();
  }
}
