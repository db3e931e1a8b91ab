package io.github.convexheads.bench.schema;

import static io.github.convexheads.bench.schema.Type.INTEGER;
import static io.github.convexheads.bench.schema.Type.NUMBER;
import static io.github.convexheads.bench.schema.Type.NUMBER_OR_NULL;
import static io.github.convexheads.bench.schema.Type.STRING;

import io.github.convexheads.bench.schema.Type.ListOf;
import io.github.convexheads.bench.schema.Type.ObjectOf;
import java.util.List;

/** What {@code explain} measures of what heads do with tokens. */
final class InterpretationFields {
  static final Type AGREEMENT =
      new ObjectOf(
          List.of(
              Field.of("method", STRING, "how tokens were put into two groups"),
              Field.of("reference", STRING, "the groups that they are held against"),
              Field.of("rand", NUMBER, "mean adjusted Rand index over images"),
              Field.of("randError", NUMBER, "its standard error"),
              Field.of("randLow", NUMBER, "lower end of its interval of 95 %, by bootstrap"),
              Field.of("randHigh", NUMBER, "upper end"),
              Field.of("information", NUMBER, "mean normalised mutual information"),
              Field.of("informationLow", NUMBER, "lower end of its interval of 95 %"),
              Field.of("informationHigh", NUMBER, "upper end"),
              Field.of("ahead", NUMBER, "the index of the attention of all heads less this one"),
              Field.of("aheadLow", NUMBER, "lower end of the paired interval of 95 %"),
              Field.of("aheadHigh", NUMBER, "upper end"),
              Field.of("images", INTEGER, "images")));

  static final Type PROFILE =
      new ObjectOf(
          List.of(
              Field.of("name", STRING, "which weights"),
              Field.of("along", STRING, "what the entries are: tokens, places or frequencies"),
              Field.of(
                  "profile",
                  new ListOf(NUMBER),
                  "share of each in the sum of squares; of frequencies that are listed, without mirror images"),
              Field.of("spread", NUMBER, "exp of the entropy of the profile"),
              Field.of("constant", NUMBER_OR_NULL, "share of the mean over tokens in the power")));

  private InterpretationFields() {}
}
