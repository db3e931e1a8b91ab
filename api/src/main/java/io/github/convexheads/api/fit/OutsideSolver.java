package io.github.convexheads.api.fit;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.Solver;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The solver of a plugin, on a thread of its own, so that a fit heeds its limits also where the
 * solver does not: what a program is asked ends with a {@link StoppedException} then, but a solver
 * may ask nothing, or catch that. Such a solver has a second to come back, is interrupted, and is
 * left behind after another one; the point and the bound that it had reported stay. Points are
 * copied on their way in and out: whatever goes on may write into arrays that it knows.
 *
 * <p>Seconds are counted by looking, so that a process that was paused does not blame its solver.
 */
final class OutsideSolver implements Solver {
  private static final long POLL_MILLISECONDS = 20;
  private static final int POLLS_A_SECOND = 50;

  private final String name;
  private final Solver solver;

  /**
   * A solver that may not heed limits.
   *
   * @param name the solver and its jar, in words
   * @param solver the solver
   */
  OutsideSolver(String name, Solver solver) {
    this.name = name;
    this.solver = solver;
  }

  /** Returns a solver as it is, or so if it is that of a plugin from outside. */
  static Solver of(PluginCatalog catalog, String id, Solver solver) {
    return catalog
        .outside("solver", id)
        .<Solver>map(
            plugin -> new OutsideSolver("solver %s (%s)".formatted(id, plugin.origin()), solver))
        .orElse(solver);
  }

  @Override
  public Acceptance accepts(ConvexProgram program) {
    return solver.accepts(program);
  }

  @Override
  public Solution solve(ConvexProgram program, Variable start, ProgressListener listener) {
    Variable own = start.copy();
    Solution found =
        new Call<>(listener, OutsideSolver::keptOfSolve, heard -> solver.solve(program, own, heard))
            .result();
    return found == null || found.variable() == null
        ? found
        : found.withVariable(found.variable().copy());
  }

  @Override
  public boolean narrows(ConvexProgram program) {
    return solver.narrows(program);
  }

  @Override
  public Optional<Variable> narrowed(
      ConvexProgram program, Variable optimum, int heads, ProgressListener listener) {
    Variable own = optimum.copy();
    Optional<Variable> found =
        new Call<Optional<Variable>>(
                listener,
                heard -> "all heads of the optimum",
                heard -> solver.narrowed(program, own, heads, heard))
            .result();
    return found == null ? found : found.map(Variable::copy);
  }

  private static String keptOfSolve(ListenerUntil heard) {
    return heard.point()
        ? "the best point that it had reported"
        : "the point it began with, as it had reported none";
  }

  /** One call of the solver, which the calling thread waits for. */
  private final class Call<T> {
    private final StopToken token = StopToken.current().unless(this::interrupted);
    private final ListenerUntil heard;
    private final Function<ListenerUntil, String> kept;
    private final FutureTask<T> task;
    private volatile boolean interrupted;

    /**
     * A call.
     *
     * @param listener hears of it
     * @param kept says what there is where the call ends without an answer
     * @param work the call
     */
    Call(
        ProgressListener listener,
        Function<ListenerUntil, String> kept,
        Function<ProgressListener, T> work) {
      this.heard = new ListenerUntil(listener);
      this.kept = kept;
      this.task = new FutureTask<>(() -> token.run(() -> work.apply(heard)));
    }

    private boolean interrupted() {
      return interrupted;
    }

    T result() {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      thread.start();
      try {
        while (!done() && heard.whileQuiet(token::reason).isEmpty()) {}
        if (!ended(POLLS_A_SECOND)) {
          thread.interrupt();
        }
        return ended(POLLS_A_SECOND) ? answer() : leftBehind();
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private boolean ended(int polls) {
      int left = polls;
      while (!done() && left > 0) {
        left--;
      }
      return task.isDone();
    }

    /** Waits a little for the solver to end. */
    private boolean done() {
      try {
        task.get(POLL_MILLISECONDS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        return task.isDone();
      } catch (InterruptedException e) {
        interrupted = true;
      }
      return task.isDone();
    }

    /** What it returned. What it threw when it was to stop says only that it was. */
    private T answer() {
      try {
        return task.get();
      } catch (InterruptedException e) {
        throw new IllegalStateException("a task that is done is waited for", e);
      } catch (ExecutionException e) {
        Optional<StoppedException.Reason> stop = heard.whileQuiet(token::reason);
        if (stop.isPresent() && !(e.getCause() instanceof Error)) {
          throw stopped(stop.get(), "was stopped by " + words(stop.get()));
        }
        throw thrown(e.getCause());
      }
    }

    private T leftBehind() {
      StoppedException.Reason reason = heard.whileQuiet(token::reason).orElseThrow();
      throw stopped(reason, "is left behind, still busy two seconds after " + words(reason));
    }

    private StoppedException stopped(StoppedException.Reason reason, String what) {
      if (!heard.point() || !task.isDone()) {
        heard.close(
            "%s %s; the fit goes on with %s. Tell its author that a solver reports to a Monitor, and stops when that says so"
                .formatted(name, what, kept.apply(heard)));
      }
      return new StoppedException(reason);
    }
  }

  private static String words(StoppedException.Reason reason) {
    return reason == StoppedException.Reason.CANCELLED
        ? "a cancellation"
        : "the limit of time, solver.time-limit";
  }

  private static RuntimeException thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }
}
