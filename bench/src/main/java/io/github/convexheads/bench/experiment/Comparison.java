package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.solver.ProgressListener;
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

  /** A trial and the token set that it is of. */
  private record Step(TokenSet set, Trial trial) {
    Trial.Outcome run(Listener listener, int index, int count) {
      String prefix = set.named() ? set.name() + ": " : "";
      String name = prefix + trial.contender().name() + " seed " + trial.seed();
      return trial.run(listener.begins(name, index, count));
    }

    void requireAllowed() {
      String head = "head " + trial.contender().name();
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
     * A trial ended.
     *
     * @param result its result
     * @param model the file of its head
     * @param kept whether it was found in the folder
     */
    void ended(TrialResult result, Path model, boolean kept);
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
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Trial trial = step.trial();
      ResultFolder kept = TokenSets.folder(folder, step.set().name());
      Optional<TrialResult> before = kept.find(trial);
      TrialResult result = before.orElse(null);
      if (result == null) {
        Trial.Outcome outcome = step.run(listener, i, steps.size());
        kept.keep(trial, outcome);
        result = outcome.result();
      }
      listener.ended(result, kept.model(trial), before.isPresent());
      results
          .computeIfAbsent(step.set().name(), name -> new LinkedHashMap<>())
          .computeIfAbsent(trial.contender().name(), name -> new ArrayList<>())
          .add(result);
    }
    return new ComparedSets(
        sets.stream().map(s -> new ComparedSets.Compared(s, results.get(s.name()))).toList());
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (TokenSet set : sets) {
      for (long seed : experiment.seeds()) {
        for (Contender contender : experiment.contenders()) {
          steps.add(new Step(set, new Trial(contender, seed, set.data(), plugins)));
        }
      }
    }
    return steps;
  }
}
