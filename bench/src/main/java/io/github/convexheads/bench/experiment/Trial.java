package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.catalog.PluginCatalog;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.certificate.RecordedCertificate;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.fit.Fitter;
import io.github.convexheads.api.internal.digest.Sha256;
import io.github.convexheads.api.metric.Metric;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.bench.backbone.TokenFile;
import io.github.convexheads.bench.data.RecordedInputs;
import io.github.convexheads.bench.experiment.ExperimentData.Labelled;
import io.github.convexheads.bench.experiment.ExperimentData.Parts;
import io.github.convexheads.bench.measure.Criterion;
import io.github.convexheads.bench.measure.Measures;
import io.github.convexheads.bench.path.BetaGrid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * One head with one seed: a path of falling beta with warm starts on the samples to fit, the beta
 * that is best on validation (the largest of equals), a fit there to the tolerance asked for where
 * the path's was coarser, and one look at the test samples.
 */
record Trial(ComparedHead compared, long seed, ExperimentData data, PluginCatalog plugins) {
  private static final String LAYOUT = "2";

  /** So many samples show whether a head takes data of a shape. */
  private static final int FEW = 2;

  /** What a trial gives: its numbers, and the head that validation chose. */
  record Outcome(TrialResult result, FittedHead head) {}

  /** Returns SHA-256 of everything that the result depends on. */
  String key() {
    String all =
        String.join(
                "\n",
                LAYOUT,
                data.digest(),
                Integer.toString(data.validation()),
                Long.toString(seed),
                compared.path().fractions().toString(),
                Integer.toString(compared.patience()),
                configuration().asMap().toString())
            + (compared.searchesCoarsely() ? "\n" + compared.searchTolerance() : "");
    return Sha256.of(all);
  }

  /** Returns the completed configuration. */
  Configuration configuration() {
    Configuration asked = compared.seeded(seed);
    return asked.completedFor(
        data.training().targets(), plugins.head(asked.head().type()).provider());
  }

  /**
   * Puts the problem of a few samples together, which fails if head, loss, solver, preprocessing or
   * a metric refuse their settings or such data; so before any head is fitted.
   */
  Problem allowed() {
    int n = Math.min(FEW, data.training().tokens().samples());
    Labelled few = data.training().select(IntStream.range(0, n).toArray());
    Fitter fitter = fitter(compared, data.training());
    Measures.requireUsable(data.test().targets(), fitter.loss(), plugins.metrics());
    return fitter.problem(few.tokens(), few.targets());
  }

  /** Returns the measure by which beta is chosen and heads are compared. */
  Criterion criterion() {
    return Criterion.of(fitter(compared, data.training()).loss(), data.test().targets());
  }

  /** Returns the chosen head of an earlier run, which must be the one that the result is of. */
  FittedHead kept(Path model, TrialResult result) {
    FittedHead head = ConvexHeads.builder().plugins(plugins).load(model);
    RecordedCertificate proof = head.provenance().certificate();
    TrialResult.Point best = result.best();
    if (proof.primal() != best.primal() || proof.beta() != best.beta()) {
      throw new InvalidInputException(
          "%s holds another head than its result is of: its objective is %.9g at beta %.6g, the result's %.9g at %.6g; delete it to run this head again"
              .formatted(model, proof.primal(), proof.beta(), best.primal(), best.beta()));
    }
    return head;
  }

  Outcome run(ProgressListener listener) {
    long began = System.nanoTime();
    Parts parts = data.parts(seed);
    Labelled fit = parts.fit();
    Fitter fitter = fitter(compared.searching(), fit);
    Problem problem = fitter.problem(fit.tokens(), fit.targets());
    Fitter.noteHeavyTails(problem, fit.tokens(), listener);
    Criterion criterion = Criterion.of(problem.program().loss(), fit.targets());
    double betaMax = BetaGrid.requirePositive(problem.betaMax(Certifier::betaMax), compared.name());
    List<TrialResult.Point> points = new ArrayList<>();
    Optional<Variable> start = Optional.empty();
    FitResult best = null;
    int chosen = 0;
    for (double fraction : compared.path().fractions()) {
      Problem weighted = problem.withBeta(fraction * betaMax);
      FitResult result = fitter.fit(weighted, start, listener);
      start = Optional.of(result.head().variable());
      points.add(point(result, parts, criterion));
      int last = points.size() - 1;
      if (best == null
          || criterion.better(points.get(last).validation(), points.get(chosen).validation())) {
        best = result;
        chosen = last;
      }
      if (last - chosen >= compared.patience()) {
        break;
      }
    }
    if (compared.searchesCoarsely()) {
      FitResult coarse = best;
      best =
          fitter(compared, fit)
              .fit(coarse.problem(), Optional.of(coarse.head().variable()), listener);
      points.set(chosen, point(best, parts, criterion).after(points.get(chosen)));
    }
    double seconds = (System.nanoTime() - began) * 1e-9;
    FittedHead head = recorded(best.head(), compared.path().fractions().get(chosen));
    Map<String, String> facts = new TreeMap<>(data.made());
    facts.putAll(data.split(seed).facts());
    facts.putAll(RecordedInputs.facts(fit.tokens(), fit.targets()));
    FittedHead kept = TokenFile.recorded(head, facts);
    return new Outcome(result(head, parts.test(), criterion, points, chosen, seconds), kept);
  }

  private Fitter fitter(ComparedHead asked, Labelled fit) {
    return ConvexHeads.configured(asked.seeded(seed)).plugins(plugins).fitter(fit.targets());
  }

  private TrialResult result(
      FittedHead head,
      Labelled test,
      Criterion criterion,
      List<TrialResult.Point> points,
      int chosen,
      double seconds) {
    double[] outputs = head.predict(test.tokens());
    Targets targets = test.targets();
    Configuration configuration = configuration();
    Metric.Measurement found = criterion.measure(outputs, targets);
    Measures measures = Measures.of(outputs, targets, head.loss(), plugins.metrics());
    return new TrialResult(
        key(),
        compared.name(),
        configuration.head().type(),
        compared.activation(),
        seed,
        head.lift().blocks().stream().mapToLong(b -> (long) b.rows() * b.columns()).sum(),
        compared.tolerance(),
        points,
        chosen,
        ScoreKind.of(criterion.metric()),
        found.value(),
        found.interval().map(Metric.Measurement.Interval::low).orElse(null),
        found.interval().map(Metric.Measurement.Interval::high).orElse(null),
        measures.values(),
        measures.shares(),
        targets.samples(),
        seconds);
  }

  /** The head with the beta of the path in its record, so that it can be fitted again. */
  private static FittedHead recorded(FittedHead head, double fraction) {
    Configuration.PenaltyWeight weight = Configuration.PenaltyWeight.fractionOfMax(fraction);
    return head.withProvenance(
        head.provenance().withConfiguration("beta-fraction", Double.toString(weight.value())));
  }

  private static TrialResult.Point point(FitResult result, Parts parts, Criterion criterion) {
    FittedHead head = result.head();
    return new TrialResult.Point(
        result.certificate().beta() / result.betaMax(),
        result.certificate().beta(),
        head.variable().totalRank(),
        result.certificate().primal(),
        result.certificate().relativeGap(),
        score(head, parts.fit(), criterion),
        score(head, parts.validation(), criterion),
        result.seconds(),
        head.provenance().solver(),
        result.solution().status().text());
  }

  private static double score(FittedHead head, Labelled part, Criterion criterion) {
    return criterion.score(head.predict(part.tokens()), part.targets());
  }
}
