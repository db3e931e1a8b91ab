package io.github.convexheads.bench.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.fit.FitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The interior-point solver is the truth that others are measured by, so it has less room. */
@Tag("shared")
class InteriorPointConformanceTest {

  @ParameterizedTest
  @ValueSource(strings = {"conformance", "conformance-relu"})
  void everyReferenceProblemIsSolvedToNineDigits(String name) {
    Path folder = Path.of(System.getProperty("shared.dir", "../shared"), name);
    assumeTrue(Files.isDirectory(folder), folder + " is absent");
    for (ConformanceCase solved : ConformanceCase.readAll(folder)) {
      FitResult result =
          ConvexHeads.configured(solved.configuration("interior-point", 1e-9))
              .fit(solved.tokens(), solved.targets());

      Certificate certificate = result.certificate();
      double known = solved.relu() ? 1e-7 : 5e-9;
      assertThat(certificate.relativeGap()).as(solved.name()).isLessThanOrEqualTo(1e-8);
      assertThat(certificate.primal())
          .as(solved.name())
          .isCloseTo(solved.primal(), within(known * solved.primal()));
      assertThat(result.solution().iterations()).as(solved.name()).isLessThanOrEqualTo(40);
    }
  }
}
