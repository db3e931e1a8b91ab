package io.github.convexheads.api.fit;

import io.github.convexheads.api.internal.text.GapText;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One solve by several solvers (Huberman, Lukose, Hogg, 1997): where one stalls, or is slow while
 * another waits, the next goes on from the best point, as long as it gains something ({@link
 * Pace}). Those that were slow have another turn after all others, without haste. The limits of
 * time and iterations are those of all together.
 */
final class Portfolio {
  private final AutoSolver auto;
  private final ConvexProgram program;
  private final Conditions conditions;
  private final ProgressListener listener;
  private final Deque<Turn> waiting = new ArrayDeque<>();
  private final List<String> ran = new ArrayList<>();
  private Outcome found;

  Portfolio(
      AutoSolver auto, ConvexProgram program, Conditions conditions, ProgressListener listener) {
    this.auto = auto;
    this.program = program;
    this.conditions = conditions;
    this.listener = listener;
  }

  /** What a fit asks of its solvers. */
  interface Conditions {
    /** Says whether there is memory for a solver. */
    boolean fits(ChosenSolver solver);

    /** Refuses what is no solution of the program. */
    void require(String solver, Solution solution);
  }

  /**
   * What was found.
   *
   * @param solution the best point of all, the best bound of all, and the whole history
   * @param solver id of the solver that gave the point
   * @param ran ids of the solvers that ran, in order
   */
  record Outcome(Solution solution, String solver, List<String> ran) {}

  /** A solver that waits for its turn, perhaps for another one. */
  private record Turn(String solver, double preference, boolean again) {}

  Outcome run(ChosenSolver first, Variable start) {
    for (AutoSolver.Suited each : auto.suited(program)) {
      waiting.add(new Turn(each.solver().id(), each.preference(), false));
    }
    double most = waiting.element().preference();
    waiting.removeIf(turn -> turn.solver().equals(first.id()));
    boolean slow = solve(first, new Turn(first.id(), most, false), start);
    while (found.solution().status() == Solution.Status.STALLED && !waiting.isEmpty()) {
      Turn turn = waiting.remove();
      Optional<ChosenSolver> next = remaining(turn.solver());
      if (next.isPresent()) {
        noteChange(slow, turn.solver());
        slow = solve(next.get(), turn, found.solution().variable());
      }
    }
    return found;
  }

  /** The solver with the limits that are left, if it takes the program and there is memory. */
  private Optional<ChosenSolver> remaining(String id) {
    Solution now = found.solution();
    return auto.after(now.seconds(), now.iterations())
        .flatMap(
            left ->
                left.suited(program).stream()
                    .map(AutoSolver.Suited::solver)
                    .filter(s -> s.id().equals(id))
                    .findFirst())
        .filter(conditions::fits);
  }

  /** Gives a solver its turn; says whether it was stopped because it was slow. */
  private boolean solve(ChosenSolver chosen, Turn turn, Variable from) {
    Optional<Solution> before = Optional.ofNullable(found).map(Outcome::solution);
    double left = auto.secondsLeft(before.map(Solution::seconds).orElse(0.0));
    RelayedProgress relay = new RelayedProgress(listener, before, hasty(turn), left);
    Solution now = relay.solve(chosen.solver(), program, from);
    conditions.require(chosen.id(), now);
    boolean stopped = now.status() == Solution.Status.CANCELLED && !listener.cancelled();
    boolean vain = stopped && relay.nothingGained().isPresent();
    boolean slow = stopped && !vain && relay.slow();
    ran.add(chosen.id());
    boolean better = before.isEmpty() || better(now, before.get());
    String solver = better ? chosen.id() : found.solver();
    Solution together = before.isEmpty() ? now : after(before.get(), now, relay, better);
    found =
        new Outcome(
            slow || vain ? together.withStatus(Solution.Status.STALLED) : together,
            solver,
            List.copyOf(ran));
    if (vain) {
      listener.noted("stalled: " + relay.nothingGained().orElseThrow());
    }
    if (slow) {
      waiting.add(new Turn(turn.solver(), turn.preference(), true));
    }
    return slow;
  }

  /** Only one that suits nearly as well is worth stopping for. */
  private boolean hasty(Turn turn) {
    return !turn.again()
        && waiting.stream().anyMatch(other -> other.preference() >= turn.preference() / 2);
  }

  private void noteChange(boolean slow, String next) {
    Solution now = found.solution();
    double gap = RelayedProgress.last(now).map(p -> p.relativeGap()).orElse(Double.NaN);
    listener.noted(
        "%s %s at a relative gap of %s; %s goes on from there"
            .formatted(
                ran.get(ran.size() - 1), slow ? "is slow" : "stalled", GapText.of(gap), next));
  }

  /** A proven point is better than any that is not, and a contradiction must be seen. */
  private static boolean better(Solution now, Solution before) {
    return now.status() == Solution.Status.SOLVED
        || now.status() == Solution.Status.CONTRADICTION
        || RelayedProgress.primal(now) < RelayedProgress.primal(before);
  }

  private static Solution after(
      Solution before, Solution now, RelayedProgress relay, boolean better) {
    OptionalDouble beta = better ? now.equivalentBeta() : before.equivalentBeta();
    boolean higher =
        now.bound().isPresent()
            && before.bound().map(b -> b.dual() < now.bound().get().dual()).orElse(true);
    return new Solution(
        better ? now.variable() : before.variable(),
        now.status(),
        before.iterations() + now.iterations(),
        before.seconds() + now.seconds(),
        relay.together(now.history()),
        beta,
        higher ? now.bound() : before.bound());
  }
}
