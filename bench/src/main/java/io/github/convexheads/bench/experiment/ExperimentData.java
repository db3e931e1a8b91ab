package io.github.convexheads.bench.experiment;

import com.typesafe.config.Config;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.model.DataDigest;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.backbone.TokenFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.util.MathArrays;

/**
 * The labelled tokens of one token set of an experiment and which samples are for what.
 *
 * @param training samples to fit and to validate
 * @param test samples that only the table sees
 * @param validation how many of the training samples choose beta
 * @param digest SHA-256 of all of them
 * @param made how the tokens were made, where that is known
 */
public record ExperimentData(
    Labelled training, Labelled test, int validation, String digest, Map<String, String> made) {

  /** Copies the facts. */
  public ExperimentData {
    made = Map.copyOf(made);
  }

  /**
   * Tokens with their targets.
   *
   * @param tokens n x s x d
   * @param targets n targets
   */
  public record Labelled(Tokens tokens, Targets targets) {
    /** Checks that there is one target a sample. */
    public Labelled {
      if (tokens.samples() != targets.samples()) {
        throw new InvalidInputException(
            "there are %d samples of tokens, but targets for %d; there must be one target a sample"
                .formatted(tokens.samples(), targets.samples()));
      }
    }

    Labelled select(int... samples) {
      return new Labelled(tokens.select(samples), targets.select(samples));
    }
  }

  /**
   * The three parts for one seed.
   *
   * @param fit samples to fit
   * @param validation samples that choose beta
   * @param test samples that only the table sees
   */
  record Parts(Labelled fit, Labelled validation, Labelled test) {}

  /**
   * Reads a token set of an experiment, split as its section {@code split} says.
   *
   * @param root parsed and resolved HOCON
   * @param section path of the section of the set
   * @return the samples and their split
   * @throws io.github.convexheads.api.error.InvalidInputException if a file is not given, missing
   *     or does not fit
   */
  static ExperimentData read(Config root, String section) {
    Config data = ExperimentKeys.section(root, section);
    ExperimentKeys.requireKnown(data, section, List.of("tokens", "labels", "test", "classes"));
    ExperimentKeys.requireKnown(
        ExperimentKeys.section(data, "test"), section + ".test", List.of("tokens", "labels"));
    String number = root.hasPath(section + ".classes") ? section + ".classes" : "data.classes";
    OptionalInt classes =
        root.hasPath(number)
            ? OptionalInt.of(ExperimentKeys.value(root, number, root::getInt))
            : OptionalInt.empty();
    Labelled all = labelled(root, section, classes);
    boolean own = root.hasPath(section + ".test");
    OptionalInt same = OptionalInt.of(all.targets().outputs());
    Labelled separate = own ? labelled(root, section + ".test", same) : null;
    Config split = ExperimentKeys.section(root, "split");
    return of(all, separate, SplitSettings.of(split, section, own))
        .with(TokenFile.made(ExperimentKeys.file(root, section + ".tokens")));
  }

  private ExperimentData with(Map<String, String> facts) {
    return new ExperimentData(training, test, validation, digest, facts);
  }

  private static Labelled labelled(Config root, String section, OptionalInt classes) {
    return new Labelled(
        Tokens.read(ExperimentKeys.file(root, section + ".tokens")),
        Targets.read(ExperimentKeys.file(root, section + ".labels"), classes));
  }

  static ExperimentData of(Labelled all, Labelled separate, SplitSettings split) {
    int n = all.tokens().samples();
    int test = SplitSettings.count(split.test(), n);
    int validation = SplitSettings.count(split.validation(), n);
    if (!(validation >= 1 && validation + test < n)) {
      throw new InvalidInputException(
          "%d samples cannot be split into %d for validation, %d to test and at least 1 to fit"
              .formatted(n, validation, test));
    }
    Labelled tested = separate;
    Labelled kept = all;
    if (separate == null) {
      tested = all.select(IntStream.range(n - test, n).toArray());
      kept = all.select(IntStream.range(0, n - test).toArray());
    } else {
      all.tokens().shape().require(separate.tokens().shape(), "the training data");
    }
    String digest =
        DataDigest.of(kept.tokens(), kept.targets())
            + DataDigest.of(tested.tokens(), tested.targets());
    return new ExperimentData(kept, tested, validation, digest, Map.of());
  }

  /** Returns the parts of a seed; the samples of a part are in the order of the file. */
  Parts parts(long seed) {
    int[] order = MathArrays.natural(training.tokens().samples());
    MathArrays.shuffle(order, new Well19937c(seed));
    int[] chosen = Arrays.copyOfRange(order, 0, validation);
    int[] rest = Arrays.copyOfRange(order, validation, order.length);
    Arrays.sort(chosen);
    Arrays.sort(rest);
    return new Parts(training.select(rest), training.select(chosen), test);
  }
}
