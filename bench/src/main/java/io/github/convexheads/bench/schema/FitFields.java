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
import java.util.List;

/** Fields of everything that fits a head or proves one. */
final class FitFields {
  private FitFields() {}

  /** What a metric found. */
  private static final Type METRIC =
      new ObjectOf(
          List.of(
              Field.of("value", NUMBER_OR_NULL, "the number; null where it is not defined"),
              optional("low", NUMBER, "lower end of the interval of 95 %"),
              optional("high", NUMBER, "upper end"),
              Field.of("better", STRING, "higher or lower"),
              optional(
                  "parts",
                  new ListOf(NUMBER_OR_NULL),
                  "the same measure of every class or output")));

  private static final Type CLASS =
      new ObjectOf(
          List.of(
              Field.of("class", INTEGER, "the class"),
              optional("name", STRING, "its name"),
              Field.of("support", INTEGER, "its rows"),
              Field.of("recall", NUMBER_OR_NULL, "share of its rows that are answered rightly"),
              Field.of(
                  "precision", NUMBER_OR_NULL, "share of right answers among those of the class"),
              Field.of("f1", NUMBER_OR_NULL, "harmonic mean of the two")));

  /** Measures of a head on data. */
  static final List<Field> MEASURES =
      List.of(
          Field.of("samples", INTEGER, "samples that were measured"),
          Field.of("rows", INTEGER, "rows that count: samples, or tokens that are not ignored"),
          Field.of("loss", NUMBER_OR_NULL, "mean loss of a sample"),
          Field.of("metrics", new MapOf(METRIC), "what every metric of the loss found, by its id"),
          optional("classes", new ListOf(CLASS), "every class for itself"),
          optional(
              "confusion",
              new ListOf(new ListOf(INTEGER)),
              "rows by class (list) and answer (place in it); up to 1000 classes"));

  /** The best network found of few heads. */
  static final Type BUDGET =
      new ObjectOf(
          List.of(
              Field.of("heads", INTEGER, "the most heads that were allowed"),
              Field.of("rank", INTEGER, "the heads it has"),
              Field.of("primal", NUMBER, "its objective, rounded up"),
              Field.of("dual", NUMBER_OR_NULL, "lower bound of the optimum over all networks"),
              Field.of("gap", NUMBER_OR_NULL, "primal - dual"),
              Field.of("relativeGap", NUMBER_OR_NULL, "its proven distance from that optimum"),
              Field.of("claim", STRING, "what is proven of it, in words"),
              Field.of(
                  "measures",
                  new ObjectOf(MEASURES),
                  "measures on the samples that were held out, or else on those that were fitted")));

  private static final Type POINT =
      new ObjectOf(
          List.of(
              Field.of("betaFraction", NUMBER, "beta / beta_max"),
              Field.of("beta", NUMBER, "weight of the penalty"),
              Field.of("primal", NUMBER, "objective"),
              Field.of("relativeGap", NUMBER_OR_NULL, "certified relative gap"),
              Field.of("loss", NUMBER, "mean training loss"),
              Field.of("rank", INTEGER, "number of network heads"),
              Field.of("seconds", NUMBER, "time of the fit"),
              Field.of("score", NUMBER_OR_NULL, "what decides, a mean over folds"),
              Field.of("scoreError", NUMBER_OR_NULL, "its standard error over folds")));

  /** How beta was chosen. */
  static final Type PATH =
      new ObjectOf(
          List.of(
              Field.of("by", STRING, "training, validation or cross-validation"),
              Field.of("metric", STRING, "id of the metric that decides"),
              Field.of("better", STRING, "higher or lower"),
              Field.of("chosen", INTEGER, "place of the chosen point"),
              Field.of(
                  "edge",
                  STRING,
                  "smallest or largest where the chosen beta is at an edge, or none"),
              Field.of("points", new ListOf(POINT), "every beta that was tried, falling")));

  /** What was proven. */
  static final List<Field> PROOF =
      List.of(
          Field.of("status", STRING, "why the solver stopped"),
          optional("equivalentBeta", NUMBER, "beta that a solver of another form found"),
          Field.of("primal", NUMBER, "objective, rounded up"),
          Field.of("dual", NUMBER_OR_NULL, "proven lower bound of the optimum, rounded down"),
          Field.of("gap", NUMBER_OR_NULL, "primal - dual"),
          Field.of(
              "relativeGap",
              NUMBER_OR_NULL,
              "gap / max(1e-12 min(1, F(0)), |primal|), F(0) the loss of outputs of zero"),
          optional(
              "contradiction",
              new ObjectOf(
                  List.of(
                      Field.of("objective", NUMBER_OR_NULL, "the objective"),
                      Field.of("lowerBound", NUMBER_OR_NULL, "the bound above it"),
                      Field.of("text", STRING, "what that means"))),
              "a lower bound above the objective, which no correct program gives"),
          Field.of("failureProbability", NUMBER, "probability that the bound fails"),
          optional("seed", INTEGER, "of the random numbers of the bound"),
          Field.of("beta", NUMBER, "weight of the penalty"),
          Field.of("claim", STRING, "what is proven, in words"),
          Field.of("betaMax", NUMBER, "smallest beta whose solution is zero"),
          Field.of("iterations", INTEGER, "iterations of the solver"),
          Field.of("seconds", NUMBER, "time of the fit or verification"));

  /** What was fitted. */
  static final List<Field> HEAD =
      List.of(
          Field.of("ranks", new ListOf(INTEGER), "network heads of every block"),
          Field.of("rank", INTEGER, "number of network heads"),
          Field.of("head", STRING, "id of the head"),
          Field.of("activation", STRING, "its activation"),
          Field.of("pooling", STRING, "its pooling"),
          Field.of("loss", STRING, "id of the loss"),
          Field.of("samples", INTEGER, "samples that were fitted"),
          Field.of("tokens", INTEGER, "s"),
          Field.of("features", INTEGER, "d, before preprocessing"),
          Field.of("outputs", INTEGER, "c"),
          Field.of("preprocessing", STRING, "steps, in words"),
          optional("gateMargin", NUMBER, "how near a gate is to switching"),
          Field.of("blocks", new ListOf(STRING), "shapes of the lifted variable"),
          Field.of(
              "configuration", new MapOf(STRING), "everything that was asked for, seeds included"),
          Field.of("tolerance", NUMBER, "relative gap that was asked for"));

  /** What memory a fit was expected to take. */
  static final Field MEMORY =
      Field.of(
          "memoryBytes",
          new ObjectOf(
              List.of(
                  Field.of("needed", INTEGER, "all of it"),
                  Field.of("tokens", INTEGER, "tokens"),
                  Field.of("solver", INTEGER, "solver"),
                  Field.of("keptFeatures", INTEGER, "features that are kept while there is room"),
                  Field.of("available", INTEGER, "what there is"))),
          "memory that the fit was expected to take");

  /** What a verb says of a model that it did not verify. */
  static final List<Field> RECORDED =
      List.of(
          Field.of("recordedRelativeGap", NUMBER_OR_NULL, "gap that the model says was proven"),
          Field.of("verified", BOOLEAN, "whether it was proven here again"));
}
