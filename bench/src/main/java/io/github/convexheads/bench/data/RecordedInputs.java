package io.github.convexheads.bench.data;

import io.github.convexheads.api.internal.digest.DataDigest;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Provenance;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a record keeps of a fit's inputs beside tokens and targets themselves: whether there were
 * weights and lengths, and how many rows were ignored. With it, other data than those of the fit
 * can be told from the same data of which an option is missing.
 */
public final class RecordedInputs {
  private static final String WEIGHTS = "inputs.weights";
  private static final String IGNORED = "inputs.ignored-rows";

  /** The digest of weighted samples as if all counted the same. */
  private static final String SAMPLES = "inputs.samples";

  private RecordedInputs() {}

  /**
   * Returns what a record is to keep.
   *
   * @param tokens the training tokens
   * @param targets the training targets
   * @return facts by key
   */
  public static Map<String, String> facts(Tokens tokens, Targets targets) {
    Map<String, String> facts = new TreeMap<>();
    facts.put(WEIGHTS, Boolean.toString(targets.weighted()));
    facts.put(IGNORED, Integer.toString(ignored(targets)));
    if (targets.weighted()) {
      facts.put(SAMPLES, DataDigest.withoutWeights(tokens, targets));
    }
    return facts;
  }

  /**
   * Says whether samples are those of a fit, however much they count here or there.
   *
   * @param head the fitted head
   * @param tokens raw tokens
   * @param targets their targets
   * @return whether they are, as far as the record tells
   */
  public static boolean same(FittedHead head, Tokens tokens, Targets targets) {
    Provenance record = head.provenance();
    if (record.samples() != targets.samples()) {
      return false; // digests are taken of no more samples than need be
    }
    String plain = record.extra().getOrDefault(SAMPLES, record.dataDigest());
    String here = DataDigest.withoutWeights(tokens, targets);
    return plain.equals(here)
        || (targets.weighted()
            ? DataDigest.matches(record.dataDigest(), tokens, targets)
            : DataDigest.matches(record.dataDigest(), here, tokens, targets));
  }

  /**
   * Says whether a fact of a record is one of these.
   *
   * @param key its key
   * @return whether {@link #facts} gives it
   */
  public static boolean isFact(String key) {
    return key.equals(WEIGHTS) || key.equals(IGNORED) || key.equals(SAMPLES);
  }

  /**
   * Returns in what these inputs cannot be those of the fit.
   *
   * @param head the fitted head
   * @param tokens raw tokens, as many samples as were fitted if they are the same
   * @param targets their targets
   * @return a line for each, with what would be right; none where the record tells no difference
   */
  public static List<String> missing(FittedHead head, Tokens tokens, Targets targets) {
    Provenance record = head.provenance();
    List<String> missing = new ArrayList<>();
    if (record.samples() != tokens.samples()) {
      missing.add(
          "the head was fitted on %d samples, these are %d"
              .formatted(record.samples(), tokens.samples()));
    }
    String weights = record.extra().get(WEIGHTS);
    if (weights != null && !weights.equals(Boolean.toString(targets.weighted()))) {
      missing.add(
          targets.weighted()
              ? "the head was fitted without --weights"
              : "the head was fitted with --weights FILE, and no weights are given");
    }
    if (lacksLengths(head, tokens)) {
      missing.add("the head was fitted with --lengths FILE, and no lengths are given");
    }
    String ignored = record.extra().get(IGNORED);
    if (ignored != null && !ignored.equals(Integer.toString(ignored(targets)))) {
      missing.add(
          "--ignore-label left out %s rows of the fit, and leaves out %d of these"
              .formatted(ignored, ignored(targets)));
    }
    return missing;
  }

  /**
   * Returns a warning where padding would be taken for tokens.
   *
   * @param head a fitted head
   * @param tokens raw tokens that it is to be applied to
   * @return one line, or nothing where tokens have lengths or those of the fit had none
   */
  public static Optional<String> paddingTaken(FittedHead head, Tokens tokens) {
    return lacksLengths(head, tokens)
        ? Optional.of(
            "warning: the head was fitted with --lengths FILE, and no lengths are given: all %d tokens"
                    .formatted(tokens.shape().tokens())
                + " of every sample count as its own, padding too")
        : Optional.empty();
  }

  private static boolean lacksLengths(FittedHead head, Tokens tokens) {
    return head.preprocessing().lengthPower().isPresent() && !tokens.padded();
  }

  private static int ignored(Targets targets) {
    return targets instanceof ClassLabels classes ? classes.ignored() : 0;
  }
}
