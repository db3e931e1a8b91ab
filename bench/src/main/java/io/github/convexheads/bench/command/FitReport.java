package io.github.convexheads.bench.command;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.internal.text.GapText;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.solver.StoppingRule;
import io.github.convexheads.bench.text.Durations;
import io.github.convexheads.bench.text.Plural;
import io.github.convexheads.bench.text.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a fit or a verification tells, as text. */
final class FitReport {
  private FitReport() {}

  /** Says in words what is proven, at the tolerance that the fit was asked for. */
  static String claim(Certificate certificate, FittedHead head) {
    return certificate.statement(tolerance(head));
  }

  /** Returns the relative gap that a head was to reach. */
  static double tolerance(FittedHead head) {
    String key = StoppingRule.TOLERANCE.key();
    String asked = head.provenance().configuration().get("solver." + key);
    Map<String, String> solver = asked == null ? Map.of() : Map.of(key, asked);
    return StoppingRule.tolerance(solver, Map.of());
  }

  /** Lines of text on a fit, label and value. */
  static List<String> text(FitFacts fit, boolean recommended) {
    return text(fit.head(), fit.proof(), fit.claim(), weight(fit), recommended);
  }

  private static String weight(FitFacts fit) {
    return fit.equivalentBeta() == null
        ? weight(fit.proof().beta(), fit.betaMax())
        : String.format(
            Locale.ROOT,
            "%.6g, found by the solver, which solved another form (beta_max %.6g)",
            fit.proof().beta(),
            fit.betaMax());
  }

  static String weight(double beta, double betaMax) {
    return String.format(Locale.ROOT, "%.6g (beta_max %.6g)", beta, betaMax);
  }

  /** Lines of text on a head and its proof. */
  static List<String> text(
      HeadFacts head, ProofFacts proof, String claim, String weight, boolean recommended) {
    return List.of(
        line("head", "%s, %s", head.head(), head.activation()),
        line(
            "data",
            "%s x %s x %s, %s",
            Plural.of(head.samples(), "sample"),
            Plural.of(head.tokens(), "token"),
            Plural.of(head.features(), "feature"),
            Plural.of(head.outputs(), "output")),
        line("preprocessing", "%s%s", head.preprocessing(), recommended(recommended)),
        line("variable", "%s", blocks(head.blocks())),
        line("beta", "%s", weight),
        line("objective", "%.9g%s", proof.bounds().primal(), bound(proof.bounds())),
        line("proof", "%s%s", claim, chance(proof)),
        line("rank", "%s = number of network heads", head.rank()));
  }

  private static String recommended(boolean taken) {
    return taken ? ", as the head recommends; preprocess.recommended = false leaves it out" : "";
  }

  /** What a bound that holds with a probability rests on. */
  private static String chance(ProofFacts proof) {
    return proof.seed() == null
        ? ""
        : String.format(
            Locale.ROOT,
            "; fails with probability %.0e, seed %d",
            proof.failureProbability(),
            proof.seed());
  }

  private static String bound(ProofFacts.Bounds bounds) {
    return bounds.dual() == null
        ? " (no lower bound is proven)"
        : String.format(Locale.ROOT, " (proven lower bound %.9g)", bounds.dual() + 0.0);
  }

  /** The line on the solver that ran. */
  static String solver(FitFacts fit) {
    return line(
        "solver",
        "%s, %s after %s iterations, %s",
        fit.ran(),
        fit.status(),
        fit.iterations(),
        Durations.text(fit.seconds()));
  }

  /** What a verb says of a model's proof that it has not looked at. */
  static String recorded(FittedHead head) {
    double gap = head.provenance().certificate().relativeGap();
    return Double.isFinite(gap)
        ? line("proof", "a relative gap of %s, as recorded and not verified here", GapText.of(gap))
        : line("proof", "none, as recorded and not verified here");
  }

  static String line(String label, String format, Object... values) {
    String padded = String.format(Locale.ROOT, "%-18s", label);
    String gap = label.length() < 18 ? "" : " ";
    return padded + gap + Printable.of(String.format(Locale.ROOT, format, values));
  }

  private static String blocks(List<String> shapes) {
    return shapes.size() == 1 ? shapes.get(0) : shapes.size() + " blocks of " + shapes.get(0);
  }
}
