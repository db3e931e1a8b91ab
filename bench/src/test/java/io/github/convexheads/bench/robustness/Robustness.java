package io.github.convexheads.bench.robustness;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.bench.robustness.OddProblem.Oddity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits odd problems with every solver and counts: a solver certifies 1e-6, declines, or stops at a
 * limit or says why; anything else is a failure, as is a bound above the objective of another
 * solver. Limits are of time on processors, so that other programs do not change the table.
 */
public final class Robustness {
  private static final double TOLERANCE = 1e-6;

  /** What bounds and objectives of different solvers may differ by: rounding. */
  private static final double ROUNDING = 1e-9;

  private static final List<String> SOLVERS =
      List.of("auto", "low-rank", "projected-gradient", "interior-point", "admm", "cone-descent");

  /** What became of one solver on one problem. */
  enum Outcome {
    CERTIFIED,
    DECLINED,
    STOPPED,
    FAILED
  }

  private final Duration limit;
  private final Journal journal;
  private final Map<Oddity, Map<String, Map<Outcome, Integer>>> counts =
      new EnumMap<>(Oddity.class);
  private final List<String> stopped = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private final Map<String, Map<Outcome, Integer>> all = new LinkedHashMap<>();

  /**
   * A run.
   *
   * @param limit the limit of one solver on one problem, of processor time
   * @param journal what is known of earlier runs, and learns of this one
   */
  Robustness(Duration limit, Journal journal) {
    this.limit = limit;
    this.journal = journal;
    SOLVERS.forEach(solver -> all.put(solver, new EnumMap<>(Outcome.class)));
  }

  /** Fits the problems from one number on. */
  Robustness run(int first, int problems) {
    for (int number = first; number < first + problems; number++) {
      solve(OddProblem.of(number));
    }
    return this;
  }

  /** The problems that auto did not certify and what stopped it. */
  List<String> stopped() {
    return stopped;
  }

  /** What went wrong. */
  List<String> failed() {
    return failed;
  }

  private void solve(OddProblem problem) {
    List<Journal.Entry> entries = new ArrayList<>();
    for (String solver : SOLVERS) {
      Journal.Entry entry = journal.known(problem.number(), solver, limit).orElse(null);
      if (entry == null) {
        entry = solve(problem, solver);
        journal.add(entry);
      }
      entries.add(entry);
      count(problem, entry);
    }
    double least =
        entries.stream()
            .filter(Journal.Entry::fitted)
            .mapToDouble(Journal.Entry::primal)
            .min()
            .orElse(1);
    for (Journal.Entry entry : entries) {
      if (entry.fitted() && entry.dual() > least + ROUNDING * Math.abs(least)) {
        failed.add("%s: bound %s above %s".formatted(entry.words(), entry.dual(), least));
      }
    }
  }

  private void count(OddProblem problem, Journal.Entry entry) {
    counts
        .computeIfAbsent(problem.oddity(), o -> new LinkedHashMap<>())
        .computeIfAbsent(entry.solver(), s -> new EnumMap<>(Outcome.class))
        .merge(entry.outcome(), 1, Integer::sum);
    all.get(entry.solver()).merge(entry.outcome(), 1, Integer::sum);
    if (entry.outcome() == Outcome.FAILED) {
      failed.add(entry.words());
    }
    if (entry.outcome() == Outcome.STOPPED && entry.solver().equals("auto")) {
      stopped.add(entry.words());
    }
  }

  private Journal.Entry solve(OddProblem problem, String solver) {
    long began = ProcessorClock.nanos();
    Heard heard = new Heard();
    double primal = Double.NaN;
    double dual = Double.NaN;
    Outcome outcome;
    String why;
    try {
      FitResult fit =
          StopToken.never()
              .timedBy(ProcessorClock::nanos)
              .run(() -> fitter(problem, solver, heard).fit(problem.tokens(), problem.targets()));
      Certificate proof = fit.certificate();
      primal = proof.primal();
      dual = proof.dual();
      boolean contradicted = proof.contradiction().isPresent() || !Double.isFinite(primal);
      boolean silent =
          fit.solution().status() == Solution.Status.STALLED && !heard.words.contains("stalled: ");
      outcome =
          proof.proves(TOLERANCE)
              ? Outcome.CERTIFIED
              : contradicted || silent ? Outcome.FAILED : Outcome.STOPPED;
      why =
          "%s after %d iterations, relative gap %.1e, %s%s"
              .formatted(
                  fit.solution().status().text(),
                  fit.solution().iterations(),
                  proof.relativeGap(),
                  fit.head().provenance().solver(),
                  heard.words);
    } catch (InvalidInputException e) {
      boolean declined = !solver.equals("auto") && e.getMessage().contains("does not take");
      outcome = declined ? Outcome.DECLINED : Outcome.STOPPED;
      why = e.getMessage();
    } catch (StoppedException e) {
      outcome = Outcome.STOPPED;
      why = e.getMessage();
    } catch (RuntimeException | Error e) {
      outcome = Outcome.FAILED;
      why = stack(e);
    }
    double seconds = (ProcessorClock.nanos() - began) * 1e-9;
    String words = "%s on %s: %s (%.1f s)".formatted(solver, problem.words(), why, seconds);
    if (outcome == Outcome.FAILED || outcome == Outcome.STOPPED || seconds > 2) {
      System.err.println(outcome + " " + words);
    }
    return new Journal.Entry(problem.number(), solver, limit, outcome, primal, dual, words);
  }

  /** All solvers have the same random numbers, and so the same beta_max and the same problem. */
  private ConvexHeads fitter(OddProblem problem, String solver, ProgressListener listener) {
    return problem
        .builder()
        .set("run.seed", Long.toString(problem.number()))
        .solver(solver)
        .tolerance(TOLERANCE)
        .listener(listener)
        .set("solver.time-limit", limit.toMillis() + "ms");
  }

  private static String stack(Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    return thrown + (frames.length == 0 ? "" : " at " + frames[0]);
  }

  /** The counts as a table. */
  String table() {
    StringBuilder table = new StringBuilder("| problems |  | " + String.join(" | ", SOLVERS));
    table.append(" |\n|---|--:|").append("--:|".repeat(SOLVERS.size())).append('\n');
    counts.forEach(
        (oddity, own) -> {
          table.append("| %s | %d |".formatted(oddity.words(), sum(own.get("auto"))));
          own.values().forEach(each -> table.append(" " + cell(each) + " |"));
          table.append('\n');
        });
    table.append("| all | %d |".formatted(sum(all.get("auto"))));
    all.values().forEach(each -> table.append(" " + cell(each) + " |"));
    return table.append('\n').toString();
  }

  private static int sum(Map<Outcome, Integer> outcomes) {
    return outcomes.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Certified of those that were taken, with what failed. */
  private static String cell(Map<Outcome, Integer> outcomes) {
    int taken = sum(outcomes) - outcomes.getOrDefault(Outcome.DECLINED, 0);
    int failed = outcomes.getOrDefault(Outcome.FAILED, 0);
    String cell = outcomes.getOrDefault(Outcome.CERTIFIED, 0) + " of " + taken;
    return failed == 0 ? cell : cell + ", " + failed + " failed";
  }

  /** Keeps what a fit says. */
  private static final class Heard implements ProgressListener {
    private String words = "";

    @Override
    public void progressed(Progress progress) {}

    @Override
    public void warned(String message) {
      words += "; warned: " + message;
    }

    @Override
    public void noted(String message) {
      words += "; " + message;
    }
  }

  /**
   * Runs N problems, prints the table and what auto did not certify, and fails where something
   * failed.
   *
   * @param arguments N, the first number (0 by default), the limit of processor time (20s by
   *     default), and a file that keeps what is known, so that a later run goes on (none by
   *     default)
   */
  public static void main(String[] arguments) {
    int problems = Integer.parseInt(arguments[0]);
    int first = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    Duration limit = Duration.parse("PT" + (arguments.length > 2 ? arguments[2] : "20s"));
    Journal journal = arguments.length > 3 ? Journal.in(Path.of(arguments[3])) : Journal.none();
    Robustness run = new Robustness(limit, journal).run(first, problems);
    System.out.print(run.table());
    run.stopped().forEach(line -> System.out.println("* " + line));
    run.failed().forEach(line -> System.out.println("FAILED " + line));
    if (!run.failed().isEmpty()) {
      throw new IllegalStateException(run.failed().size() + " failures");
    }
  }
}
