package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.internal.text.GapText;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.measure.MeasureFacts;
import io.github.convexheads.bench.measure.Measures;
import io.github.convexheads.bench.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --heads}: what networks of few heads cost. */
final class BudgetOptions {
  @Option(
      names = "--heads",
      split = ",",
      paramLabel = "M",
      description = {
        "Look for the best networks of at most M heads, for example 1,2,4,8, and tell what each"
            + " costs: its objective, its proven distance from the optimum over all networks, and"
            + " its measure. The model keeps all heads; solver.heads = M writes one of few."
      })
  private List<Integer> heads = List.of();

  BudgetOptions() {}

  /**
   * The best network found of few heads.
   *
   * @param heads the most heads that were allowed
   * @param result the fit
   * @param measures on the samples that were held out, or else on those that were fitted
   */
  record Budget(int heads, FitResult result, Measures measures) {
    private Facts facts() {
      return new Facts(
          heads,
          result.head().variable().totalRank(),
          ProofFacts.Bounds.of(result.certificate()),
          FitReport.claim(result.certificate(), result.head()),
          measures.facts());
    }
  }

  /**
   * A network of few heads as JSON writes it.
   *
   * @param heads the most heads that were allowed
   * @param rank the heads that it has
   * @param bounds its objective, and how far from the optimum it can be
   * @param claim what is proven, in words
   * @param measures its measures
   */
  record Facts(
      int heads,
      int rank,
      @JsonUnwrapped ProofFacts.Bounds bounds,
      String claim,
      MeasureFacts measures) {}

  /** Fails where a number of heads is none. */
  void requireUsable() {
    heads.stream()
        .filter(m -> m < 1)
        .findFirst()
        .ifPresent(
            m -> {
              throw new InvalidInputException("--heads " + m + "; a network has at least one head");
            });
  }

  /** A fitter that says before a fit where no solver looks for such networks. */
  Fitter told(Fitter fitter) {
    return heads.isEmpty() ? fitter : fitter.narrowing();
  }

  /** Looks for the networks, those of fewest heads first. */
  List<Budget> of(
      Fitter fitter,
      FitResult optimum,
      Tokens tokens,
      Targets targets,
      Optional<int[]> heldOut,
      ProgressListener listener) {
    Tokens measured = heldOut.map(tokens::select).orElse(tokens);
    Targets expected = heldOut.map(targets::select).orElse(targets);
    List<Budget> found = new ArrayList<>();
    for (int m : heads.stream().distinct().sorted().toList()) {
      FitResult result = fitter.narrowed(optimum, m, listener);
      double[] outputs = result.head().predict(measured);
      found.add(new Budget(m, result, Measures.of(outputs, expected, result.head().loss())));
    }
    return found;
  }

  /** Returns what was found; null where nothing was asked for. */
  static List<Facts> facts(List<Budget> budgets) {
    return budgets.isEmpty() ? null : budgets.stream().map(Budget::facts).toList();
  }

  /** Returns the table in lines; none where nothing was asked for. */
  static List<String> text(List<Budget> budgets, FitResult optimum, int width) {
    if (budgets.isEmpty()) {
      return List.of();
    }
    TextTable table =
        new TextTable(4, List.of("heads", "objective", "above the optimum, at most", "measure"));
    for (Budget budget : budgets) {
      double distance = budget.result.certificate().relativeGap();
      table.row(
          List.of(
              "%d of %d"
                  .formatted(
                      budget.result.head().variable().totalRank(),
                      optimum.head().variable().totalRank()),
              String.format(Locale.ROOT, "%.6g", budget.result.certificate().primal()),
              GapText.percent(distance),
              MeasureText.first(budget.measures)));
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.addAll(table.lines(width));
    return lines;
  }
}
