package io.github.convexheads.api.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.model.MeanTokenHead;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.ShrinkageSolver;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.StoppingRule;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FitterTest {
  private static final Tokens TOKENS =
      Tokens.of(new double[] {1, 2, 3, 4, 5, 6, 7, 9, 2, 1, 0, 3}, 3, 2, 2);
  private static final StoppingRule RULE =
      StoppingRule.of(Settings.of("solver", StoppingRule.SETTINGS, Map.of("tolerance", "1e-6")));
  private static final Targets TARGETS = Targets.values(new double[] {1, -1, 2, 0, 3, 1}, 2);

  @Test
  void aFitIsProvenToTheToleranceThatWasAsked() {
    FitResult result = fit(Configuration.PenaltyWeight.fractionOfMax(0.2), ProgressListener.SILENT);

    Certificate proof = result.certificate();
    assertThat(result.solution().status()).isEqualTo(Solution.Status.SOLVED);
    assertThat(proof.relativeGap()).isBetween(0.0, 1e-6);
    assertThat(proof.beta()).isCloseTo(0.2 * result.betaMax(), within(1e-12));
    assertThat(result.head().provenance().configuration())
        .containsEntry("head.type", "mean-token")
        .containsEntry("loss.type", "squared");
    assertThat(result.head().certify(TOKENS, TARGETS).primal())
        .isCloseTo(proof.primal(), within(1e-12));
  }

  /** At beta_max the solution is zero, and half a percent below it is not. */
  @Test
  void betaMaxIsTheSmallestWeightWhoseSolutionIsZero() {
    double betaMax =
        fit(Configuration.PenaltyWeight.fractionOfMax(0.5), ProgressListener.SILENT).betaMax();
    List<String> warnings = new ArrayList<>();
    ProgressListener hears = warnings(warnings);

    FitResult zero = fit(Configuration.PenaltyWeight.absolute(betaMax * (1 + 1e-9)), hears);
    FitResult more =
        fit(Configuration.PenaltyWeight.absolute(0.995 * betaMax), ProgressListener.SILENT);

    assertThat(zero.head().variable().totalRank()).isZero();
    assertThat(warnings).anyMatch(text -> text.contains("the solution is zero"));
    assertThat(more.head().variable().totalRank()).isEqualTo(1);
    assertThat(more).asString().hasSizeLessThan(200).startsWith("FitResult[solved, objective ");
  }

  @Test
  void aPathFallsToItsLastWeightAndEveryPointIsProven() {
    List<FitResult> path =
        fitter(Configuration.defaults())
            .path(List.of(0.2, 0.04, 0.01), TOKENS, TARGETS, ProgressListener.SILENT);

    assertThat(path).hasSize(3);
    double before = Double.POSITIVE_INFINITY;
    for (FitResult point : path) {
      assertThat(point.certificate().relativeGap()).isLessThanOrEqualTo(1e-6);
      assertThat(point.certificate().primal()).isLessThan(before);
      before = point.certificate().primal();
    }
    assertThat(path.get(2).certificate().beta())
        .isCloseTo(0.01 * path.get(2).betaMax(), within(1e-12));
  }

  /** A search for fewer heads that is stopped before it has any takes nothing away. */
  @ParameterizedTest
  @EnumSource
  void theOptimumStaysWhereNoNetworkOfFewHeadsIsFound(StoppedException.Reason reason) {
    Configuration configuration =
        Configuration.defaults().withWeight(Configuration.PenaltyWeight.fractionOfMax(0.01));
    Solver stopped =
        new Solver() {
          private final Solver sound = new ShrinkageSolver(RULE);

          @Override
          public Acceptance accepts(ConvexProgram program) {
            return sound.accepts(program);
          }

          @Override
          public Solution solve(ConvexProgram program, Variable start, ProgressListener listener) {
            return sound.solve(program, start, listener);
          }

          @Override
          public boolean narrows(ConvexProgram program) {
            return true;
          }

          @Override
          public Optional<Variable> narrowed(
              ConvexProgram program, Variable optimum, int heads, ProgressListener listener) {
            throw new StoppedException(reason);
          }
        };
    Fitter fitter = fitter(configuration, stopped);
    FitResult optimum = fitter.fit(TOKENS, TARGETS, ProgressListener.SILENT);
    assertThat(optimum.head().variable().totalRank()).isEqualTo(2);
    List<String> warnings = new ArrayList<>();

    FitResult few = fitter.narrowed(optimum, 1, warnings(warnings));

    assertThat(few).isSameAs(optimum);
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("no network of 1 head was found before ")
        .endsWith("this is the optimum with all its 2 heads");
  }

  @Test
  void targetsOfAnotherNumberOfSamplesAreRefused() {
    Targets two = Targets.values(new double[] {1, 2}, 1);

    assertThatThrownBy(
            () -> fitter(Configuration.defaults()).fit(TOKENS, two, ProgressListener.SILENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("3")
        .hasMessageContaining("2");
  }

  @Test
  void withoutAnySolverTheMissingModulesAreNamed() {
    Solver automatic = Fitter.automatic(PluginCatalog.load(), Settings.defaults());
    Fitter fitter = fitter(Configuration.defaults(), automatic);

    assertThatThrownBy(() -> fitter.fit(TOKENS, TARGETS, ProgressListener.SILENT))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("solvers-ojalgo");
  }

  private static ProgressListener warnings(List<String> warnings) {
    return new ProgressListener() {
      @Override
      public void progressed(Progress progress) {}

      @Override
      public void warned(String text) {
        warnings.add(text);
      }
    };
  }

  private static FitResult fit(Configuration.PenaltyWeight weight, ProgressListener listener) {
    return fitter(Configuration.defaults().withWeight(weight)).fit(TOKENS, TARGETS, listener);
  }

  static Fitter fitter(Configuration configuration) {
    return fitter(configuration, new ShrinkageSolver(RULE));
  }

  private static Fitter fitter(Configuration configuration, Solver solver) {
    return new Fitter(
        configuration
            .withHead(Configuration.PluginChoice.of("mean-token"))
            .withLoss(Configuration.PluginChoice.of("squared"))
            .withSolver(Configuration.PluginChoice.of("shrinkage").with("tolerance", "1e-6")),
        new Fitter.Parts(
            new MeanTokenHead(),
            new SquaredLoss(),
            solver,
            Optional.empty(),
            Kernels.best(),
            Workers.of(1)),
        PluginCatalog.load());
  }
}
