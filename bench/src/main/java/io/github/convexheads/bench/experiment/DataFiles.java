package io.github.convexheads.bench.experiment;

import io.github.convexheads.api.internal.configuration.Hocon;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.bench.data.ArraySource;
import io.github.convexheads.bench.data.LabelledInput;
import io.github.convexheads.bench.data.TargetInput;
import io.github.convexheads.bench.data.TokenInput;
import io.github.convexheads.bench.data.WeightFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The keys of a token set that name its files and say how they are to be read; those of the section
 * of test samples are taken first, so that {@code layout} and the like need not be written twice.
 *
 * @param root parsed HOCON
 * @param section the path of the section with the files
 * @param shared the path of the section of the set
 */
record DataFiles(Hocon root, String section, String shared) {
  private static final String TOKENS = "tokens";
  private static final String LABELS = "labels";
  private static final String WEIGHTS = "weights";

  /** The keys of files. */
  static final List<String> KEYS =
      List.of(
          TOKENS,
          LABELS,
          "tokens-name",
          "layout",
          "drop-tokens",
          "labels-as",
          "ignore-label",
          WEIGHTS);

  LabelledInput input() {
    int dropped = path("drop-tokens").map(root::integer).orElse(0);
    TokenInput tokens =
        new TokenInput(
            ArraySource.all(files(TOKENS), text("tokens-name")), text("layout"), dropped);
    OptionalLong ignored =
        path("ignore-label")
            .map(key -> OptionalLong.of(root.longInteger(key)))
            .orElse(OptionalLong.empty());
    List<ArraySource> labels = ArraySource.all(files(LABELS), Optional.empty());
    return new LabelledInput(tokens, new TargetInput(labels, text("labels-as"), ignored));
  }

  /** Gives targets the weights of this section's own file, if it names one. */
  Targets weighted(Targets targets) {
    String key = section + "." + WEIGHTS;
    return root.has(key) ? targets.withWeights(WeightFile.read(root.text(key))) : targets;
  }

  /** Every file that is named. */
  List<Path> all() {
    List<String> named = new ArrayList<>();
    for (String key : List.of(TOKENS, LABELS, WEIGHTS)) {
      if (root.has(section + "." + key)) {
        named.addAll(files(key));
      }
    }
    return named.isEmpty()
        ? List.of()
        : ArraySource.all(named, Optional.empty()).stream().map(ArraySource::file).toList();
  }

  /** One file or a list of them. */
  private List<String> files(String key) {
    String path = section + "." + key;
    boolean list = root.isList(path);
    return list ? root.texts(path) : List.of(ExperimentKeys.file(root, path).toString());
  }

  private Optional<String> text(String key) {
    return path(key).map(root::text);
  }

  private Optional<String> path(String key) {
    for (String where : List.of(section, shared)) {
      if (root.has(where + "." + key)) {
        return Optional.of(where + "." + key);
      }
    }
    return Optional.empty();
  }
}
