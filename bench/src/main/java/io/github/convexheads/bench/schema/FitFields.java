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
import java.util.List;

/** Fields of everything that fits a head or proves one. */
final class FitFields {
  private FitFields() {}

  /** What a metric found. */
  private static final Type METRIC =
      new ObjectOf(
          List.of(
              of("value", NUMBER_OR_NULL, "the number; null where it is not defined"),
              optional("low", NUMBER, "lower end of the interval of 95 %"),
              optional("high", NUMBER, "upper end"),
              of("better", STRING, "higher or lower"),
              optional(
                  "parts",
                  new ListOf(NUMBER_OR_NULL),
                  "the same measure of every class or output")));

  private static final Type CLASS =
      new ObjectOf(
          List.of(
              of("class", INTEGER, "the class"),
              optional("name", STRING, "its name"),
              of("support", INTEGER, "its rows"),
              of("recall", NUMBER_OR_NULL, "share of its rows that are answered rightly"),
              of("precision", NUMBER_OR_NULL, "share of right answers among those of the class"),
              of("f1", NUMBER_OR_NULL, "harmonic mean of the two")));

  /** Measures of a head on data. */
  static final List<Field> MEASURES =
      List.of(
          of("samples", INTEGER, "samples that were measured"),
          of("rows", INTEGER, "rows that count: samples, or tokens that are not ignored"),
          of("loss", NUMBER_OR_NULL, "mean loss of a sample"),
          of("metrics", new MapOf(METRIC), "what every metric of the loss found, by its id"),
          optional("classes", new ListOf(CLASS), "every class for itself"),
          optional(
              "confusion",
              new ListOf(new ListOf(INTEGER)),
              "rows by class (list) and answer (place in it); up to 1000 classes"));

  private static final Type POINT =
      new ObjectOf(
          List.of(
              of("betaFraction", NUMBER, "beta / beta_max"),
              of("beta", NUMBER, "weight of the penalty"),
              of("primal", NUMBER, "objective"),
              of("relativeGap", NUMBER_OR_NULL, "certified relative gap"),
              of("loss", NUMBER, "mean training loss"),
              of("rank", INTEGER, "number of network heads"),
              of("seconds", NUMBER, "time of the fit"),
              of("score", NUMBER_OR_NULL, "what decides, a mean over folds"),
              of("scoreError", NUMBER_OR_NULL, "its standard error over folds")));

  /** How beta was chosen. */
  static final Type PATH =
      new ObjectOf(
          List.of(
              of("by", STRING, "training, validation or cross-validation"),
              of("metric", STRING, "id of the metric that decides"),
              of("better", STRING, "higher or lower"),
              of("chosen", INTEGER, "place of the chosen point"),
              of(
                  "edge",
                  STRING,
                  "smallest or largest where the chosen beta is at an edge, or none"),
              of("points", new ListOf(POINT), "every beta that was tried, falling")));

  /** What was proven. */
  static final List<Field> PROOF =
      List.of(
          of("status", STRING, "why the solver stopped"),
          optional("equivalentBeta", NUMBER, "beta that a solver of another form found"),
          of("primal", NUMBER, "objective, rounded up"),
          of("dual", NUMBER_OR_NULL, "proven lower bound of the optimum, rounded down"),
          of("gap", NUMBER_OR_NULL, "primal - dual"),
          of("relativeGap", NUMBER_OR_NULL, "gap / max(1e-12, |primal|)"),
          optional(
              "contradiction",
              new ObjectOf(
                  List.of(
                      of("objective", NUMBER_OR_NULL, "the objective"),
                      of("lowerBound", NUMBER_OR_NULL, "the bound above it"),
                      of("text", STRING, "what that means"))),
              "a lower bound above the objective, which no correct program gives"),
          of("failureProbability", NUMBER, "probability that the bound fails"),
          optional("seed", INTEGER, "of the random numbers of the bound"),
          of("beta", NUMBER, "weight of the penalty"),
          of("claim", STRING, "what is proven, in words"),
          of("betaMax", NUMBER, "smallest beta whose solution is zero"),
          of("iterations", INTEGER, "iterations of the solver"),
          of("seconds", NUMBER, "time of the fit or verification"));

  /** What was fitted. */
  static final List<Field> HEAD =
      List.of(
          of("ranks", new ListOf(INTEGER), "network heads of every block"),
          of("rank", INTEGER, "number of network heads"),
          of("head", STRING, "id of the head"),
          of("activation", STRING, "its activation"),
          of("pooling", STRING, "its pooling"),
          of("loss", STRING, "id of the loss"),
          of("samples", INTEGER, "samples that were fitted"),
          of("tokens", INTEGER, "s"),
          of("features", INTEGER, "d, before preprocessing"),
          of("outputs", INTEGER, "c"),
          of("preprocessing", STRING, "steps, in words"),
          optional("gateMargin", NUMBER, "how near a gate is to switching"),
          of("blocks", new ListOf(STRING), "shapes of the lifted variable"),
          of("configuration", new MapOf(STRING), "everything that was asked for, seeds included"),
          of("tolerance", NUMBER, "relative gap that was asked for"));

  /** What memory a fit was expected to take. */
  static final Field MEMORY =
      of(
          "memoryBytes",
          new ObjectOf(
              List.of(
                  of("needed", INTEGER, "all of it"),
                  of("tokens", INTEGER, "tokens"),
                  of("solver", INTEGER, "solver"),
                  of("keptFeatures", INTEGER, "features that are kept while there is room"),
                  of("available", INTEGER, "what there is"))),
          "memory that the fit was expected to take");

  /** What a verb says of a model that it did not verify. */
  static final List<Field> RECORDED =
      List.of(
          of("recordedRelativeGap", NUMBER_OR_NULL, "gap that the model says was proven"),
          of("verified", BOOLEAN, "whether it was proven here again"));
}
