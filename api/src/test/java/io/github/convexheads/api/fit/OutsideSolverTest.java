package io.github.convexheads.api.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A solver that does not come back keeps no fit: what it had reported by then stays. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OutsideSolverTest {
  private static final Variable START = point(0);
  private static final Variable FOUND = point(1);

  private final Recorder recorder = new Recorder();
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void endsWhatWasLeftBehind() {
    over.countDown();
  }

  private static Variable point(double value) {
    return new Variable(List.of(new Factors(1, 1, 1, new double[] {value}, new double[] {value})));
  }

  /** How a solver does not come back. */
  private enum Way {
    /** Catches everything, as a line search does that takes any failure for a step too long. */
    CATCHES_STOPS,
    /** Asks nothing, and waits for something. */
    ENDS_WHEN_INTERRUPTED,
    /** Lets a stop end it, in words of its own. */
    THROWS_WHEN_STOPPED
  }

  private void stay(Way way) {
    boolean stay = true;
    while (stay) {
      try {
        if (way != Way.ENDS_WHEN_INTERRUPTED) {
          StopToken.check();
        }
        stay = !over.await(1, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        stay = way == Way.CATCHES_STOPS;
      } catch (RuntimeException e) {
        if (way == Way.THROWS_WHEN_STOPPED) {
          throw new IllegalStateException("no step", e);
        }
      }
    }
  }

  private Solver solver(Way way, boolean reports) {
    return new Solver() {
      @Override
      public Acceptance accepts(ConvexProgram program) {
        return Acceptance.yes(0);
      }

      @Override
      public Solution solve(ConvexProgram program, Variable start, ProgressListener listener) {
        if (reports) {
          listener.improved(FOUND);
          listener.progressed(new Progress(7, 0.1, 2, 1, 1));
        }
        stay(way);
        listener.improved(point(9));
        listener.progressed(new Progress(9, 0.2, 1, 1, 1));
        throw new IllegalStateException("interrupted");
      }

      @Override
      public Optional<Variable> narrowed(
          ConvexProgram program, Variable optimum, int heads, ProgressListener listener) {
        solve(program, optimum, listener);
        return Optional.empty();
      }
    };
  }

  private Solution solved(Way way, boolean reports, StopToken token) {
    Solver outside = new OutsideSolver("solver late (late.jar)", solver(way, reports));
    return token.run(() -> new RelayedProgress(recorder).solve(outside, null, START));
  }

  private static StopToken soon() {
    return StopToken.never().within(Duration.ofMillis(200));
  }

  @ParameterizedTest
  @EnumSource
  void aLimitKeepsWhatItHadReported(Way way) {
    Solution solution = solved(way, true, soon());

    assertThat(solution.status()).isEqualTo(Solution.Status.TIME_LIMIT);
    if (way == Way.ENDS_WHEN_INTERRUPTED) {
      assertThat(solution.iterations()).isEqualTo(9);
    } else {
      assertThat(value(solution)).isEqualTo(1);
      assertThat(solution.iterations()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CATCHES_STOPS", "THROWS_WHEN_STOPPED"})
  void withoutAPointItIsNamedAndTheFitEndsWhereItBegan(Way way) {
    Solution solution = solved(way, false, soon());

    assertThat(solution.variable()).isSameAs(START);
    assertThat(recorder.warnings)
        .singleElement()
        .asString()
        .startsWith("solver late (late.jar) ")
        .contains("the limit of time, solver.time-limit", "the point it began with");
  }

  @Test
  void nothingIsHeardOfItOnceItIsLeftBehind() throws InterruptedException {
    Solution solution = solved(Way.CATCHES_STOPS, true, soon());
    over.countDown();
    Thread.sleep(200);

    assertThat(recorder.iterations).containsExactly(7);
    assertThat(solution.history()).hasSize(1);
    assertThat(recorder.warnings).singleElement().asString().contains("is left behind");
  }

  /** Its buffers are its own: it may write the next step into them. */
  @Test
  void whatItWritesLaterIntoAPointLeavesTheFitAsItWas() {
    Variable buffer = point(1);
    Variable start = point(0);
    Solver hasty =
        new Solver() {
          @Override
          public Acceptance accepts(ConvexProgram program) {
            return Acceptance.yes(0);
          }

          @Override
          public Solution solve(ConvexProgram program, Variable from, ProgressListener listener) {
            from.block(0).left()[0] = 5;
            listener.improved(buffer);
            listener.progressed(new Progress(7, 0.1, 2, 1, 1));
            buffer.block(0).left()[0] = 6;
            return new Solution(buffer, Solution.Status.SOLVED, 8, 0.2, List.of());
          }
        };
    List<Variable> heard = new ArrayList<>();
    ProgressListener keeping =
        new ProgressListener() {
          @Override
          public void progressed(Progress progress) {}

          @Override
          public boolean cancelled() {
            return false;
          }

          @Override
          public void improved(Variable best) {
            heard.add(best);
          }
        };

    Solution solution = new OutsideSolver("solver hasty", hasty).solve(null, start, keeping);
    buffer.block(0).left()[0] = 7;

    assertThat(value(solution)).isEqualTo(6);
    assertThat(heard)
        .singleElement()
        .satisfies(z -> assertThat(z.block(0).left()).containsExactly(1));
    assertThat(start.block(0).left()).containsExactly(0);
  }

  /** What it reported while it looked for fewer heads is no point of the fit. */
  @ParameterizedTest
  @EnumSource(names = {"CATCHES_STOPS", "THROWS_WHEN_STOPPED"})
  void whereItDoesNotNarrowTheOptimumIsKept(Way way) {
    Solver outside = new OutsideSolver("solver late (late.jar)", solver(way, false));

    assertThatThrownBy(() -> soon().run(() -> outside.narrowed(null, FOUND, 1, recorder)))
        .isInstanceOf(StoppedException.class);
    assertThat(recorder.warnings)
        .singleElement()
        .asString()
        .contains("the fit goes on with all heads of the optimum");
  }

  private static double value(Solution solution) {
    return solution.variable().block(0).left()[0];
  }

  @Test
  void aCancellationIsHeeded() {
    recorder.cancelled = true;
    StopToken token = StopToken.never().unless(recorder::cancelled);

    Solution solution = solved(Way.CATCHES_STOPS, false, token);

    assertThat(solution.status()).isEqualTo(Solution.Status.CANCELLED);
    assertThat(recorder.warnings).singleElement().asString().contains("a cancellation");
  }

  @Test
  void anInterruptedThreadCancelsAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    try {
      Solution solution = solved(Way.CATCHES_STOPS, true, StopToken.never());
      assertThat(solution.status()).isEqualTo(Solution.Status.CANCELLED);
      assertThat(value(solution)).isEqualTo(1);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void whatASolverThrowsByItselfIsThrown() {
    Solver broken =
        new OutsideSolver("solver broken (broken.jar)", solver(Way.CATCHES_STOPS, false));
    over.countDown();

    assertThatThrownBy(() -> broken.solve(null, START, recorder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("interrupted");
    assertThat(recorder.warnings).isEmpty();
  }

  private static final class Recorder implements ProgressListener {
    private final List<Integer> iterations = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean cancelled;

    @Override
    public void progressed(Progress progress) {
      iterations.add(progress.iteration());
    }

    @Override
    public boolean cancelled() {
      return cancelled;
    }

    @Override
    public void warned(String message) {
      warnings.add(message);
    }
  }
}
