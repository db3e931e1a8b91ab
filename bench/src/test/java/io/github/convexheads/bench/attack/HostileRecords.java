package io.github.convexheads.bench.attack;

import io.github.convexheads.api.certificate.RecordedCertificate;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.api.program.ConvexProgram;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Records of sound models that say something better than the data do. */
final class HostileRecords {
  /** Relative differences that rounding may cause, of values and of beta. */
  private static final double VALUES = 3e-9;

  private static final double BETAS = 3e-6;

  private HostileRecords() {}

  /**
   * A model with a changed record.
   *
   * @param head the model
   * @param matters whether the change is larger than rounding
   */
  record Change(FittedHead head, boolean matters) {}

  /** Changes one fact. */
  static Change change(FittedHead head, SplittableRandom random) {
    Provenance record = head.provenance();
    RecordedCertificate c = record.certificate();
    double by = Math.pow(10, -1 - 8 * random.nextDouble());
    boolean values = by > VALUES;
    boolean betas = by > BETAS;
    double primal = c.primal();
    double gap = primal - c.dual();
    return switch (random.nextInt(12)) {
      case 0 -> certificate(head, proof(c, primal * (1 - by), c.dual(), c.scope()), values);
      case 1 ->
          certificate(
              head, proof(c, primal, c.dual() + by * gap, c.scope()), by * gap > VALUES * primal);
      case 2 -> certificate(head, proof(c, primal, primal, c.scope()), gap > VALUES * primal);
      case 3 ->
          certificate(
              head,
              proof(c, primal, c.dual(), ConvexProgram.Scope.ALL_NETWORKS),
              c.scope() != ConvexProgram.Scope.ALL_NETWORKS);
      case 4 -> changed(head, record, c, record.beta() * (1 - by), record.betaMax(), betas);
      case 5 ->
          changed(
              head,
              record,
              c,
              record.beta(),
              record.betaMax() * (1 + by),
              betas && record.betaMax() > 0);
      case 6 ->
          configured(head, "beta-fraction", value -> Double.toString(value * (1 - by)), betas);
      case 7 ->
          certificate(
              head,
              proof(c, primal * (1 - by), c.dual() - by * primal, c.scope()),
              values && primal > 0);
      case 8 ->
          certificate(
              head,
              with(c, c.loss() * (1 - by), c.penalty(), c.floor()),
              c.loss() * by > VALUES * primal);
      case 9 ->
          certificate(
              head,
              with(c, c.loss(), c.penalty() * (1 + by), c.floor()),
              c.penalty() > 0 && values);
      case 10 -> certificate(head, with(c, c.loss(), c.penalty(), 1e-13 * (1 - by)), true);
      default ->
          configured(
              head,
              "solver.tolerance",
              value -> "1e-14",
              c.relativeGap() > 1e-14 && record.status().equals("solved"));
    };
  }

  private static RecordedCertificate proof(
      RecordedCertificate c, double primal, double dual, ConvexProgram.Scope scope) {
    return new RecordedCertificate(
        primal,
        dual,
        c.loss(),
        c.penalty(),
        c.beta(),
        c.scale(),
        c.norms(),
        c.failureProbability(),
        c.ranks(),
        scope,
        c.seed(),
        c.floor());
  }

  private static RecordedCertificate with(
      RecordedCertificate c, double loss, double penalty, Double floor) {
    return new RecordedCertificate(
        c.primal(),
        c.dual(),
        loss,
        penalty,
        c.beta(),
        c.scale(),
        c.norms(),
        c.failureProbability(),
        c.ranks(),
        c.scope(),
        c.seed(),
        floor);
  }

  private static Change certificate(FittedHead head, RecordedCertificate c, boolean matters) {
    Provenance record = head.provenance();
    return changed(head, record, c, record.beta(), record.betaMax(), matters);
  }

  private static Change changed(
      FittedHead head,
      Provenance record,
      RecordedCertificate c,
      double beta,
      double betaMax,
      boolean matters) {
    return of(head, record, record.configuration(), c, beta, betaMax, matters);
  }

  /** What becomes of a number in the configuration. */
  private interface Other {
    String of(double value);
  }

  private static Change configured(FittedHead head, String key, Other other, boolean matters) {
    Provenance record = head.provenance();
    Map<String, String> configuration = new TreeMap<>(record.configuration());
    String before = configuration.get(key);
    if (before != null) {
      configuration.put(key, other.of(Double.parseDouble(before)));
    }
    return of(
        head,
        record,
        configuration,
        record.certificate(),
        record.beta(),
        record.betaMax(),
        matters && before != null);
  }

  private static Change of(
      FittedHead head,
      Provenance record,
      Map<String, String> configuration,
      RecordedCertificate c,
      double beta,
      double betaMax,
      boolean matters) {
    Provenance other =
        new Provenance(
            configuration,
            record.solver(),
            record.status(),
            record.iterations(),
            beta,
            betaMax,
            c,
            record.gateMargin(),
            record.samples(),
            record.dataDigest(),
            record.kernel(),
            record.version(),
            record.extra());
    return new Change(head.withProvenance(other), matters);
  }
}
