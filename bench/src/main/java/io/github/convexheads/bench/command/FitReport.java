package io.github.convexheads.bench.command;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Contradiction;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.api.solver.MemoryEstimate;
import io.github.convexheads.api.solver.Status;
import io.github.convexheads.api.solver.StoppingRule;
import io.github.convexheads.bench.text.Printable;
import io.github.convexheads.bench.text.StepText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a fit or a verification tells: the same facts as text and as JSON. */
final class FitReport {
  private FitReport() {}

  static Map<String, Object> of(FitResult result) {
    FittedHead head = result.head();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("status", result.solution().status().text());
    result.solution().equivalentBeta().ifPresent(beta -> facts.put("equivalentBeta", beta));
    addCertificate(facts, result.certificate());
    addClaim(facts, result.certificate(), head);
    boolean contradicted = result.solution().status() == Status.CONTRADICTION;
    if (contradicted && result.certificate().contradiction().isEmpty()) {
      facts.put("claim", "a lower bound was above the objective on the way: nothing is proven");
    }
    facts.put("betaMax", result.betaMax());
    facts.put("iterations", result.solution().iterations());
    facts.put("seconds", result.seconds());
    addHead(facts, head);
    facts.put("solver", head.provenance().solver());
    String ran = head.provenance().extra().get(Provenance.SOLVERS);
    if (ran != null) {
      facts.put("solvers", ran);
    }
    facts.put("kernel", head.provenance().kernel());
    return facts;
  }

  static void addCertificate(Map<String, Object> facts, Certificate certificate) {
    addBounds(facts, certificate);
    certificate.contradiction().ifPresent(found -> addContradiction(facts, found));
    facts.put("failureProbability", certificate.failureProbability());
    certificate.seed().ifPresent(seed -> facts.put("seed", seed));
    facts.put("beta", certificate.beta());
  }

  /** Adds objective, lower bound and the distance between them. */
  static void addBounds(Map<String, Object> facts, Certificate certificate) {
    facts.put("primal", certificate.primal());
    facts.put("dual", finite(certificate.dual()));
    facts.put("gap", finite(certificate.gap()));
    facts.put("relativeGap", finite(certificate.relativeGap()));
  }

  private static void addContradiction(Map<String, Object> facts, Contradiction found) {
    Map<String, Object> bounds = new LinkedHashMap<>();
    bounds.put("objective", finite(found.objective()));
    bounds.put("lowerBound", finite(found.bound()));
    bounds.put("text", found.text());
    facts.put("contradiction", bounds);
  }

  /** JSON has no infinity; what is not proven is null. */
  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Adds what the fit was expected to take, in bytes. */
  static void addMemory(Map<String, Object> facts, MemoryEstimate memory) {
    Map<String, Object> bytes = new LinkedHashMap<>();
    bytes.put("needed", memory.needed());
    bytes.put("tokens", memory.tokens());
    bytes.put("solver", memory.solving());
    bytes.put("keptFeatures", memory.features());
    bytes.put("available", memory.available());
    facts.put("memoryBytes", bytes);
  }

  /** Says in words what is proven, at the tolerance that the fit was asked for. */
  static void addClaim(Map<String, Object> facts, Certificate certificate, FittedHead head) {
    facts.put("claim", certificate.statement(tolerance(head)));
  }

  private static double tolerance(FittedHead head) {
    String key = StoppingRule.TOLERANCE.key();
    String asked = head.provenance().configuration().get("solver." + key);
    Map<String, String> solver = asked == null ? Map.of() : Map.of(key, asked);
    return StoppingRule.tolerance(solver, Map.of());
  }

  static void addHead(Map<String, Object> facts, FittedHead head) {
    Provenance provenance = head.provenance();
    facts.put("ranks", head.variable().ranks());
    facts.put("rank", head.variable().totalRank());
    facts.put("head", provenance.configuration().get("head.type"));
    facts.put("activation", lower(head.head().activation()));
    facts.put("pooling", lower(head.head().pooling()));
    facts.put("loss", provenance.configuration().get("loss.type"));
    facts.put("samples", provenance.samples());
    facts.put("tokens", head.preprocessing().input().tokens());
    facts.put("features", head.preprocessing().input().features());
    facts.put("outputs", head.outputs());
    if (!head.classNames().isEmpty()) {
      facts.put("classNames", head.classNames());
    }
    facts.put("preprocessing", StepText.of(provenance.configuration()));
    if (provenance.gateMargin() != null) {
      facts.put("gateMargin", provenance.gateMargin());
    }
    facts.put("configuration", provenance.configuration());
    facts.put("tolerance", tolerance(head));
    facts.put("blocks", head.blocks().stream().map(block -> block.shape()).toList());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Lines of text, label and value. */
  static List<String> text(Map<String, Object> facts) {
    return List.of(
        line("head", "%s, %s", facts.get("head"), facts.get("activation")),
        line(
            "data",
            "%s samples x %s tokens x %s features, %s outputs",
            facts.get("samples"),
            facts.get("tokens"),
            facts.get("features"),
            facts.get("outputs")),
        line("preprocessing", "%s%s", facts.get("preprocessing"), recommended(facts)),
        line("variable", "%s", blocks((List<?>) facts.get("blocks"))),
        line(
            "beta",
            facts.containsKey("equivalentBeta")
                ? "%.6g, found by the solver, which solved another form (beta_max %.6g)"
                : "%.6g (beta_max %.6g)",
            facts.get("beta"),
            facts.get("betaMax")),
        line("objective", "%.9g%s", facts.get("primal"), bound(facts)),
        line("proof", "%s%s", facts.get("claim"), chance(facts)),
        line("rank", "%s = number of network heads", facts.get("rank")));
  }

  private static String recommended(Map<String, Object> facts) {
    return Boolean.TRUE.equals(facts.get("recommended"))
        ? ", as the head recommends; preprocess.recommended = false leaves it out"
        : "";
  }

  /** What a bound that holds with a probability rests on. */
  private static String chance(Map<String, Object> facts) {
    return facts.containsKey("seed")
        ? String.format(
            Locale.ROOT,
            "; fails with probability %.0e, seed %d",
            (Double) facts.get("failureProbability"),
            (Long) facts.get("seed"))
        : "";
  }

  private static String bound(Map<String, Object> facts) {
    return facts.get("dual") == null
        ? " (no lower bound is proven)"
        : String.format(Locale.ROOT, " (proven lower bound %.9g)", (Double) facts.get("dual"));
  }

  /** What a verb says of a model's proof that it has not looked at. */
  static String recorded(FittedHead head) {
    return line(
        "proof",
        "a relative gap of %.1e, as recorded and not verified here",
        head.provenance().certificate().relativeGap());
  }

  static String line(String label, String format, Object... values) {
    String padded = String.format(Locale.ROOT, "%-16s", label);
    String gap = label.length() < 16 ? "" : " ";
    return padded + gap + Printable.of(String.format(Locale.ROOT, format, values));
  }

  private static String blocks(List<?> shapes) {
    return shapes.size() == 1 ? shapes.get(0) + "" : shapes.size() + " blocks of " + shapes.get(0);
  }
}
