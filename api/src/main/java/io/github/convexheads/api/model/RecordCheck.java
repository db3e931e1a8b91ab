package io.github.convexheads.api.model;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.certificate.RecordedCertificate;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.ConfiguredHead;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.internal.configuration.ConfigurationReader;
import io.github.convexheads.api.internal.digest.DataDigest;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.preprocess.Clipping;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.preprocess.Projection;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Solution;
import io.github.convexheads.api.solver.StoppingRule;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Computes from a model's training data what its record says: preprocessing, gates, beta_max, beta,
 * and what was proven. What differs is listed, one difference for every fact.
 */
final class RecordCheck {
  /** Relative difference that another order of summation may cause. */
  private static final double ROUNDING = 1e-9;

  /** Relative accuracy of beta_max where it comes from norms that are bounded at random. */
  private static final double BETA_MAX_ACCURACY = 1e-6;

  private final FittedHead head;
  private final Provenance record;
  private final Configuration configuration;
  private final Tokens tokens;
  private final Targets targets;
  private final Kernel kernel;
  private final Differences differences = new Differences();
  private final List<String> unverified = new ArrayList<>();

  RecordCheck(FittedHead head, Tokens tokens, Targets targets, Kernel kernel) {
    this.head = head;
    this.record = head.provenance();
    this.configuration = ConfigurationReader.read(record.configuration());
    this.tokens = tokens;
    this.targets = targets;
    this.kernel = kernel;
  }

  /** Compares everything. */
  Verification with(Certificate found, Problem problem) {
    double betaMax = problem.betaMax(Certifier::betaMax);
    boolean sameData = DataDigest.matches(record.dataDigest(), tokens, targets);
    if (sameData) {
      differences.close("samples", (double) record.samples(), tokens.samples(), 0);
      if (!targets.names().isEmpty()) {
        differences.equal("class names", record.classNames(), targets.names());
      }
      preprocessing();
      gates(found.scope());
      weight(betaMax, problem.program());
      certificate(record.certificate(), found, problem);
      status();
    }
    unverified.add("solver " + record.solver() + ", " + record.iterations() + " iterations");
    unverified.add("kernel " + record.kernel());
    unverified.add("version " + record.version());
    unverified.add("scale, norms and failure probability of the bound, which is proven anew");
    record.extra().keySet().forEach(key -> unverified.add(key));
    return new Verification(found, betaMax, sameData, differences.list(), unverified);
  }

  private void preprocessing() {
    PreprocessSettings settings = PreprocessSettings.of(configuration.preprocess());
    Preprocessing recorded = head.preprocessing();
    Preprocessing found =
        Preprocessing.fit(settings, recorded.step(), tokens, kernel, Workers.all());
    differences.equal("preprocess.layer-norm", recorded.layerNorm(), found.layerNorm());
    differences.equal("preprocess.bias", recorded.bias(), found.bias());
    differences.equal(
        "length-power",
        recorded.lengthPower(),
        tokens.padded() ? head.head().lengthPower() : OptionalDouble.empty());
    differences.equal("appended features", recorded.appended(), found.appended());
    differences.close("preprocess.shift", recorded.shift(), found.shift(), ROUNDING);
    differences.close("preprocess.gain", recorded.gain(), found.gain(), ROUNDING);
    double[] none = {};
    double[] low = recorded.clipping().map(Clipping::low).orElse(none);
    double[] high = recorded.clipping().map(Clipping::high).orElse(none);
    differences.close(
        "preprocess.low", low, found.clipping().map(Clipping::low).orElse(none), ROUNDING);
    differences.close(
        "preprocess.high", high, found.clipping().map(Clipping::high).orElse(none), ROUNDING);
    projection(recorded, found);
  }

  /**
   * Principal directions of equal variance may be any basis of their space, so recorded ones are
   * right if they are orthonormal and the coordinates have the variances and no covariance.
   */
  private void projection(Preprocessing recorded, Preprocessing found) {
    int components = recorded.projection().map(Projection::components).orElse(0);
    int expected = found.projection().map(Projection::components).orElse(0);
    differences.equal("preprocess.components", components, expected);
    if (components == expected && components > 0) {
      PrincipalAxes own = PrincipalAxes.of(recorded, tokens);
      PrincipalAxes axes = PrincipalAxes.of(found, tokens);
      if (!own.agreesWith(axes)) {
        differences.add("preprocess.projection", own.text(), axes.text());
      }
    }
  }

  /** Gates are drawn again; what a file held then is not known, unless it is still there. */
  private void gates(ConvexProgram.Scope scope) {
    boolean enumerated =
        head.head().activation() == Activation.RELU && scope == ConvexProgram.Scope.ALL_NETWORKS;
    if (head.gates().groups() == 0 || enumerated) {
      return;
    }
    Optional<Gates> chosen = chosen();
    if (chosen.isEmpty()) {
      return;
    }
    Gates found = chosen.get();
    for (int group = 0; group < head.gates().groups(); group++) {
      double[] values = values(head.gates(), group);
      differences.close("gates." + group, values, values(found, group), ROUNDING);
    }
    double margin = found.selection().map(Gates.Selection::margin).orElse(Double.POSITIVE_INFINITY);
    boolean gated = head.head().activation() == Activation.GATED_RELU;
    double recorded = record.gateMargin() == null ? Double.POSITIVE_INFINITY : record.gateMargin();
    differences.close("gate margin", recorded, gated ? margin : Double.POSITIVE_INFINITY, ROUNDING);
  }

  private Optional<Gates> chosen() {
    try {
      Tokens seen = head.preprocessing().apply(tokens);
      // Gates that a fit generated are a result of it, as its weights are.
      if (head.head() instanceof ConfiguredHead own && own.generates(head.gates())) {
        return Optional.of(
            own.activation() == Activation.RELU
                ? head.gates()
                : own.distinct(head.gates(), seen, targets.outputs(), kernel));
      }
      return Optional.of(head.head().gates(seen, targets.outputs(), kernel));
    } catch (InvalidInputException e) {
      if (configuration.head().values().containsKey("gates.file")) {
        unverified.add("gates, as " + e.getMessage());
      } else {
        differences.add("gates", "gates of head and tokens", e.getMessage());
      }
      return Optional.empty();
    }
  }

  private static double[] values(Gates gates, int group) {
    List<Double> values = new ArrayList<>();
    for (int j = 0; group < gates.groups() && j < gates.count(group); j++) {
      for (double value : gates.gate(group, j)) {
        values.add(value);
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private void weight(double betaMax, ConvexProgram program) {
    double allowed = BETA_MAX_ACCURACY * Math.max(record.betaMax(), betaMax);
    if (Math.abs(record.betaMax() - betaMax) > allowed) {
      // Where no feature tells the targets apart, beta_max is what another kernel rounds otherwise.
      allowed = Math.max(allowed, 2 * rounding(program));
    }
    differences.within("beta_max", record.betaMax(), betaMax, allowed);
    Configuration.PenaltyWeight weight = configuration.weight();
    if (record.configuration().containsKey(weight.key())) {
      double share = weight.fraction() ? weight.value() * allowed : 0;
      differences.within("beta of " + weight.key(), record.beta(), weight.resolve(betaMax), share);
    }
  }

  /** What rounding can add to the gradient at zero, whose norm beta_max is. */
  private static double rounding(ConvexProgram program) {
    ConvexProgram exact = program.withPrecision(Precision.FLOAT64);
    return exact.at(Variable.zero(exact.blocks())).gradientError();
  }

  /** The objective is the recorded one, and gap and scope claim no more than is proven again. */
  private void certificate(RecordedCertificate recorded, Certificate found, Problem problem) {
    double floor = found.recorded().leastObjective();
    double allowed = ROUNDING * Math.max(floor, Math.abs(recorded.primal()));
    differences.close("floor of gaps", recorded.leastObjective(), floor, ROUNDING);
    differences.within("objective", recorded.primal(), found.primal(), allowed);
    differences.within("loss", recorded.loss(), found.loss(), allowed);
    double penalty = Math.max(Math.abs(recorded.penalty()), Math.abs(found.penalty()));
    differences.within("penalty", recorded.penalty(), found.penalty(), ROUNDING * penalty);
    differences.equal("beta of the certificate", recorded.beta(), record.beta());
    if (head.head().activation() != Activation.RELU) {
      differences.equal("ranks", recorded.ranks(), found.ranks());
    }
    boolean missed = found.gap() > recorded.gap() + allowed && !nearby(recorded, found, problem);
    if (missed || recorded.gap() < -allowed) {
      differences.add("lower bound", text(recorded.dual()), text(found.dual()));
    }
    if (recorded.failureProbability() == 0 && found.failureProbability() > 0) {
      differences.add("failure probability", "0", text(found.failureProbability()));
    }
    differences.equal("blocks", recorded.norms().size(), head.lift().blocks().size());
    if (found.scope() != recorded.scope() && found.scope() != ConvexProgram.Scope.ALL_NETWORKS) {
      differences.add("scope", words(recorded.scope()), words(found.scope()));
    }
  }

  /** A bound that takes no random numbers may depend on the last digits of outputs. */
  private boolean nearby(RecordedCertificate recorded, Certificate found, Problem problem) {
    double allowed = ROUNDING * Math.max(recorded.leastObjective(), Math.abs(recorded.primal()));
    return head.head().activation() != Activation.RELU
        && !found.costly()
        && found.contradiction().isEmpty()
        && NearbyBound.proves(head, problem.program(), recorded.dual() - allowed);
  }

  private static String text(double bound) {
    return String.format(Locale.ROOT, "%.9g", bound);
  }

  private static String words(ConvexProgram.Scope scope) {
    return scope == ConvexProgram.Scope.ALL_NETWORKS ? "all networks" : scope.restriction().strip();
  }

  private void status() {
    Map<String, String> asked = record.configuration();
    String key = "solver." + StoppingRule.TOLERANCE.key();
    double tolerance =
        StoppingRule.TOLERANCE.parse(
            asked.getOrDefault(key, StoppingRule.TOLERANCE.defaultText()), key);
    double gap = record.certificate().relativeGap();
    if (record.status().equals(Solution.Status.SOLVED.text()) && !(gap <= tolerance)) {
      differences.add("status", "solved to " + tolerance, "a relative gap of " + gap);
    }
    String type = asked.getOrDefault("solver.type", "auto");
    if (!type.equals("auto") && !type.equals(record.solver()) && !searched()) {
      differences.add("solver", record.solver(), "solver.type = " + type);
    }
  }

  /** A relu network of generated gates was searched for, whatever solver was asked for. */
  private boolean searched() {
    return head.head() instanceof ConfiguredHead own
        && own.activation() == Activation.RELU
        && own.generates(head.gates());
  }
}
