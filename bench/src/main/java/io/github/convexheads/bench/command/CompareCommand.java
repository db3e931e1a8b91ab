package io.github.convexheads.bench.command;

import com.typesafe.config.Config;
import io.github.convexheads.bench.experiment.Comparison;
import io.github.convexheads.bench.experiment.ComparisonTable;
import io.github.convexheads.bench.experiment.Experiment;
import io.github.convexheads.bench.experiment.ExperimentData;
import io.github.convexheads.bench.experiment.ResultFolder;
import io.github.convexheads.bench.experiment.TrialResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fits many heads on the same tokens and prints a table. */
@Command(
    name = "compare",
    description = {
      "Fit the heads of an experiment file on the same tokens, choose beta on validation samples, and"
          + " print how each does on test samples that nothing else has seen.",
      "Results are kept in a folder by the hash of inputs and settings, so that an interrupted"
          + " comparison goes on where it was."
    },
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Mixin private ConfigurationOptions configuration;
  @Mixin private PluginOptions plugins;
  @Mixin private JsonOption json;

  @Option(
      names = {"-r", "--results"},
      required = true,
      paramLabel = "FOLDER",
      description = "Keep results and fitted heads here.")
  private Path results;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Only these heads of the experiment.")
  private List<String> only;

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "SEED",
      description = "These seeds instead of those of the experiment.")
  private List<Long> seeds;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write the table as CSV here.")
  private Path csv;

  @Spec private CommandSpec spec;

  CompareCommand() {}

  @Override
  public Integer call() {
    if (csv != null) {
      OutputFile.requireWritable(csv);
    }
    json.requireWritable();
    ResultFolder kept = new ResultFolder(results);
    kept.requireWritable();
    Config asked = configuration.parsed();
    Experiment all = Experiment.read(asked);
    Experiment chosen = only == null ? all : all.only(only);
    Experiment experiment = seeds == null ? chosen : new Experiment(chosen.contenders(), seeds);
    ExperimentData data = ExperimentData.read(asked);
    PrintWriter err = spec.commandLine().getErr();
    Map<String, List<TrialResult>> trials;
    try (CompareProgress progress = new CompareProgress(err)) {
      trials = new Comparison(experiment, data, plugins.catalog(), kept).run(progress);
    }
    ComparisonTable table = ComparisonTable.of(trials.values());
    if (csv != null) {
      table.write(csv);
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("proven", table.proven());
    facts.put("rows", table.rows());
    facts.put("trials", trials.values().stream().flatMap(List::stream).toList());
    json.write(facts, spec.commandLine().getOut(), out -> table.text().forEach(out::println));
    if (!table.proven()) {
      err.println(
          "convex-heads: rows with (!) are not proven to the tolerance; raise"
              + " solver.max-iterations or solver.time-limit, or try another solver");
      return ConvexHeadsCommand.NOT_SOLVED;
    }
    return 0;
  }
}
