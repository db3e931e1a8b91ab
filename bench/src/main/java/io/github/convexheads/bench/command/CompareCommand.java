package io.github.convexheads.bench.command;

import io.github.convexheads.api.internal.configuration.ConfigurationReader;
import io.github.convexheads.api.internal.configuration.Hocon;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.bench.backbone.TokenFile;
import io.github.convexheads.bench.experiment.ComparedSets;
import io.github.convexheads.bench.experiment.Comparison;
import io.github.convexheads.bench.experiment.Experiment;
import io.github.convexheads.bench.experiment.ResultFolder;
import io.github.convexheads.bench.experiment.TokenSet;
import io.github.convexheads.bench.experiment.TokenSets;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Fits many heads on the same tokens and prints a table. */
@Command(
    name = "compare",
    description = {
      "Fit the heads of an experiment file on the same tokens, choose beta on validation samples, and"
          + " print how each does on test samples that nothing else has seen.",
      "Results are kept in a folder by the hash of inputs and settings, so that an interrupted"
          + " comparison goes on where it was.",
      "An experiment file may name several token sets, data { NAME { tokens, labels } }: then there"
          + " is a table for each, in the order of their names, and its results are kept in"
          + " FOLDER/NAME."
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
      names = "--sets",
      split = ",",
      paramLabel = "NAME",
      description = "Only these token sets of the experiment; no file of another is read.")
  private List<String> named;

  @Option(
      names = "--seeds",
      split = ",",
      paramLabel = "SEED",
      description = "These seeds instead of those of the experiment.")
  private List<Long> seeds;

  @Option(names = "--csv", paramLabel = "FILE", description = "Write the table as CSV here.")
  private Path csv;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = {
        "How much each sample of the experiment's one token set counts, as data.weights: n numbers of"
            + " at least 0; test samples of a section of their own have weights there."
      })
  private String weights;

  @Spec private CommandSpec spec;

  CompareCommand() {}

  /** Returns the loss that all heads share, where the experiment chooses one. */
  private Optional<Loss> loss(Hocon asked) {
    return asked.has("loss")
        ? plugins.loss(ConfigurationReader.read(asked.only("loss")))
        : Optional.empty();
  }

  /** Fails if the table would replace what the experiment reads, or is named as another format. */
  private void requireOthers(List<Path> read) {
    for (Path file : read) {
      for (Path each : List.of(file, TokenFile.beside(file))) {
        if (csv != null) {
          OverwrittenFiles.requireOther("--csv", csv, "the experiment", each);
        }
        json.file()
            .ifPresent(out -> OverwrittenFiles.requireOther("--json", out, "the experiment", each));
      }
    }
    ParseResult given = spec.commandLine().getParseResult();
    if (csv != null) {
      WrittenFormats.require(given, "--csv", csv);
    }
    json.file().ifPresent(out -> WrittenFormats.require(given, "--json", out));
  }

  @Override
  public Integer call() {
    if (csv != null) {
      OutputFile.requireWritable(csv);
    }
    json.requireWritable();
    new ResultFolder(results).requireWritable();
    Hocon asked = configuration.parsed();
    if (weights != null) {
      asked = asked.with("data.weights", weights, "--weights");
    }
    Experiment all = Experiment.read(asked);
    Experiment chosen = only == null ? all : all.only(only);
    Experiment experiment = seeds == null ? chosen : new Experiment(chosen.heads(), seeds);
    TokenSets every = TokenSets.of(asked);
    TokenSets sets = named == null ? every : every.only(named);
    requireOthers(sets.files());
    sets.requireWritable(results);
    List<TokenSet> read = sets.read(loss(asked));
    PrintWriter err = spec.commandLine().getErr();
    read.forEach(set -> set.warning().ifPresent(line -> Notes.to(spec).accept("warning: " + line)));
    ComparedSets compared;
    try (CompareProgress progress = new CompareProgress(err)) {
      compared = new Comparison(experiment, read, plugins.catalog(), results).run(progress);
    }
    if (csv != null) {
      compared.write(csv);
    }
    json.write(
        compared.facts(),
        spec.commandLine().getOut(),
        out -> compared.text(TerminalWidth.of(spec)).forEach(out::println));
    if (!compared.proven()) {
      err.println(
          "convex-heads: rows with (!) are not proven to the tolerance; set"
              + " preprocess.standardize = true, raise solver.max-iterations or solver.time-limit,"
              + " or try another solver");
      return ConvexHeadsCommand.NOT_SOLVED;
    }
    return 0;
  }
}
