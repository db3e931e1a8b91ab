package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.bench.path.ResultClaim;
import io.github.convexheads.bench.text.StepText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A comparison: every head with every seed on every token set, skipping what the folder has
 * already.
 *
 * @param experiment the heads and seeds
 * @param sets the token sets, at least one, in the order in which they are gone through
 * @param plugins the heads, losses and solvers to choose from
 * @param folder where results are kept, those of a set with a name in a folder of this name
 */
public record Comparison(
    Experiment experiment, List<TokenSet> sets, PluginCatalog plugins, Path folder) {

  /** Copies the list. */
  public Comparison {
    sets = List.copyOf(sets);
  }

  /** A trial that is done, perhaps by an earlier run or by another process. */
  private record Done(TrialResult result, FittedHead head, boolean kept) {}

  /** A trial and the token set that it is of. */
  private record Step(TokenSet set, Trial trial) {
    /** What the folder has of the trial, or else what it comes to, which is kept there. */
    Done done(ResultFolder folder, Listener listener, int index, int count) {
      Optional<TrialResult> before = folder.find(trial);
      if (before.isPresent()) {
        return kept(folder, before.get());
      }
      try (ResultClaim claim = folder.claim(trial, who -> listener.waits(name(), who))) {
        Optional<TrialResult> meanwhile = folder.find(trial);
        if (meanwhile.isPresent()) {
          return kept(folder, meanwhile.get());
        }
        Trial.Outcome outcome = trial.run(listener.begins(name(), index, count));
        folder.keep(claim, trial, outcome);
        return new Done(outcome.result(), outcome.head(), false);
      }
    }

    private Done kept(ResultFolder folder, TrialResult result) {
      return new Done(result, trial.kept(folder.model(trial), result), true);
    }

    String preprocessing() {
      return StepText.of(trial.configuration().asMap());
    }

    String name() {
      String prefix = set.named() ? set.name() + ": " : "";
      return prefix + trial.compared().name() + " seed " + trial.seed();
    }

    void requireAllowed() {
      String head = "head " + trial.compared().name();
      TokenSet.about(
          set.named() ? "token set %s, %s".formatted(set.name(), head) : head, trial::allowed);
    }
  }

  /** Hears when a trial begins and how it ended. */
  public interface Listener {
    /**
     * A trial begins.
     *
     * @param name the token set, where it has a name, the head and seed
     * @param index its index, from 0
     * @param count how many there are
     * @return hears of the fits
     */
    ProgressListener begins(String name, int index, int count);

    /**
     * A trial is being computed by another process, whose result is waited for.
     *
     * @param name the token set, where it has a name, the head and seed
     * @param process the other process, in words
     */
    void waits(String name, String process);

    /**
     * A trial ended.
     *
     * @param name the token set, where it has a name, the head and seed
     * @param result its result
     * @param preprocessing the steps of preprocessing that it took, in words
     * @param model the file of its head
     * @param kept whether it was found in the folder
     */
    void ended(String name, TrialResult result, String preprocessing, Path model, boolean kept);
  }

  /**
   * Runs what is not done yet, after a check that all are allowed.
   *
   * @param listener hears of it
   * @return results of every set
   */
  public ComparedSets run(Listener listener) {
    List<Step> steps = steps();
    steps.forEach(Step::requireAllowed);
    Map<String, Map<String, List<TrialResult>>> results = new LinkedHashMap<>();
    Map<String, PairedScores> pairs = new LinkedHashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Trial trial = step.trial();
      ResultFolder kept = TokenSets.folder(folder, step.set().name());
      Done done = step.done(kept, listener, i, steps.size());
      pairs.computeIfAbsent(step.set().name(), name -> new PairedScores()).add(trial, done.head());
      listener.ended(
          step.name(), done.result(), step.preprocessing(), kept.model(trial), done.kept());
      results
          .computeIfAbsent(step.set().name(), name -> new LinkedHashMap<>())
          .computeIfAbsent(trial.compared().name(), name -> new ArrayList<>())
          .add(done.result());
    }
    return new ComparedSets(
        sets.stream()
            .map(
                set ->
                    compared(
                        set,
                        results.get(set.name()),
                        pairs.get(set.name()),
                        steps.stream().filter(step -> step.set().equals(set)).toList()))
            .toList());
  }

  private static ComparedSets.Compared compared(
      TokenSet set, Map<String, List<TrialResult>> trials, PairedScores scores, List<Step> own) {
    Map<String, String> steps = new LinkedHashMap<>();
    own.forEach(step -> steps.putIfAbsent(step.trial().compared().name(), step.preprocessing()));
    return new ComparedSets.Compared(set, trials, scores.against(best(trials)), steps);
  }

  /** The head that is best on validation, so that test samples choose nothing. */
  private static String best(Map<String, List<TrialResult>> trials) {
    String best = null;
    double score = Double.NaN;
    for (ComparisonRow row : ComparisonTable.of(trials.values()).rows()) {
      if (best == null || row.score().direction().better(row.validation(), score)) {
        best = row.head();
        score = row.validation();
      }
    }
    return best;
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (TokenSet set : sets) {
      for (long seed : experiment.seeds()) {
        for (ComparedHead head : experiment.heads()) {
          steps.add(new Step(set, new Trial(head, seed, set.data(), plugins)));
        }
      }
    }
    return steps;
  }
}
