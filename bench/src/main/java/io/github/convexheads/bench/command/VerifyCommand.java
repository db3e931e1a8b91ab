package io.github.convexheads.bench.command;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.certificate.RecordedCertificate;
import io.github.convexheads.api.model.DataDigest;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.program.Scope;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.measure.Measures;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Recomputes the certificate of a fitted head from its data. */
@Command(
    name = "verify",
    description = {
      "Recompute the certificate of a fitted head from its training data.",
      "Succeeds if the gap it was fitted to is proven again and the recorded objective is found."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  /** Relative difference of objectives that rounding may cause. */
  private static final double ROUNDING = 1e-9;

  @Mixin private DataOptions data;
  @Mixin private ModelOptions model;
  @Mixin private SeedOption seed;
  @Mixin private JsonOption json;

  @Spec private CommandSpec spec;

  VerifyCommand() {}

  @Override
  public Integer call() {
    FittedHead head = model.load();
    Tokens tokens = data.tokens();
    Targets targets = data.targets(tokens, head, Notes.to(spec));
    Evaluation.requireTargets(head, targets);
    long began = System.nanoTime();
    Certificate found = head.certify(tokens, targets, seed.starts());
    double betaMax = head.problem(tokens, targets).betaMax(Certifier::betaMax);
    boolean sameData = DataDigest.of(tokens, targets).equals(head.provenance().dataDigest());
    boolean proven = sameData && confirms(head.provenance().certificate(), found);

    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("verified", proven);
    facts.put("sameData", sameData);
    facts.put("status", head.provenance().status());
    FitReport.addCertificate(facts, found);
    FitReport.addClaim(facts, found, head);
    facts.put("betaMax", betaMax);
    facts.put("iterations", head.provenance().iterations());
    facts.put("seconds", (System.nanoTime() - began) * 1e-9);
    FitReport.addHead(facts, head);
    facts.put("recordedPrimal", head.provenance().certificate().primal());
    facts.put("recordedRelativeGap", head.provenance().certificate().relativeGap());
    facts.put("training", Measures.of(head.predict(tokens), targets, head.loss()).facts());
    json.write(facts, spec.commandLine().getOut(), out -> print(out, facts));
    return proven ? 0 : ConvexHeadsCommand.NOT_SOLVED;
  }

  /** The objective is the recorded one, and gap and scope claim no more than is proven again. */
  private static boolean confirms(RecordedCertificate recorded, Certificate found) {
    double scale = Math.max(1e-12, Math.abs(recorded.primal()));
    return found.contradiction().isEmpty()
        && (found.scope() == recorded.scope() || found.scope() == Scope.ALL_NETWORKS)
        && Math.abs(found.primal() - recorded.primal()) <= ROUNDING * scale
        && found.gap() <= recorded.gap() + ROUNDING * scale;
  }

  private static void print(PrintWriter out, Map<String, Object> facts) {
    FitReport.text(facts).forEach(out::println);
    out.println(
        FitReport.line(
            "recorded",
            "objective %.9g, gap %.3g relative",
            facts.get("recordedPrimal"),
            facts.get("recordedRelativeGap")));
    String verdict =
        facts.containsKey("contradiction")
            ? "NOT confirmed: the bounds that these data give contradict each other"
            : Boolean.TRUE.equals(facts.get("verified"))
                ? "confirmed: the certificate holds on these data"
                : Boolean.TRUE.equals(facts.get("sameData"))
                    ? "NOT confirmed: the recorded objective, gap or scope was not found again"
                    : "NOT confirmed: these are not the data that the head was fitted on";
    out.println(FitReport.line("verdict", "%s", verdict));
  }
}
