package io.github.convexheads.bench.command;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.internal.text.GapText;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Verification;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.data.RecordedInputs;
import io.github.convexheads.bench.experiment.ExperimentSplit;
import io.github.convexheads.bench.measure.MeasureFacts;
import io.github.convexheads.bench.measure.Measures;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    HeadTargets.require(head, targets);
    Optional<int[]> held = RecordedSplit.of(head).flatMap(split -> split.training(targets));
    int[] fitted =
        held.or(() -> ExperimentSplit.of(head).flatMap(split -> split.fitted(targets)))
            .orElse(new int[0]);
    if (fitted.length == 0) {
      return verified(
          head, tokens, targets, RecordedInputs.missing(head, tokens, targets), Optional.empty());
    }
    Tokens selected = tokens.select(fitted);
    return verified(
        head,
        selected,
        targets.select(fitted),
        RecordedInputs.missing(head, selected, targets.select(fitted)),
        Optional.of(
            "the %d of %d samples that %s"
                .formatted(
                    fitted.length,
                    targets.samples(),
                    held.isPresent()
                        ? "fit --validation did not hold out"
                        : "compare fitted, without those to choose beta and to test")));
  }

  private int verified(
      FittedHead head,
      Tokens tokens,
      Targets targets,
      List<String> missing,
      Optional<String> samples) {
    long began = System.nanoTime();
    Verification verification = head.verify(tokens, targets, seed.starts());
    Certificate found = verification.certificate();
    List<String> differences =
        new ArrayList<>(
            verification.differences().stream().map(Verification.Difference::text).toList());
    if (verification.sameData()) {
      differences.addAll(missing);
    }
    boolean proven = verification.confirmed() && differences.isEmpty();

    String claim = FitReport.claim(found, head);
    Facts facts =
        new Facts(
            proven,
            verification.sameData(),
            differences,
            verification.sameData() ? List.of() : missing,
            verification.unverified().stream().filter(VerifyCommand::isNoInput).toList(),
            head.provenance().status(),
            ProofFacts.of(found),
            differences.isEmpty() ? claim : "none, " + DIFFERS + "; taken as it stands: " + claim,
            verification.betaMax(),
            head.provenance().iterations(),
            (System.nanoTime() - began) * 1e-9,
            HeadFacts.of(head),
            head.provenance().certificate().primal(),
            head.provenance().certificate().relativeGap(),
            Measures.of(head, tokens, targets, model.plugins().catalog().metrics()).facts());
    json.write(
        facts,
        spec.commandLine().getOut(),
        out -> {
          samples.ifPresent(text -> out.println(FitReport.line("samples", "%s", text)));
          print(out, facts);
        });
    return proven ? 0 : ConvexHeadsCommand.NOT_SOLVED;
  }

  private static boolean isNoInput(String fact) {
    return !RecordedSplit.isFact(fact)
        && !ExperimentSplit.isFact(fact)
        && !RecordedInputs.isFact(fact);
  }

  /** What was found again of what the record claims. */
  private record Facts(
      boolean verified,
      boolean sameData,
      List<String> differences,
      List<String> inputs,
      List<String> unverified,
      String status,
      @JsonUnwrapped ProofFacts proof,
      String claim,
      double betaMax,
      int iterations,
      double seconds,
      @JsonUnwrapped HeadFacts head,
      double recordedPrimal,
      double recordedRelativeGap,
      MeasureFacts training) {}

  private static void print(PrintWriter out, Facts facts) {
    String weight = FitReport.weight(facts.proof().beta(), facts.betaMax());
    FitReport.text(facts.head(), facts.proof(), facts.claim(), weight, false).forEach(out::println);
    out.println(
        FitReport.line(
            "recorded",
            "objective %.9g, gap %s relative",
            facts.recordedPrimal(),
            GapText.of(facts.recordedRelativeGap())));
    String unverified = String.join(", ", facts.unverified()) + " (not verified)";
    out.println(FitReport.line("as recorded", "%s", unverified));
    out.println(FitReport.line("verdict", "%s", verdict(facts)));
    facts.inputs().forEach(text -> out.println("  " + text));
    facts.differences().forEach(text -> out.println("  " + text));
  }

  private static String verdict(Facts facts) {
    if (facts.proof().contradiction() != null) {
      return "NOT confirmed: the bounds that these data give contradict each other";
    }
    if (!facts.sameData()) {
      return "NOT confirmed: these are not the data that the head was fitted on";
    }
    return facts.verified()
        ? "confirmed: the record holds on these data"
        : "NOT confirmed: " + DIFFERS + ":";
  }
}
