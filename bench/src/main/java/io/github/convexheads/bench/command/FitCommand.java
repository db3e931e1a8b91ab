package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.internal.text.GapText;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.StoppingRule;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.backbone.TokenFile;
import io.github.convexheads.bench.data.ClassNames;
import io.github.convexheads.bench.data.MissingClasses;
import io.github.convexheads.bench.data.RareClasses;
import io.github.convexheads.bench.measure.MeasureFacts;
import io.github.convexheads.bench.measure.Measures;
import io.github.convexheads.bench.path.Selection;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fits a head and certifies it. */
@Command(
    name = "fit",
    description = "Fit a head to token features and prove how close to the global optimum it is.",
    mixinStandardHelpOptions = true)
final class FitCommand implements Callable<Integer> {
  /** More classes than any data have, far below what memory would be asked for. */
  private static final int MOST_CLASSES = 1_000_000;

  @Mixin private DataOptions data;
  @Mixin private ConfigurationOptions configuration;
  @Mixin private PathOptions path;
  @Mixin private PluginOptions plugins;
  @Mixin private SeedOption seed;
  @Mixin private LogOptions log;
  @Mixin private WeightOptions weights;
  @Mixin private BudgetOptions budget;
  @Mixin private LikeOption like;
  @Mixin private JsonOption json;

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "FILE",
      description = "Write the fitted head here, .safetensors.")
  private Path model;

  @Option(
      names = "--classes",
      paramLabel = "C",
      description = "Number of classes; by default the largest label plus one.")
  private Integer classes;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description =
          "Write progress as CSV, for explain --history: iteration, seconds, primal, dual, gap, rank, loss.")
  private Path history;

  @Option(
      names = "--checkpoint",
      paramLabel = "FILE",
      description = {
        "Save the best point here now and then, when interrupted by Ctrl-C or SIGTERM, and at the"
            + " end."
      })
  private Path checkpoint;

  @Option(names = "--resume", description = "Go on from --checkpoint if it is there.")
  private boolean resume;

  @Spec private CommandSpec spec;

  private List<BudgetOptions.Budget> budgets = List.of();

  private FitHistory curve;

  FitCommand() {}

  @Override
  public Integer call() {
    try {
      return fitted();
    } finally {
      log.close();
    }
  }

  private int fitted() {
    Configuration asked = like.configuration(plugins, configuration);
    requireWritable();
    plugins.loadKernel(asked);
    Map<String, String> made = new TreeMap<>(data.made());
    Tokens tokens = data.tokens(plugins);
    Targets read =
        data.targets(
            tokens,
            classes == null ? OptionalInt.empty() : OptionalInt.of(requireClasses()),
            plugins.loss(asked));
    Targets targets = weights.weighted(read, Notes.to(spec));
    made.putAll(path.split(targets));
    made.putAll(path.inputs(tokens, targets));
    PrintWriter err = spec.commandLine().getErr();
    double tolerance = StoppingRule.tolerance(asked.solver().values(), asked.solver().origins());
    PathOptions.Outcome outcome;
    MemoryEstimate memory;
    Configuration completed =
        asked.completedFor(targets, plugins.catalog().head(asked.head().type()).provider());
    log.open();
    try (FitProgress progress = new FitProgress(tolerance, err);
        Checkpointing listener =
            new Checkpointing(heard(progress), checkpoint, completed, tokens, targets)) {
      outcome = fit(completed, tokens, targets, listener);
      outcome.selection().ifPresent(found -> log.path(found.points(), found.criterion()));
      memory = listener.memory();
      if (listener.cancelled()) {
        return ConvexHeadsCommand.NOT_SOLVED;
      }
    }
    FitResult result = outcome.result();
    if (result.solution().status() == Solution.Status.CONTRADICTION) {
      return contradicted(result, err);
    }
    TokenFile.recorded(result.head(), made).save(model);
    if (history != null) {
      curve.write(result, history);
    }
    Measured measured = measured(result.head(), tokens, targets);
    log.trained(measured.training());
    Facts facts = facts(outcome, measured, asked, tokens, targets, memory);
    json.write(facts, spec.commandLine().getOut(), out -> print(out, facts, outcome, measured));
    return switch (result.solution().status()) {
      case SOLVED, HEAD_LIMIT -> 0;
      default -> unproven(result, tolerance, err);
    };
  }

  /**
   * Measures of a fit.
   *
   * @param training on the samples that were fitted
   * @param validation on those that were held out, if some were
   */
  private record Measured(Measures training, Optional<Measures> validation) {}

  private Measured measured(FittedHead head, Tokens tokens, Targets targets) {
    Function<int[], Measures> of =
        some -> measures(head, tokens.select(some), targets.select(some));
    return new Measured(
        path.fittedSamples(targets).map(of).orElseGet(() -> measures(head, tokens, targets)),
        path.heldOutSamples(targets).map(of));
  }

  private Measures measures(FittedHead head, Tokens tokens, Targets targets) {
    return Measures.of(head, tokens, targets, plugins.catalog().metrics());
  }

  /** Hears what the terminal, a log and a file are to be told. */
  private ProgressListener heard(FitProgress progress) {
    ProgressListener logged = log.logged(progress);
    if (history == null) {
      return logged;
    }
    curve = new FitHistory(logged);
    return curve;
  }

  private int requireClasses() {
    if (classes < 1 || classes > MOST_CLASSES) {
      throw new InvalidInputException(
          "--classes %s is not allowed; allowed: 1 to %s".formatted(classes, MOST_CLASSES));
    }
    return classes;
  }

  private void requireWritable() {
    OutputFile.requireWritable(model);
    path.requireUsable();
    budget.requireUsable();
    json.requireWritable();
    if (history != null) {
      OutputFile.requireWritable(history);
    }
    if (checkpoint != null) {
      OutputFile.requireWritable(checkpoint);
    }
    if (path.asked() && checkpoint != null) {
      throw new InvalidInputException(
          "--checkpoint keeps one point and so does not go with --path or --folds");
    }
  }

  private PathOptions.Outcome fit(
      Configuration completed, Tokens tokens, Targets targets, Checkpointing listener) {
    Fitter fitter =
        budget.told(seed.on(plugins.configured(completed), like.seed(plugins)).fitter(targets));
    Measures.requireUsable(targets, fitter.loss(), plugins.catalog().metrics());
    MissingClasses.warning(targets).ifPresent(listener::warned);
    RareClasses.warning(targets).ifPresent(listener::warned);
    data.ignoresNothing(targets).ifPresent(listener::warned);
    ClassNames.similar(targets).ifPresent(listener::warned);
    ClassNames.missing(targets).ifPresent(listener::warned);
    gatesWithoutEffect(completed).ifPresent(listener::warned);
    PathOptions.Outcome outcome =
        path.asked()
            ? path.fit(completed, fitter, tokens, targets, listener)
            : new PathOptions.Outcome(
                fitter.fit(tokens, targets, listener.start(resume), listener), Optional.empty());
    budgets =
        budget.of(
            fitter, outcome.result(), tokens, targets, path.heldOutSamples(targets), listener);
    return outcome;
  }

  /** Gates are drawn for gated heads alone. */
  private static Optional<String> gatesWithoutEffect(Configuration asked) {
    Map<String, String> head = asked.head().values();
    return head.getOrDefault("activation", "linear").equals("linear")
        ? head.keySet().stream()
            .filter(key -> key.startsWith("gates."))
            .findFirst()
            .map(key -> "head.%s has no effect, because head.activation is linear".formatted(key))
        : Optional.empty();
  }

  private Facts facts(
      PathOptions.Outcome outcome,
      Measured measured,
      Configuration asked,
      Tokens tokens,
      Targets targets,
      MemoryEstimate memory) {
    return new Facts(
        FitFacts.of(outcome.result()),
        measured.training().facts(),
        measured.validation().map(Measures::facts).orElse(null),
        outcome.selection().map(Selection::facts).orElse(null),
        BudgetOptions.facts(budgets),
        model.toString(),
        like.likeness(plugins, outcome.result(), model, tokens, targets),
        data.input().tokens().names(),
        ChosenByTargets.of(asked, targets),
        PreprocessSettings.recommended(asked.preprocess()),
        FitFacts.Memory.of(memory));
  }

  /** A fit with all that is told of it; what does not apply is null and not written. */
  private record Facts(
      @JsonUnwrapped FitFacts fit,
      MeasureFacts training,
      @JsonInclude(JsonInclude.Include.NON_NULL) MeasureFacts validation,
      @JsonInclude(JsonInclude.Include.NON_NULL) Selection.Facts path,
      @JsonInclude(JsonInclude.Include.NON_NULL) List<BudgetOptions.Facts> budgets,
      String model,
      @JsonUnwrapped LikeOption.Likeness likeness,
      List<String> tokenFiles,
      @JsonUnwrapped ChosenByTargets.Facts chosen,
      boolean recommended,
      FitFacts.Memory memoryBytes) {}

  /** Tells what was found; a head that contradicts itself is not saved. */
  private int contradicted(FitResult result, PrintWriter err) {
    FitFacts facts = FitFacts.of(result);
    json.write(
        facts,
        spec.commandLine().getOut(),
        out -> FitReport.text(facts, false).forEach(out::println));
    err.printf("convex-heads: %s; no model is written%n", facts.claim());
    return ConvexHeadsCommand.NOT_SOLVED;
  }

  private static int unproven(FitResult result, double tolerance, PrintWriter err) {
    err.printf(
        Locale.ROOT,
        "convex-heads: not solved to the tolerance: status %s, relative gap %s, asked %.3g;"
            + " the best head is saved. %s.%n",
        result.solution().status().text(),
        GapText.of(result.certificate().relativeGap()),
        tolerance,
        advice(result.solution().status()));
    return ConvexHeadsCommand.NOT_SOLVED;
  }

  /** More of the same does not help a solver that stalled. */
  private static String advice(Solution.Status status) {
    return status == Solution.Status.STALLED
        ? "Set preprocess.standardize = true, take a larger beta-fraction or solver.tolerance, or try"
            + " another solver"
        : "Raise solver.max-iterations or solver.time-limit, or try another solver";
  }

  private void print(PrintWriter out, Facts facts, PathOptions.Outcome outcome, Measured measured) {
    FitFacts fit = facts.fit();
    FitReport.text(fit, facts.recommended()).forEach(out::println);
    if (facts.tokenFiles().size() > 1) {
      out.println(FitReport.line("tokens", "%s", facts.tokenFiles()));
    }
    ChosenByTargets.text(facts.chosen(), fit.head()).forEach(out::println);
    out.println(FitReport.line("training", "%s", MeasureText.first(measured.training())));
    measured
        .validation()
        .ifPresent(m -> out.println(FitReport.line("validation", "%s", MeasureText.first(m))));
    outcome
        .selection()
        .filter(selection -> selection.by() != Selection.By.TRAINING)
        .ifPresent(selection -> out.println(FitReport.line("path", "%s", selection.text())));
    out.println(FitReport.solver(fit));
    BudgetOptions.text(budgets, outcome.result(), TerminalWidth.of(spec)).forEach(out::println);
    out.println(FitReport.line("model", "%s", model));
    if (facts.likeness() != null) {
      out.println(facts.likeness().text());
    }
  }
}
