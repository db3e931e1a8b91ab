package io.github.convexheads.bench.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The benchmark runs, with a last batch that is smaller than the others. */
class ActionBenchmarkTest {
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "attention, linear",
    "attention, gated-relu",
    "mixer, linear",
    "mixer, gated-relu",
    "fno, linear",
    "fno, gated-relu",
    "mlp, linear",
    "mlp, gated-relu"
  })
  void everyActionOfEveryHead(String head, String activation) {
    ActionBenchmark benchmark = new ActionBenchmark();
    benchmark.head = head;
    benchmark.activation = activation;
    benchmark.shape = "300,4,6,3";
    benchmark.precision = Precision.FLOAT64;
    benchmark.prepare();

    assertThat(Vectors.norm(benchmark.project().toArray())).isPositive();
    Matrix sum = benchmark.backproject();
    assertThat(sum.columns()).isEqualTo(3);
    assertThat(Vectors.norm(sum.toArray())).isPositive();
  }
}
