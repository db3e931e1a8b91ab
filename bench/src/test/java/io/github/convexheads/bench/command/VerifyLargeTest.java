package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.RecordedCertificate;
import io.github.convexheads.api.internal.format.Npy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Blocks that are too large for exact norms, whose bounds a solver hands on to the fit. */
class VerifyLargeTest {
  private static final int SAMPLES = 60;
  private static final int TOKENS = 3;
  private static final int FEATURES = 23;
  private static final int CLASSES = 23;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "linear,1e-1,1",
    "linear,1e-2,1",
    "linear,1e-2,2",
    "linear,1e-2,3",
    "linear,1e-3,1",
    "linear,1e-3,2",
    "gated-relu,1e-1,1",
    "gated-relu,1e-2,1",
    "gated-relu,1e-3,1"
  })
  void whatAFitHasProvenIsFoundAgain(String activation, String tolerance, int seed) {
    FitFiles files = new FitFiles(folder);
    Random random = new Random(seed);
    double[] values = new double[SAMPLES * TOKENS * FEATURES];
    int[] classes = new int[SAMPLES];
    Arrays.setAll(values, i -> random.nextGaussian());
    Arrays.setAll(classes, i -> i % CLASSES);
    Npy.write(files.tokens(), values, SAMPLES, TOKENS, FEATURES);
    Npy.write(files.labels(), classes, SAMPLES);
    files.fitted(
        "head.type=attention",
        "head.activation=" + activation,
        "solver.type=low-rank",
        "solver.tolerance=" + tolerance,
        "beta-fraction=0.3");
    RecordedCertificate recorded =
        ConvexHeads.builder().load(files.model()).provenance().certificate();
    assertThat(recorded.failureProbability()).isPositive();

    Run run = files.onData("verify");

    assertThat(run.code()).as(run.out()).isZero();
  }
}
