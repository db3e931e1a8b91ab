package io.github.convexheads.api.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.GivenCertificate;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonitorTest {
  private static final StoppingRule RULE = new StoppingRule(1e-3, 10, Duration.ofDays(1));
  private static final Block BLOCK = new Block(2, 1, 2, 0, 0, -1);
  private static final Variable FIRST = Variable.zero(List.of(BLOCK));
  private static final Variable SECOND =
      new Variable(List.of(new Factors(2, 2, 1, new double[] {1, 2}, new double[] {3, 4})));

  @Test
  void keepsTheBestPointNotTheLast() {
    Monitor monitor = new Monitor(RULE, ProgressListener.SILENT);

    monitor.report(1, SECOND, GivenCertificate.of(1.0, 0));
    monitor.report(2, FIRST, GivenCertificate.of(2.0, 0));
    Solution solution = monitor.solution(Solution.Status.STALLED);

    assertThat(solution.variable()).isSameAs(SECOND);
    assertThat(solution.status()).isEqualTo(Solution.Status.STALLED);
    assertThat(solution.iterations()).isEqualTo(2);
    assertThat(monitor.bestPrimal()).isEqualTo(1.0);
    assertThat(solution.history()).hasSize(2);
    assertThat(solution.history().get(1).primal()).isEqualTo(1.0);
    assertThat(solution.history().get(1).rank()).isEqualTo(1);
  }

  @Test
  void keepsTheBestBoundOfAllReports() {
    Monitor monitor = new Monitor(RULE, ProgressListener.SILENT);

    monitor.report(1, FIRST, GivenCertificate.of(2.0, 1.5));
    monitor.report(2, SECOND, GivenCertificate.of(1.9, 1.0));

    assertThat(monitor.bestDual()).isEqualTo(1.5);
    assertThat(monitor.solution(Solution.Status.STALLED).history().get(1).dual()).isEqualTo(1.5);
  }

  @Test
  void aBetterBoundReplacesAWorseOneAndNeverTheOtherWayRound() {
    Recorder recorder = new Recorder();
    Monitor monitor = new Monitor(RULE, recorder);
    double[] duals = {0.5, 0.875, 0.75};
    double[] best = {0.5, 0.875, 0.875};

    for (int i = 0; i < duals.length; i++) {
      monitor.report(i, FIRST, GivenCertificate.bounding(2.0, duals[i]));
      assertThat(monitor.bestDual()).isEqualTo(best[i]);
      assertThat(monitor.solution(Solution.Status.STALLED).bound().orElseThrow().dual())
          .isEqualTo(best[i]);
    }
    assertThat(recorder.bounds).containsExactly(0.5, 0.875);
  }

  @Test
  void isSolvedOnlyByAPointThatItsOwnBoundProves() {
    Monitor monitor = new Monitor(RULE, ProgressListener.SILENT);

    assertThat(monitor.report(0, FIRST, GivenCertificate.of(2.0, 0.5))).isEmpty();
    assertThat(monitor.report(1, SECOND, GivenCertificate.of(1.0, 0.9))).isEmpty();
    assertThat(monitor.report(2, FIRST, GivenCertificate.of(2.0, 0.9995))).isEmpty();
    assertThat(monitor.report(3, FIRST, GivenCertificate.of(1.0001, 0.9994)))
        .contains(Solution.Status.SOLVED);
    assertThat(monitor.solution(Solution.Status.SOLVED).variable()).isSameAs(FIRST);
  }

  /** The tolerance is relative to the objective, however large or small that is. */
  @Test
  void theToleranceIsRelative() {
    Monitor monitor = new Monitor(RULE, ProgressListener.SILENT);

    assertThat(monitor.report(0, FIRST, GivenCertificate.of(1e6, 1e6 - 2e3))).isEmpty();
    assertThat(monitor.report(1, FIRST, GivenCertificate.of(1e6, 1e6 - 900)))
        .contains(Solution.Status.SOLVED);
    assertThat(monitor.report(2, FIRST, GivenCertificate.of(1e-6, 1e-6 - 2e-9))).isEmpty();
  }

  @Test
  void aContradictionStopsAndIsTheSolution() {
    Recorder recorder = new Recorder();
    Monitor monitor = new Monitor(RULE, recorder);
    monitor.report(0, FIRST, GivenCertificate.of(1, 0));

    assertThat(monitor.report(1, SECOND, GivenCertificate.of(2, 3)))
        .contains(Solution.Status.CONTRADICTION);
    assertThat(monitor.solution(Solution.Status.CONTRADICTION).variable()).isSameAs(SECOND);
    assertThat(monitor.bestDual()).isZero();
    assertThat(recorder.warnings).singleElement().asString().startsWith("contradiction: ");
  }

  @Test
  void anotherObjectiveRanksPointsAndTheCertificateJudgesThem() {
    Monitor monitor = new Monitor(RULE, ProgressListener.SILENT);

    assertThat(monitor.report(0, FIRST, 0.5, GivenCertificate.of(2, 1.75))).isEmpty();
    assertThat(monitor.report(1, SECOND, 0.6, GivenCertificate.of(1, 0.5))).isEmpty();
    assertThat(monitor.bestPrimal()).isEqualTo(0.5);
    assertThat(monitor.bestDual()).isEqualTo(0.25);
    assertThat(monitor.report(2, SECOND, 0.6, GivenCertificate.of(1, 0.9995)))
        .contains(Solution.Status.SOLVED);
    assertThat(monitor.solution(Solution.Status.SOLVED).variable()).isSameAs(SECOND);
  }

  @Test
  void aSolutionIsSolvedExactlyWhereItsCertificateProvesTheTolerance() {
    Monitor monitor = new Monitor(RULE, ProgressListener.SILENT);
    monitor.report(0, FIRST, 1.0);
    Certificate proof = GivenCertificate.of(1, 0.9995);
    Certificate open = GivenCertificate.of(1, 0.9);
    Certificate broken = GivenCertificate.of(1, 2);

    for (Solution.Status status : Solution.Status.values()) {
      Solution solution = monitor.solution(status);
      boolean contradiction = status == Solution.Status.CONTRADICTION;
      assertThat(solution.judgedBy(proof, 1e-3).status())
          .isEqualTo(contradiction ? status : Solution.Status.SOLVED);
      assertThat(solution.judgedBy(open, 1e-3).status())
          .isEqualTo(status == Solution.Status.SOLVED ? Solution.Status.STALLED : status);
      assertThat(solution.judgedBy(broken, 1e-3).status()).isEqualTo(Solution.Status.CONTRADICTION);
    }
  }

  @Test
  void nanIsNeverABestPointAndNeverSolved() {
    Monitor monitor = new Monitor(RULE, ProgressListener.SILENT);
    monitor.report(0, FIRST, GivenCertificate.of(2.0, 0));

    assertThat(monitor.report(1, SECOND, GivenCertificate.of(Double.NaN, Double.NaN))).isEmpty();
    assertThat(monitor.bestPrimal()).isEqualTo(2.0);
    assertThat(monitor.bestDual()).isZero();
    assertThat(monitor.solution(Solution.Status.STALLED).variable()).isSameAs(FIRST);
  }

  @Test
  void aFirstPointWithoutAValueGivesWayToAnyWithOne() {
    Monitor monitor = new Monitor(RULE, ProgressListener.SILENT);

    monitor.report(0, FIRST, Double.NaN);
    monitor.report(1, SECOND, GivenCertificate.of(5, 0));

    assertThat(monitor.solution(Solution.Status.STALLED).variable()).isSameAs(SECOND);
    assertThat(monitor.bestPrimal()).isEqualTo(5);
  }

  @Test
  void saysWhichLimitWasHit() {
    assertThat(new Monitor(RULE, ProgressListener.SILENT).interrupted(9)).isEmpty();
    assertThat(new Monitor(RULE, ProgressListener.SILENT).interrupted(10))
        .contains(Solution.Status.ITERATION_LIMIT);
    StoppingRule brief = new StoppingRule(1e-3, 10, Duration.ofNanos(1));
    assertThat(new Monitor(brief, ProgressListener.SILENT).interrupted(1))
        .contains(Solution.Status.TIME_LIMIT);
    assertThat(new Monitor(RULE, new Impatient()).interrupted(1))
        .contains(Solution.Status.CANCELLED);
  }

  @Test
  void anInterruptedThreadCancelsAndStaysInterrupted() {
    Monitor monitor = new Monitor(RULE, ProgressListener.SILENT);
    Thread.currentThread().interrupt();
    try {
      assertThat(monitor.interrupted(1)).contains(Solution.Status.CANCELLED);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void theListenerHearsProgressImprovementsAndWarnings() {
    Recorder recorder = new Recorder();
    Monitor monitor = new Monitor(RULE, recorder);

    monitor.report(0, FIRST, GivenCertificate.of(2.0, 0));
    monitor.report(1, SECOND, GivenCertificate.of(3.0, 0));
    monitor.report(2, SECOND, GivenCertificate.of(1.0, 0));
    monitor.warn("beta is at least beta_max");
    assertThat(monitor.stalled("nothing lowers it")).isEqualTo(Solution.Status.STALLED);

    assertThat(recorder.progress).isEqualTo(monitor.solution(Solution.Status.STALLED).history());
    assertThat(recorder.improved).containsExactly(FIRST, SECOND);
    assertThat(recorder.warnings).containsExactly("beta is at least beta_max");
    assertThat(recorder.notes).containsExactly("stalled: nothing lowers it");
  }

  @Test
  void aSolutionNeedsAPoint() {
    assertThatThrownBy(
            () -> new Monitor(RULE, ProgressListener.SILENT).solution(Solution.Status.CANCELLED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at least one point");
  }

  private static final class Impatient implements ProgressListener {
    @Override
    public void progressed(Progress progress) {}

    @Override
    public boolean cancelled() {
      return true;
    }
  }

  private static final class Recorder implements ProgressListener {
    private final List<Progress> progress = new ArrayList<>();
    private final List<Variable> improved = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Double> bounds = new ArrayList<>();

    @Override
    public void proved(Certificate bound) {
      bounds.add(bound.dual());
    }

    @Override
    public void progressed(Progress step) {
      progress.add(step);
    }

    @Override
    public void improved(Variable best) {
      improved.add(best);
    }

    @Override
    public void noted(String message) {
      notes.add(message);
    }

    @Override
    public void warned(String message) {
      warnings.add(message);
    }
  }
}
