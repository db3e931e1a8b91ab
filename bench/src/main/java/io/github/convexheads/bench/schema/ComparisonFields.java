package io.github.convexheads.bench.schema;

import static io.github.convexheads.bench.schema.Field.of;
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
import java.util.List;

/** Fields of a comparison: of one token set, or a list {@code sets} of these. */
final class ComparisonFields {
  private ComparisonFields() {}

  private static final Type SCORE =
      new ObjectOf(
          List.of(
              of("id", STRING, "id of the metric"),
              of("share", BOOLEAN, "whether scores are shares, in 0..1"),
              of("direction", STRING, "HIGHER or LOWER is better"),
              of("least", NUMBER_OR_NULL, "least score that there can be"),
              of("greatest", NUMBER_OR_NULL, "greatest score that there can be")));

  private static final Type ROW =
      new ObjectOf(
          List.of(
              of("head", STRING, "name of the head"),
              of("type", STRING, "its plugin"),
              of("activation", STRING, "its activation"),
              of("parameters", INTEGER, "entries of the lifted variable"),
              of("betaFraction", NUMBER, "middle chosen beta / beta_max over seeds"),
              of("beta", NUMBER, "middle chosen beta"),
              of("rank", NUMBER, "mean rank"),
              of("relativeGap", NUMBER, "largest certified relative gap"),
              of("validation", NUMBER_OR_NULL, "mean score on validation"),
              of("score", SCORE, "what scores are"),
              of(
                  "test",
                  new ObjectOf(
                      List.of(
                          of("mean", NUMBER_OR_NULL, "mean over seeds"),
                          of("low", NUMBER_OR_NULL, "lower end of the interval of 95 %"),
                          of("high", NUMBER_OR_NULL, "upper end"))),
                  "score on test samples"),
              of("measures", new MapOf(NUMBER_OR_NULL), "every metric on test, by its id"),
              of("fitSeconds", NUMBER, "mean time of the chosen fit"),
              of("pathSeconds", NUMBER, "mean time of a path"),
              of("seeds", INTEGER, "number of seeds"),
              of("proven", BOOLEAN, "whether every chosen fit is proven to its tolerance")));

  private static final Type PAIR =
      new ObjectOf(
          List.of(
              of("head", STRING, "name of a head"),
              of("against", STRING, "name of the head that is best on validation"),
              of("difference", NUMBER, "difference of scores on the same test samples"),
              of("low", NUMBER, "lower end of the paired bootstrap interval of 95 %"),
              of("high", NUMBER, "upper end"),
              of(
                  "mcnemar",
                  NUMBER_OR_NULL,
                  "two-sided exact p of McNemar's test; accuracies only")));

  private static final Type POINT =
      new ObjectOf(
          List.of(
              of("fraction", NUMBER, "beta / beta_max"),
              of("beta", NUMBER, "weight of the penalty"),
              of("rank", INTEGER, "number of network heads"),
              of("primal", NUMBER, "objective"),
              of("relativeGap", NUMBER, "certified relative gap"),
              of("training", NUMBER_OR_NULL, "score on the samples that were fitted"),
              of("validation", NUMBER_OR_NULL, "score on validation"),
              of("seconds", NUMBER, "time of the fit"),
              of("solver", STRING, "solver that was used"),
              of("status", STRING, "why it stopped")));

  private static final Type TRIAL =
      new ObjectOf(
          List.of(
              of("key", STRING, "hash of data and settings"),
              of("head", STRING, "name of the head"),
              of("type", STRING, "its plugin"),
              of("activation", STRING, "its activation"),
              of("seed", INTEGER, "seed of validation samples and gates"),
              of("parameters", INTEGER, "entries of the lifted variable"),
              of("tolerance", NUMBER, "relative gap that was asked for"),
              of("points", new ListOf(POINT), "every beta that was tried, falling"),
              of("chosen", INTEGER, "place of the chosen point"),
              of("score", SCORE, "what scores are"),
              of("test", NUMBER_OR_NULL, "score on test samples"),
              of("measures", new MapOf(NUMBER_OR_NULL), "every metric on test, by its id"),
              of("testSamples", INTEGER, "number of test samples"),
              of("seconds", NUMBER, "time of the path")));

  private static final List<Field> SET =
      List.of(
          of("proven", BOOLEAN, "whether every row is proven"),
          of("rows", new ListOf(ROW), "one row a head"),
          of("pairs", new ListOf(PAIR), "every head against the best on validation"),
          of("trials", new ListOf(TRIAL), "one a head and seed"));

  /** The fields of one set are optional where there is a list of sets. */
  static final List<Field> ALL = all();

  private static List<Field> all() {
    List<Field> named = new ArrayList<>(List.of(of("data", STRING, "name of the token set")));
    named.addAll(SET);
    List<Field> fields = new ArrayList<>();
    SET.forEach(f -> fields.add(optional(f.name(), f.type(), f.meaning())));
    fields.add(
        optional("sets", new ListOf(new ObjectOf(named)), "these for each of several token sets"));
    return fields;
  }
}
