package io.github.convexheads.bench.robustness;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.bench.robustness.OddProblem.Oddity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fits odd problems with every solver and counts: a solver certifies 1e-6, declines, or stops and
 * says why; anything else is a failure, as is a bound above the objective of another solver.
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

  private final String limit;
  private final Map<Oddity, Map<String, Map<Outcome, Integer>>> counts =
      new EnumMap<>(Oddity.class);
  private final List<String> stopped = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private final Map<String, Map<Outcome, Integer>> all = new LinkedHashMap<>();

  /**
   * A run.
   *
   * @param limit the time limit of one solver on one problem, with its unit
   */
  Robustness(String limit) {
    this.limit = limit;
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
    Map<String, Certificate> proofs = new LinkedHashMap<>();
    for (String solver : SOLVERS) {
      Outcome outcome = solve(problem, solver, proofs);
      counts
          .computeIfAbsent(problem.oddity(), o -> new LinkedHashMap<>())
          .computeIfAbsent(solver, s -> new EnumMap<>(Outcome.class))
          .merge(outcome, 1, Integer::sum);
      all.get(solver).merge(outcome, 1, Integer::sum);
    }
    double least = proofs.values().stream().mapToDouble(Certificate::primal).min().orElse(1);
    proofs.forEach(
        (solver, proof) -> {
          if (proof.dual() > least + ROUNDING * Math.abs(least)) {
            failed.add(
                solver + " on " + problem.words() + ": bound " + proof.dual() + " above " + least);
          }
        });
  }

  private Outcome solve(OddProblem problem, String solver, Map<String, Certificate> proofs) {
    long began = System.nanoTime();
    Heard heard = new Heard();
    try {
      ConvexHeads asked = problem.builder().solver(solver).tolerance(TOLERANCE).listener(heard);
      FitResult fit =
          asked.set("solver.time-limit", limit).fit(problem.tokens(), problem.targets());
      Certificate proof = fit.certificate();
      proofs.put(solver, proof);
      if (proof.proves(TOLERANCE)) {
        return note(problem, solver, Outcome.CERTIFIED, "", began);
      }
      boolean contradicted = proof.contradiction().isPresent() || !Double.isFinite(proof.primal());
      return note(
          problem,
          solver,
          contradicted ? Outcome.FAILED : Outcome.STOPPED,
          "%s after %d iterations, relative gap %.1e, %s%s"
              .formatted(
                  fit.solution().status().text(),
                  fit.solution().iterations(),
                  proof.relativeGap(),
                  fit.head().provenance().solver(),
                  heard.words),
          began);
    } catch (InvalidInputException e) {
      boolean declined = !solver.equals("auto") && e.getMessage().contains("does not take");
      return note(
          problem, solver, declined ? Outcome.DECLINED : Outcome.STOPPED, e.getMessage(), began);
    } catch (StoppedException e) {
      return note(problem, solver, Outcome.STOPPED, e.getMessage(), began);
    } catch (RuntimeException | Error e) {
      return note(problem, solver, Outcome.FAILED, stack(e), began);
    }
  }

  private Outcome note(OddProblem problem, String solver, Outcome outcome, String why, long began) {
    double seconds = (System.nanoTime() - began) * 1e-9;
    String line = "%s on %s: %s (%.1f s)".formatted(solver, problem.words(), why, seconds);
    if (outcome == Outcome.FAILED) {
      failed.add(line);
    }
    if (outcome == Outcome.STOPPED && solver.equals("auto")) {
      stopped.add(line);
    }
    if (outcome == Outcome.FAILED || outcome == Outcome.STOPPED || seconds > 2) {
      System.err.println(outcome + " " + line);
    }
    return outcome;
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
   * @param arguments N, the first number (0 by default) and the time limit (20s by default)
   */
  public static void main(String[] arguments) {
    int problems = Integer.parseInt(arguments[0]);
    int first = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
    Robustness run = new Robustness(arguments.length > 2 ? arguments[2] : "20s");
    run.run(first, problems);
    System.out.print(run.table());
    run.stopped().forEach(line -> System.out.println("* " + line));
    run.failed().forEach(line -> System.out.println("FAILED " + line));
    if (!run.failed().isEmpty()) {
      throw new IllegalStateException(run.failed().size() + " failures");
    }
  }
}
