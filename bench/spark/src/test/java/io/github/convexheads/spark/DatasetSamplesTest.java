package io.github.convexheads.spark;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenShape;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of data sets as samples. */
class DatasetSamplesTest {
  private static final SampleColumns COLUMNS = SampleColumns.of("features", "label");

  private static SparkSession session;

  @BeforeAll
  static void start() {
    session = Rows.session();
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  @Test
  void rowsInTheOrderOfIdsAreTheSamplesOfAnArray() {
    Dataset<Row> rows = Rows.of(session, 5);

    try (DatasetSamples samples = DatasetSamples.read(rows, COLUMNS.withId("id"), 7)) {
      assertThat(samples.tokens().shape()).isEqualTo(new TokenShape(Samples.S, Samples.D));
      assertThat(values(samples))
          .containsExactly(
              Rows.SAMPLES.tokens().batch(0, 60, Precision.FLOAT64).values().doubles());
      assertThat(labels(samples.targets())).containsExactly(labels(Rows.SAMPLES.labels()));
    }
  }

  @Test
  void rowsWithoutIdsHaveOneOrderInAnyNumberOfPartitions() {
    try (DatasetSamples one = DatasetSamples.read(Rows.of(session, 1), COLUMNS, 7);
        DatasetSamples five = DatasetSamples.read(Rows.of(session, 5), COLUMNS, 7)) {
      assertThat(values(one)).containsExactly(values(five));
      assertThat(labels(one.targets())).containsExactly(labels(five.targets()));
    }
  }

  @Test
  void aFitOfAParquetFileIsTheFitOfTheArray(@TempDir Path folder) {
    String file = folder.resolve("rows").toString();
    Rows.of(session, 3).write().parquet(file);
    ConvexHeads heads = ConvexHeads.builder().head("mixer").tolerance(1e-6).seed(1);

    FitResult far;
    try (DatasetSamples samples =
        DatasetSamples.read(session.read().parquet(file), COLUMNS.withId("id"))) {
      far = heads.fit(samples.tokens(), samples.targets());
    }

    FitResult near = heads.fit(Rows.SAMPLES.tokens(), Rows.SAMPLES.labels());
    assertThat(far.certificate().relativeGap()).isLessThanOrEqualTo(1e-6);
    assertThat(far.head().provenance().dataDigest())
        .isEqualTo(near.head().provenance().dataDigest());
  }

  @Test
  void vectorsAndSinglePrecisionAreReadAsTheyAre() {
    Dataset<Row> rows = Rows.of(session, 2);
    SampleColumns columns = COLUMNS.withId("id").withTokens(Samples.S);
    Dataset<Row> vectors = rows.withColumn("features", functions.array_to_vector(col("features")));
    Dataset<Row> floats = rows.withColumn("features", col("features").cast("array<float>"));

    try (DatasetSamples plain = DatasetSamples.read(rows, columns);
        DatasetSamples dense = DatasetSamples.read(vectors, columns);
        DatasetSamples single = DatasetSamples.read(floats, columns)) {
      assertThat(values(dense)).containsExactly(values(plain));
      assertThat(single.tokens().precision()).isEqualTo(Precision.FLOAT32);
      assertThat(values(single)[3]).isEqualTo((float) values(plain)[3]);
    }
  }

  @Test
  void labelsOfSinglePrecisionAreTheNumbersThatTheyAre() {
    Dataset<Row> rows = Rows.of(session, 2).withColumn("value", col("value").cast("float"));

    try (DatasetSamples samples =
        DatasetSamples.read(rows, SampleColumns.of("features", "value").withId("id"))) {
      RealTargets targets = (RealTargets) samples.targets();
      double[] found = IntStream.range(0, 60).mapToDouble(i -> targets.value(i, 0)).toArray();
      assertThat(found)
          .containsExactly(
              Rows.list().stream().mapToDouble(row -> (float) row.getDouble(3)).toArray());
    }
  }

  @Test
  void idsMayBeBytesThatAreNoText() {
    Dataset<Row> rows = Rows.of(session, 3);
    Dataset<Row> bytes = rows.withColumn("id", expr("unhex(hex(128 + id))"));

    try (DatasetSamples samples = DatasetSamples.read(bytes, COLUMNS.withId("id"))) {
      assertThat(labels(samples.targets())).containsExactly(labels(Rows.SAMPLES.labels()));
    }
  }

  @Test
  void textNamesClassesAndWeightsCount() {
    Dataset<Row> rows =
        Rows.of(session, 2)
            .withColumn("name", when(col("label").equalTo(0), "eel").otherwise("dog"))
            .withColumn("weight", col("id").mod(3).plus(1));

    try (DatasetSamples samples =
        DatasetSamples.read(
            rows, SampleColumns.of("features", "name").withId("id").withWeight("weight"))) {
      Targets targets = samples.targets();

      assertThat(targets.names()).containsExactly("dog", "eel");
      assertThat(targets.weight(1) / targets.weight(0)).isEqualTo(2);
      assertThat(samples.targets().outputs()).isEqualTo(2);
    }
  }

  @Test
  void whatRowsCannotBeIsRefusedWithTheRow() {
    Dataset<Row> rows = Rows.of(session, 3);
    SampleColumns columns = COLUMNS.withId("id");

    refused(
        rows.withColumn(
            "features",
            when(col("id").equalTo(17), expr("transform(features, x -> double('NaN'))"))
                .otherwise(col("features"))),
        columns.withTokens(Samples.S),
        "the row of id 17: feature 0 is NaN; every value must be finite");
    refused(
        rows.withColumn(
            "features", when(col("id").equalTo(17), array(lit(1.0))).otherwise(col("features"))),
        columns.withTokens(Samples.S),
        "has 1 features");
    refused(
        rows.withColumn("id", col("id").minus(col("id").mod(2))), columns, "two rows have the id");
    refused(
        rows.withColumn("label", when(col("id").equalTo(4), col("label"))),
        columns,
        "has no label");
    refused(
        rows.withColumn("weight", lit("heavy")),
        columns.withWeight("weight"),
        "column 'weight' is of type string; a weight is a number");
    refused(
        rows.withColumn("id", expr("map('a', id)")),
        columns,
        "column 'id' is of type map<string,bigint>, which has no order; an id is a number or text");
    refused(
        rows.withColumn(
            "features", when(col("id").notEqual(4), functions.array_to_vector(col("features")))),
        columns.withTokens(Samples.S),
        "the row of id 4 has no features");
    refused(rows.filter(col("id").lt(0)), columns, "there are no rows");
    refused(rows, SampleColumns.of("tokens", "label"), "there is no column 'tokens'; there are id");
    refused(rows, SampleColumns.of("label", "label"), "features are an array of numbers");
    refused(rows, columns.withTokens(5), "12 features a row, which are no 5 tokens");
    refused(
        rows.withColumn("label", lit(-1).cast(DataTypes.IntegerType)),
        columns,
        "holds the label -1; classes are whole numbers from 0");
  }

  private static void refused(Dataset<Row> rows, SampleColumns columns, String why) {
    assertThatThrownBy(() -> DatasetSamples.read(rows, columns).targets())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(why);
  }

  private static double[] values(DatasetSamples samples) {
    return samples
        .tokens()
        .batch(0, samples.tokens().samples(), Precision.FLOAT64)
        .values()
        .doubles();
  }

  private static int[] labels(Targets targets) {
    ClassLabels labels = (ClassLabels) targets;
    return IntStream.range(0, labels.samples()).map(labels::label).toArray();
  }
}
