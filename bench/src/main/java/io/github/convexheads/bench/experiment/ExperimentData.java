package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.configuration.Hocon;
import io.github.convexheads.api.internal.digest.DataDigest;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import io.github.convexheads.bench.data.LabelledInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The labelled tokens of one token set of an experiment and which samples are for what.
 *
 * @param training samples to fit and to validate
 * @param test samples that only the table sees
 * @param tested how many samples at the end of the training files are the test part
 * @param validation how many of the training samples choose beta
 * @param digest SHA-256 of all of them
 * @param made how the tokens were made, where that is known
 */
public record ExperimentData(
    Labelled training,
    Labelled test,
    int tested,
    int validation,
    String digest,
    Map<String, String> made) {

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
   * @param root parsed HOCON
   * @param section path of the section of the set
   * @param loss the loss of all heads, where one is chosen
   * @return the samples and their split
   * @throws io.github.convexheads.api.error.InvalidInputException if a file is not given, missing
   *     or does not fit
   */
  static ExperimentData read(Hocon root, String section, Optional<Loss> loss) {
    Hocon data = root.section(section);
    List<String> known = new ArrayList<>(DataFiles.KEYS);
    known.addAll(List.of("test", "classes"));
    ExperimentKeys.requireKnown(data, section, known);
    ExperimentKeys.requireKnown(data.section("test"), section + ".test", DataFiles.KEYS);
    String number = root.has(section + ".classes") ? section + ".classes" : "data.classes";
    OptionalInt classes =
        root.has(number) ? OptionalInt.of(root.integer(number)) : OptionalInt.empty();
    DataFiles named = new DataFiles(root, section, section);
    LabelledInput files = named.input();
    Tokens tokens = files.tokens().read();
    Labelled all = new Labelled(tokens, named.weighted(files.training(tokens, classes, loss)));
    boolean own = root.has(section + ".test");
    LabelledInput others = own ? new DataFiles(root, section + ".test", section).input() : null;
    Labelled separate = own ? like(all, others, loss) : null;
    Hocon split = root.section("split");
    return of(all, separate, SplitSettings.of(split, section, own)).with(files.tokens().made());
  }

  /** Samples whose classes are numbered as those of others. */
  private static Labelled like(Labelled all, LabelledInput files, Optional<Loss> loss) {
    Tokens tokens = files.tokens().read();
    return new Labelled(tokens, files.like(all.targets(), tokens, loss));
  }

  private ExperimentData with(Map<String, String> facts) {
    return new ExperimentData(training, test, tested, validation, digest, facts);
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
    int tail = separate == null ? test : 0;
    return new ExperimentData(kept, tested, tail, validation, digest, Map.of());
  }

  /** Returns the parts of a seed; the samples of a part are in the order of the file. */
  Parts parts(long seed) {
    ExperimentSplit split = split(seed);
    return new Parts(training.select(split.part(false)), training.select(split.part(true)), test);
  }

  /** Returns which samples of the training files are for what, for one seed. */
  ExperimentSplit split(long seed) {
    return new ExperimentSplit(training.tokens().samples() + tested, tested, validation, seed);
  }
}
