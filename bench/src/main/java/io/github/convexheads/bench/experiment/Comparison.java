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
 * A comparison: every head with every seed, skipping what the folder has already.
 *
 * @param experiment the heads and seeds
 * @param data the samples
 * @param plugins the heads, losses and solvers to choose from
 * @param folder where results are kept
 */
public record Comparison(
    Experiment experiment, ExperimentData data, PluginCatalog plugins, ResultFolder folder) {

  /** Hears when a trial begins and how it ended. */
  public interface Listener {
    /**
     * A trial begins.
     *
     * @param name the head and seed
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
   * Runs what is not done yet.
   *
   * @param listener hears of it
   * @return results by name of the head, in the order of the experiment, one for every seed
   */
  public Map<String, List<TrialResult>> run(Listener listener) {
    List<Trial> trials = new ArrayList<>();
    for (long seed : experiment.seeds()) {
      for (Contender contender : experiment.contenders()) {
        trials.add(new Trial(contender, seed, data, plugins));
      }
    }
    trials.forEach(Trial::requireAllowed);
    Map<String, List<TrialResult>> results = new LinkedHashMap<>();
    experiment.contenders().forEach(c -> results.put(c.name(), new ArrayList<>()));
    for (int i = 0; i < trials.size(); i++) {
      Trial trial = trials.get(i);
      Optional<TrialResult> before = folder.find(trial);
      TrialResult result = before.orElse(null);
      if (result == null) {
        String name = trial.contender().name() + " seed " + trial.seed();
        Trial.Outcome outcome = trial.run(listener.begins(name, i, trials.size()));
        folder.keep(trial, outcome);
        result = outcome.result();
      }
      listener.ended(result, folder.model(trial), before.isPresent());
      results.get(trial.contender().name()).add(result);
    }
    return results;
  }
}
