package io.github.convexheads.bench.schema;

import static io.github.convexheads.bench.schema.Field.optional;
import static io.github.convexheads.bench.schema.Type.BOOLEAN;
import static io.github.convexheads.bench.schema.Type.INTEGER;
import static io.github.convexheads.bench.schema.Type.NUMBER;
import static io.github.convexheads.bench.schema.Type.NUMBER_OR_NULL;
import static io.github.convexheads.bench.schema.Type.STRING;

import io.github.convexheads.bench.schema.Type.ListOf;
import io.github.convexheads.bench.schema.Type.MapOf;
import io.github.convexheads.bench.schema.Type.ObjectOf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields that every verb writes with {@code --json}. */
public final class ResultSchema {
  /** Raised when a field is removed, renamed or changes its meaning; new fields do not raise it. */
  public static final int VERSION = 1;

  /** What every result begins with. */
  private static final List<Field> ENVELOPE =
      List.of(
          Field.of("schema", INTEGER, "version of these fields, " + VERSION),
          Field.of("verb", STRING, "the verb that wrote it"),
          Field.of("version", STRING, "version of convex-heads"));

  private ResultSchema() {}

  /**
   * Returns the fields of every verb.
   *
   * @return by verb, in the order of the command's help
   */
  public static Map<String, ObjectOf> verbs() {
    Map<String, ObjectOf> verbs = new LinkedHashMap<>();
    put(verbs, "demo", FitFields.PROOF, FitFields.HEAD, SOLVED, List.of(measures("test")));
    put(verbs, "fit", FitFields.PROOF, FitFields.HEAD, SOLVED, FIT);
    put(verbs, "predict", PREDICT, FitFields.RECORDED);
    put(
        verbs,
        "evaluate",
        FitFields.MEASURES,
        List.of(
            Field.of(
                "samplesOfTheFit", INTEGER, "how many of the samples were fitted, by the record")),
        FitFields.RECORDED);
    put(verbs, "calibrate", CALIBRATE);
    put(verbs, "verify", VERIFY, FitFields.PROOF, FitFields.HEAD, List.of(measures("training")));
    put(verbs, "export", EXPORT);
    put(verbs, "tokens", TOKENS);
    put(verbs, "compare", ComparisonFields.ALL);
    put(verbs, "explain", EXPLAIN, FitFields.RECORDED);
    put(verbs, "plugins", PLUGINS);
    put(verbs, "conformance", CONFORMANCE);
    return verbs;
  }

  @SafeVarargs
  private static void put(Map<String, ObjectOf> verbs, String verb, List<Field>... parts) {
    List<Field> all = new ArrayList<>(ENVELOPE);
    for (List<Field> part : parts) {
      all.addAll(part);
    }
    verbs.put(verb, new ObjectOf(all));
  }

  private static Field measures(String name) {
    return Field.of(name, new ObjectOf(FitFields.MEASURES), "measures on the samples of this part");
  }

  private static final List<Field> SOLVED =
      List.of(
          Field.of("solver", STRING, "id of the solver that was used"),
          Field.of("kernel", STRING, "linear algebra that was used"));

  private static final List<Field> FIT =
      List.of(
          measures("training"),
          optional(
              "validation",
              new ObjectOf(FitFields.MEASURES),
              "measures on the samples that were held out"),
          optional("path", FitFields.PATH, "how beta was chosen"),
          optional("budgets", new ListOf(FitFields.BUDGET), "what networks of few heads cost"),
          Field.of("model", STRING, "file of the fitted head"),
          Field.of("tokenFiles", new ListOf(STRING), "files of the tokens, in order"),
          Field.of("targets", STRING, "what the targets were taken for"),
          optional("classNames", new ListOf(STRING), "names of the classes"),
          Field.of(
              "reasons",
              new MapOf(STRING),
              "why loss and pooling were chosen, where they were open"),
          Field.of("recommended", BOOLEAN, "whether preprocessing is what the head recommends"),
          FitFields.MEMORY,
          optional("like", STRING, "model that was fitted again"),
          optional("likeSameData", BOOLEAN, "whether on the same data"),
          optional("likePrimal", NUMBER, "its objective"),
          optional("likeDifference", NUMBER, "objective of this fit less that"),
          optional("likeIdentical", BOOLEAN, "whether both files are the same"));

  private static final List<Field> PREDICT =
      List.of(
          Field.of("samples", INTEGER, "samples"),
          Field.of("as", STRING, "logits, probabilities or classes"),
          Field.of("shape", new ListOf(INTEGER), "shape of the array"),
          Field.of("out", STRING, "file, - for standard output"),
          Field.of("notes", new ListOf(STRING), "what is to be said of images"));

  private static final List<Field> CALIBRATE =
      List.of(
          Field.of("samples", INTEGER, "samples that chose the temperature"),
          Field.of("temperature", NUMBER, "by which outputs are divided"),
          Field.of(
              "optimum",
              STRING,
              "where the least log-loss is: finite, at this temperature; zero or infinity, towards a limit that this"
                  + " one stands for; any, where no temperature changes a probability"),
          Field.of("before", new ObjectOf(FitFields.MEASURES), "measures as the head was"),
          Field.of("after", new ObjectOf(FitFields.MEASURES), "measures at the temperature"),
          Field.optional(
              "weightedLogLoss",
              new ObjectOf(
                  List.of(
                      Field.of("before", NUMBER, "as the head was"),
                      Field.of("after", NUMBER, "at the temperature"))),
              "log-loss with the weights of samples, which chose the temperature"),
          Field.of("notes", new ListOf(STRING), "what is to be said of the samples"),
          Field.of("out", STRING, "file of the calibrated head"));

  private static final List<Field> VERIFY =
      List.of(
          Field.of(
              "verified", BOOLEAN, "whether everything that can be computed again was found again"),
          Field.of("sameData", BOOLEAN, "whether these are the training data"),
          Field.of("differences", new ListOf(STRING), "what differs from the record"),
          Field.of(
              "inputs",
              new ListOf(STRING),
              "how these files cannot be those of the fit, as far as the record tells"),
          Field.of("unverified", new ListOf(STRING), "what the record says and no data can tell"),
          Field.of("recordedPrimal", NUMBER, "objective that the model records"),
          Field.of("recordedRelativeGap", NUMBER_OR_NULL, "gap that the model records"));

  private static final List<Field> EXPORT =
      List.of(
          Field.of("format", STRING, "the format"),
          Field.of("heads", INTEGER, "network heads"),
          Field.of("tokens", INTEGER, "s"),
          Field.of("features", INTEGER, "d"),
          Field.of("outputs", INTEGER, "c"),
          optional("classNames", new ListOf(STRING), "names of the classes"),
          optional("gateMargin", NUMBER, "how near a gate is to switching"),
          Field.of("out", STRING, "file"));

  private static final List<Field> TOKENS =
      List.of(
          Field.of("images", INTEGER, "images"),
          Field.of("tokens", INTEGER, "s"),
          Field.of("features", INTEGER, "d"),
          Field.of("seconds", NUMBER, "time"),
          Field.of("imagesPerSecond", NUMBER, "speed"),
          optional("backboneSeconds", NUMBER, "time in the backbone"),
          optional("shareOfBackboneSpeed", NUMBER, "speed over that of the backbone alone"),
          optional("classNames", new ListOf(STRING), "names of the classes"),
          Field.of("notes", new ListOf(STRING), "what is to be said of the images"));

  private static final List<Field> EXPLAIN =
      List.of(
          Field.of("page", STRING, "file of the page"),
          Field.of("heads", INTEGER, "network heads"),
          Field.of(
              "clusterAgreement",
              new ListOf(InterpretationFields.AGREEMENT),
              "how attention's groups of tokens agree with others"),
          Field.of(
              "weightProfiles",
              new ListOf(InterpretationFields.PROFILE),
              "where weights lie along the tokens"),
          optional("measures", new ObjectOf(FitFields.MEASURES), "measures on the samples"),
          optional("seenByTheFit", BOOLEAN, "whether these are the data of the fit"),
          optional(
              "samplesOfTheFit", INTEGER, "how many of the samples were fitted, by the record"));

  private static final Type SETTING =
      new ObjectOf(
          List.of(
              Field.of("key", STRING, "key below the plugin's section"),
              Field.of("type", STRING, "type of the value"),
              Field.of("default", STRING, "default"),
              Field.of("allowed", STRING, "what is allowed"),
              Field.of("meaning", STRING, "meaning")));

  private static final Type PLUGIN =
      new ObjectOf(
          List.of(
              Field.of("kind", STRING, "head, loss, solver, ..."),
              Field.of("id", STRING, "id"),
              Field.of("description", STRING, "description"),
              Field.of("version", STRING, "version"),
              Field.of("origin", STRING, "where it was found"),
              Field.of("class", STRING, "class of the provider"),
              optional("capabilities", STRING, "programs that a solver takes"),
              Field.of("settings", new ListOf(SETTING), "settings")));

  private static final List<Field> PLUGINS =
      List.of(
          Field.of("plugins", new ListOf(PLUGIN), "plugins"),
          Field.of("kernels", new ListOf(new MapOf(null)), "linear algebra that was found"),
          optional("kernel", new MapOf(null), "linear algebra that was chosen, with its speed"),
          optional("problems", new ListOf(new MapOf(null)), "what was not picked up, and why"));

  private static final List<Field> CONFORMANCE =
      List.of(
          Field.of(
              "cases", new ListOf(new MapOf(null)), "every case: its fields of a fit, and errors"),
          Field.of("passed", INTEGER, "cases within tolerance"),
          Field.of("failed", INTEGER, "others"));
}
