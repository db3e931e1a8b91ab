package io.github.convexheads.bench.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.catalog.Plugin;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solver;
import io.github.convexheads.api.solver.SolverProvider;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.api.wiring.Overrides;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A fit does once what is needed once. */
class OnePassTest {
  private static final int SAMPLES = 16;
  private static final int SIZE = 2 * 6;
  private static final int CLASSES = 4;

  /** Whether actions give the same for as many columns is tried on a batch, which here is all. */
  private static final int TRIAL = 1;

  private final FitCounts counts = new FitCounts();

  @Test
  void rawTokensArePreprocessedAndHashedOnce() {
    Tokens tokens = counts.counted(tokens());
    Fitter fitter = fitter();

    fitter.problem(tokens, labels());
    int ofProblem = counts.samplesRead;
    fitter.fit(tokens, labels(), ProgressListener.SILENT);
    int ofFit = counts.samplesRead - ofProblem;

    // Means and spreads of standardize, its application; in a fit also heavy tails and the digest.
    assertThat(ofProblem).isEqualTo(3 * SAMPLES);
    assertThat(ofFit).isEqualTo(5 * SAMPLES);
  }

  @Test
  void gatesAreChosenOnceAndTheSolverAskedOnce() {
    fitter().fit(tokens(), labels(), ProgressListener.SILENT);

    assertThat(counts.gateChoices).isEqualTo(1);
    assertThat(counts.acceptances).isEqualTo(1);
  }

  @Test
  void aPathComputesBetaMaxOnceAndNoNormOfALastPointAgain() {
    List<FitResult> path =
        fitter().path(List.of(0.46, 0.22, 0.1), tokens(), labels(), ProgressListener.SILENT);

    assertThat(path).allMatch(fit -> fit.certificate().relativeGap() <= 1e-3);
    assertThat(counts.normsBeforeSolves.get(0)).as("of beta_max").isEqualTo(1);
    for (int i = 0; i < path.size(); i++) {
      int after = i + 1 < path.size() ? counts.normsBeforeSolves.get(i + 1) : counts.norms;
      int solved = path.get(i).solution().variable().totalRank();
      boolean fewer = path.get(i).head().variable().totalRank() < solved;
      assertThat(after - counts.normsAfterSolves.get(i))
          .as("fit %d; without idle heads it is another point", i)
          .isEqualTo(fewer ? TRIAL + 1 : TRIAL);
    }
    assertThat(counts.acceptances).isEqualTo(3);
  }

  /** Beside it: one without idle heads, and for the promises of the loss its rows and zero. */
  @Test
  void theLossOfTheLastPointIsComputedOnce() {
    FitResult found = fitter().fit(tokens(), labels(), ProgressListener.SILENT);

    int solved = found.solution().variable().totalRank();
    boolean fewer = found.head().variable().totalRank() < solved;
    assertThat(counts.losses - counts.lossesAfterSolves.get(0))
        .isEqualTo((fewer ? 4 : 3) * SAMPLES);
  }

  @Test
  void betaMaxIsThatOfTheProblemWhateverItsBeta() {
    Problem problem = fitter().problem(tokens(), labels());

    double first = problem.betaMax(Certifier::betaMax);

    assertThat(problem.withBeta(0.1).betaMax(program -> Double.NaN)).isEqualTo(first);
    assertThat(counts.norms).isEqualTo(1);
  }

  /** A fitter whose head and solver count what they are asked. */
  private Fitter fitter() {
    PluginCatalog catalog = PluginCatalog.load();
    Head attention = catalog.head("attention").provider().create(Settings.defaults());
    Loss softmax = catalog.loss("softmax").provider().create(Settings.defaults());
    Plugin<SolverProvider> lowRank = catalog.solver("low-rank");
    Settings settings =
        Settings.of("solver", lowRank.provider().settings(), Map.of("tolerance", "1e-3"), Map.of());
    Solver solver = lowRank.provider().create(settings);
    AbstractModule counted =
        new AbstractModule() {
          @Override
          protected void configure() {
            bind(Head.class).toInstance(counts.counted(attention));
            bind(Loss.class).toInstance(counts.counted(softmax));
            bind(Solver.class).toInstance(counts.counted(solver));
          }
        };
    return ConvexHeads.builder()
        .head("attention")
        .solver("low-rank")
        .tolerance(1e-3)
        .set("preprocess.recommended", "false")
        .set("preprocess.standardize", "true")
        .override(Overrides.none().and(counted))
        .fitter(labels());
  }

  private static Tokens tokens() {
    SplittableRandom random = new SplittableRandom(8);
    double[] x = new double[SAMPLES * SIZE];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian() + (i / SIZE % CLASSES == i % CLASSES ? 1 : 0);
    }
    return Tokens.of(x, SAMPLES, 2, 6);
  }

  private static Targets labels() {
    int[] labels = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      labels[i] = i % CLASSES;
    }
    return Targets.labels(labels, CLASSES);
  }
}
