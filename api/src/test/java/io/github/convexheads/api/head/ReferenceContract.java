package io.github.convexheads.api.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.kernel.Kernels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a head of the paper must find on the solved reference problems: the largest useful penalty
 * weight beta_max = max_j ||A_j^* grad(0)||_2, which no reduction may change, and for relu every
 * activation pattern.
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
    List<ReferenceProblem> problems = problems(ReferenceProblem.ROOT);
    assertThat(problems).hasSize(16);
    for (ReferenceProblem problem : problems) {
      assertThat(Certifier.betaMax(problem.program(provider(), Kernels.best())))
          .as(problem.toString())
          .isCloseTo(problem.betaMax(), withinPercentage(1e-6));
    }
  }

  @Test
  void everyActivationPatternOfTheReluProblemsIsFound() {
    List<ReferenceProblem> problems = problems(ReferenceProblem.RELU);
    assumeTrue(!problems.isEmpty(), "there is no relu problem of " + head());
    for (ReferenceProblem problem : problems) {
      Gates.Selection selection =
          problem.chosenGates(provider(), Kernels.best()).selection().orElseThrow();
      assertThat(selection.exhaustive()).as(problem.toString()).isTrue();
      assertThat(selection.considered()).as(problem.toString()).isEqualTo(problem.patterns());
    }
  }

  private List<ReferenceProblem> problems(Path root) {
    assumeTrue(Files.isDirectory(root), root + " is absent");
    return ReferenceProblem.of(root, head());
  }
}
