package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.internal.format.Npy;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of one token, one output, and one class. */
class OneOutputReportTest {
  @TempDir private Path folder;

  private Run fit(Path labels) {
    double[] values = new double[20 * 3];
    Arrays.setAll(values, i -> Math.sin(0.7 * i));
    Path tokens = folder.resolve("tokens.npy");
    Npy.write(tokens, values, 20, 1, 3);
    Path model = folder.resolve("head.safetensors");
    return Run.of(
        "fit",
        "--tokens",
        tokens,
        "--labels",
        labels,
        "--model",
        model,
        "--set",
        "head.type=linear");
  }

  @Test
  void oneTokenAndOneOutputAreNoPlurals() {
    double[] targets = new double[20];
    Arrays.setAll(targets, i -> Math.cos(0.7 * i));

    Path labels = folder.resolve("targets.npy");
    Npy.write(labels, targets, 20);

    Run run = fit(labels);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("20 samples x 1 token x 3 features, 1 output\n");
    assertThat(run.out()).contains("real targets, one a sample, 1 output\n");
    Path npz = folder.resolve("head.npz");
    Run export =
        Run.of("export", "--model", folder.resolve("head.safetensors"), "-f", "npz", "--out", npz);
    assertThat(export.out()).contains("1 network head to");
  }

  @Test
  void aBoundOfZeroHasNoSign() {
    Npy.write(folder.resolve("classes.npy"), new int[20], 20);

    Run run = fit(folder.resolve("classes.npy"));

    assertThat(run.out()).contains("(proven lower bound 0.00000000)");
    assertThat(run.err()).contains("beta is at least beta_max: the solution is zero");
  }
}
