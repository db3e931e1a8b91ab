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
import java.util.List;

/** Fields of a comparison: of one token set, or a list {@code sets} of these. */
final class ComparisonFields {
  private ComparisonFields() {}

  private static final Type SCORE =
      new ObjectOf(
          List.of(
              Field.of("id", STRING, "id of the metric"),
              Field.of("share", BOOLEAN, "whether scores are shares, in 0..1"),
              Field.of("direction", STRING, "HIGHER or LOWER is better"),
              Field.of("least", NUMBER_OR_NULL, "least score that there can be"),
              Field.of("greatest", NUMBER_OR_NULL, "greatest score that there can be")));

  private static final Type ROW =
      new ObjectOf(
          List.of(
              Field.of("head", STRING, "name of the head"),
              Field.of("type", STRING, "its plugin"),
              Field.of("activation", STRING, "its activation"),
              Field.of("parameters", INTEGER, "entries of the lifted variable"),
              Field.of("betaFraction", NUMBER, "middle chosen beta / beta_max over seeds"),
              Field.of("beta", NUMBER, "middle chosen beta"),
              Field.of("rank", NUMBER, "mean rank"),
              Field.of("relativeGap", NUMBER_OR_NULL, "largest certified relative gap"),
              Field.of("validation", NUMBER_OR_NULL, "mean score on validation"),
              Field.of("score", SCORE, "what scores are"),
              Field.of(
                  "test",
                  new ObjectOf(
                      List.of(
                          Field.of("mean", NUMBER_OR_NULL, "mean over seeds"),
                          Field.of("low", NUMBER_OR_NULL, "lower end of the interval of 95 %"),
                          Field.of("high", NUMBER_OR_NULL, "upper end"))),
                  "score on test samples"),
              Field.of("measures", new MapOf(NUMBER_OR_NULL), "every metric on test, by its id"),
              Field.of("shares", new ListOf(STRING), "ids of the metrics whose values are shares"),
              Field.of("fitSeconds", NUMBER, "mean time of the chosen fit"),
              Field.of("pathSeconds", NUMBER, "mean time of a path"),
              Field.of("seeds", INTEGER, "number of seeds"),
              Field.of("proven", BOOLEAN, "whether every chosen fit is proven to its tolerance")));

  private static final Type PAIR =
      new ObjectOf(
          List.of(
              Field.of("head", STRING, "name of a head"),
              Field.of("against", STRING, "name of the head that is best on validation"),
              Field.of(
                  "difference", NUMBER_OR_NULL, "difference of scores on the same test samples"),
              Field.of("low", NUMBER_OR_NULL, "lower end of the paired bootstrap interval of 95 %"),
              Field.of("high", NUMBER_OR_NULL, "upper end"),
              Field.of(
                  "mcnemar",
                  NUMBER_OR_NULL,
                  "two-sided exact p of McNemar's test; accuracies only")));

  private static final Type POINT =
      new ObjectOf(
          List.of(
              Field.of("fraction", NUMBER, "beta / beta_max"),
              Field.of("beta", NUMBER, "weight of the penalty"),
              Field.of("rank", INTEGER, "number of network heads"),
              Field.of("primal", NUMBER, "objective"),
              Field.of("relativeGap", NUMBER_OR_NULL, "certified relative gap"),
              Field.of("training", NUMBER_OR_NULL, "score on the samples that were fitted"),
              Field.of("validation", NUMBER_OR_NULL, "score on validation"),
              Field.of("seconds", NUMBER, "time of the fit"),
              Field.of("solver", STRING, "solver that was used"),
              Field.of("status", STRING, "why it stopped")));

  private static final Type TRIAL =
      new ObjectOf(
          List.of(
              Field.of("key", STRING, "hash of data and settings"),
              Field.of("head", STRING, "name of the head"),
              Field.of("type", STRING, "its plugin"),
              Field.of("activation", STRING, "its activation"),
              Field.of("seed", INTEGER, "seed of validation samples and gates"),
              Field.of("parameters", INTEGER, "entries of the lifted variable"),
              Field.of("tolerance", NUMBER, "relative gap that was asked for"),
              Field.of("points", new ListOf(POINT), "every beta that was tried, falling"),
              Field.of("chosen", INTEGER, "place of the chosen point"),
              Field.of("score", SCORE, "what scores are"),
              Field.of("test", NUMBER_OR_NULL, "score on test samples"),
              Field.optional("testLow", NUMBER, "lower end of the metric's own interval of 95 %"),
              Field.optional("testHigh", NUMBER, "upper end"),
              Field.of("measures", new MapOf(NUMBER_OR_NULL), "every metric on test, by its id"),
              Field.of("shares", new ListOf(STRING), "ids of the metrics whose values are shares"),
              Field.of("testSamples", INTEGER, "number of test samples"),
              Field.of("seconds", NUMBER, "time of the path")));

  private static final List<Field> SET =
      List.of(
          Field.of("proven", BOOLEAN, "whether every row is proven"),
          Field.of("rows", new ListOf(ROW), "one row a head"),
          Field.of("preprocessing", new MapOf(STRING), "steps that every head took, in words"),
          Field.of("pairs", new ListOf(PAIR), "every head against the best on validation"),
          Field.of("trials", new ListOf(TRIAL), "one a head and seed"));

  /** The fields of one set are optional where there is a list of sets. */
  static final List<Field> ALL = all();

  private static List<Field> all() {
    List<Field> named = new ArrayList<>(List.of(Field.of("data", STRING, "name of the token set")));
    named.addAll(SET);
    List<Field> fields = new ArrayList<>();
    SET.forEach(f -> fields.add(optional(f.name(), f.type(), f.meaning())));
    fields.add(
        optional("sets", new ListOf(new ObjectOf(named)), "these for each of several token sets"));
    return fields;
  }
}
