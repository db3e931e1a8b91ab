package io.github.convexheads.bench.command;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.model.Difference;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Verification;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.measure.Measures;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
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
      "Compute anew from a fitted head's training data all that its record says of them:"
          + " preprocessing, gates, beta, objective and certificate.",
      "Succeeds if everything is found again and the recorded gap is proven again."
    },
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private static final String DIFFERS = "the record differs from what these data say";

  @Mixin private DataOptions data;
  @Mixin private ModelOptions model;
  @Mixin private WeightOptions weights;
  @Mixin private SeedOption seed;
  @Mixin private JsonOption json;

  @Spec private CommandSpec spec;

  VerifyCommand() {}

  @Override
  public Integer call() {
    FittedHead head = model.load();
    Tokens tokens = data.tokens(model.plugins());
    Targets targets = weights.weighted(data.targets(tokens, head, Notes.to(spec)), Notes.to(spec));
    Evaluation.requireTargets(head, targets);
    long began = System.nanoTime();
    Verification verification = head.verify(tokens, targets, seed.starts());
    Certificate found = verification.certificate();
    boolean proven = verification.confirmed();

    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("verified", proven);
    facts.put("sameData", verification.sameData());
    facts.put("differences", verification.differences().stream().map(Difference::text).toList());
    facts.put("unverified", verification.unverified());
    facts.put("status", head.provenance().status());
    FitReport.addCertificate(facts, found);
    FitReport.addClaim(facts, found, head);
    if (!verification.differences().isEmpty()) {
      facts.put("claim", "none, " + DIFFERS + "; taken as it stands: " + facts.get("claim"));
    }
    facts.put("betaMax", verification.betaMax());
    facts.put("iterations", head.provenance().iterations());
    facts.put("seconds", (System.nanoTime() - began) * 1e-9);
    FitReport.addHead(facts, head);
    facts.put("recordedPrimal", head.provenance().certificate().primal());
    facts.put("recordedRelativeGap", head.provenance().certificate().relativeGap());
    facts.put(
        "training",
        Measures.of(head, tokens, targets, model.plugins().catalog().metrics()).facts());
    json.write(facts, spec.commandLine().getOut(), out -> print(out, facts));
    return proven ? 0 : ConvexHeadsCommand.NOT_SOLVED;
  }

  private static void print(PrintWriter out, Map<String, Object> facts) {
    FitReport.text(facts).forEach(out::println);
    out.println(
        FitReport.line(
            "recorded",
            "objective %.9g, gap %.3g relative",
            facts.get("recordedPrimal"),
            facts.get("recordedRelativeGap")));
    out.println(FitReport.line("as recorded", "%s", joined(facts.get("unverified"))));
    out.println(FitReport.line("verdict", "%s", verdict(facts)));
    ((List<?>) facts.get("differences")).forEach(text -> out.println("  " + text));
  }

  private static String joined(Object texts) {
    return String.join(", ", ((List<?>) texts).stream().map(String::valueOf).toList())
        + " (not verified)";
  }

  private static String verdict(Map<String, Object> facts) {
    if (facts.containsKey("contradiction")) {
      return "NOT confirmed: the bounds that these data give contradict each other";
    }
    if (!Boolean.TRUE.equals(facts.get("sameData"))) {
      return "NOT confirmed: these are not the data that the head was fitted on";
    }
    return Boolean.TRUE.equals(facts.get("verified"))
        ? "confirmed: the record holds on these data"
        : "NOT confirmed: " + DIFFERS + ":";
  }
}
