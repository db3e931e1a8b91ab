package io.github.convexheads.bench.robustness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What became of solvers on problems, a line each in a file, so that a run can go on later. */
final class Journal {
  private final Optional<Path> file;
  private final Map<String, Entry> known = new HashMap<>();

  /**
   * What became of one solver on one problem.
   *
   * @param problem its number
   * @param solver the solver
   * @param limit the limit of processor time
   * @param outcome what came of it
   * @param primal the objective, NaN where there is no fit
   * @param dual its lower bound
   * @param words all of it, for people
   */
  record Entry(
      int problem,
      String solver,
      Duration limit,
      Robustness.Outcome outcome,
      double primal,
      double dual,
      String words) {

    boolean fitted() {
      return Double.isFinite(primal);
    }

    private String line() {
      return String.join(
          "\t",
          String.valueOf(problem),
          solver,
          limit.toString(),
          outcome.name(),
          String.valueOf(primal),
          String.valueOf(dual),
          words.replaceAll("\\s+", " "));
    }

    private static Entry of(String line) {
      String[] parts = line.split("\t", 7);
      return new Entry(
          Integer.parseInt(parts[0]),
          parts[1],
          Duration.parse(parts[2]),
          Robustness.Outcome.valueOf(parts[3]),
          Double.parseDouble(parts[4]),
          Double.parseDouble(parts[5]),
          parts[6]);
    }
  }

  private Journal(Optional<Path> file) {
    this.file = file;
  }

  /** A journal that knows nothing and keeps nothing. */
  static Journal none() {
    return new Journal(Optional.empty());
  }

  /** The journal in a file, which is made where it is not there. */
  static Journal in(Path file) {
    Journal journal = new Journal(Optional.of(file));
    try {
      if (Files.exists(file)) {
        Files.readAllLines(file).stream().map(Entry::of).forEach(journal::keep);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return journal;
  }

  /** What is known already: what was stopped is known of limits up to its own only. */
  Optional<Entry> known(int problem, String solver, Duration limit) {
    return Optional.ofNullable(known.get(problem + " " + solver))
        .filter(
            entry ->
                entry.outcome() != Robustness.Outcome.FAILED
                    && (entry.outcome() != Robustness.Outcome.STOPPED
                        || entry.limit().compareTo(limit) >= 0));
  }

  private void keep(Entry entry) {
    known.put(entry.problem() + " " + entry.solver(), entry);
  }

  /** Adds what was found. */
  void add(Entry entry) {
    keep(entry);
    try {
      if (file.isPresent()) {
        Files.writeString(
            file.get(), entry.line() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
