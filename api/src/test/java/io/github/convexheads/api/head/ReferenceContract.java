package io.github.convexheads.api.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.kernel.Kernels;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a head of the paper must find on the solved reference problems: the largest useful penalty
 * weight beta_max = max_j ||A_j^* grad(0)||_2, which no reduction may change.
 */
@Tag("shared")
public abstract class ReferenceContract {

  /**
   * Creates the provider of the head under test.
   *
   * @return the provider
   */
  protected abstract HeadProvider provider();

  /**
   * Returns the head as the reference names it.
   *
   * @return for example {@code bfno}
   */
  protected abstract String head();

  @Test
  void betaMaxIsThatOfEveryReferenceProblem() {
    assumeTrue(Files.isDirectory(ReferenceProblem.ROOT), ReferenceProblem.ROOT + " is absent");
    List<ReferenceProblem> problems = ReferenceProblem.of(head());
    assertThat(problems).hasSize(16);
    for (ReferenceProblem problem : problems) {
      assertThat(Certifier.betaMax(problem.program(provider(), Kernels.best())))
          .as(problem.toString())
          .isCloseTo(problem.betaMax(), withinPercentage(1e-6));
    }
  }
}
