package io.github.convexheads.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.RealTargets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What columns of Parquet files hold, as the command gives them to the engine. */
class ParquetFilesTest {
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
  void weightsOfSomeFilesAloneAreRefusedWhicheverComesFirst(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    String plain =
        Rows.written(rows.filter(col("id").lt(25)).drop("id"), folder.resolve("a.parquet"));
    String weighted =
        Rows.written(
            rows.filter(col("id").geq(25)).drop("id").withColumn("weight", expr("2.0")),
            folder.resolve("b.parquet"));

    for (List<String> files : List.of(List.of(plain, weighted), List.of(weighted, plain))) {
      assertThatThrownBy(() -> Rows.ofFiles(session, files, Samples.S))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageMatching("row 0 of file:.*a\\.parquet/part-.* has no weight");
    }
  }

  @Test
  void weightsWithoutLabelsAreKeptForLabelsOfFiles(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    String file =
        Rows.written(
            rows.drop("label").withColumn("weight", expr("id + 1.0")), folder.resolve("a.parquet"));

    try (SparkTokens tokens = Rows.ofFiles(session, List.of(file), 0)) {
      assertThat(tokens.targets()).isEmpty();
      assertThat(tokens.weights().orElseThrow()).hasSize(60).startsWith(1, 2, 3);
      assertThat(
              ((SparkTokens)
                      tokens.withLengths(IntStream.generate(() -> Samples.S).limit(60).toArray()))
                  .weights())
          .isPresent();
    }
  }

  @Test
  void columnsOfDifferentTypesAreRefused(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    String numbers = Rows.written(rows, folder.resolve("a.parquet"));
    String words =
        Rows.written(rows.withColumn("label", expr("'cat'")), folder.resolve("b.parquet"));

    assertThatThrownBy(() -> Rows.ofFiles(session, List.of(numbers, words), Samples.S))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("columns of one name and different types");
  }

  @Test
  void aFeatureThatIsMissingIsNamed(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    for (String type : List.of("double", "float", "decimal(20,4)")) {
      Dataset<Row> broken =
          rows.withColumn(
              "features",
              expr(
                  "transform(features, (x, i) -> if(id = 17 and i = 4, null, cast(x as %s)))"
                      .formatted(type)));
      String file = Rows.written(broken.drop("id"), folder.resolve(type + ".parquet"));

      assertThatThrownBy(() -> Rows.ofFiles(session, List.of(file), Samples.S))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageMatching("row 17 of file:.*parquet/part-.*: feature 4 is NaN; every .*");
    }
  }

  @Test
  void featuresOfWholeNumbersAreRefusedAsThoseOfOtherFiles(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    for (String type : List.of("tinyint", "int", "bigint", "decimal(20,0)")) {
      String file =
          Rows.written(
              rows.withColumn(
                  "features", expr("transform(features, x -> cast(x as %s))".formatted(type))),
              folder.resolve(type + ".parquet"));

      assertThatThrownBy(() -> Rows.ofFiles(session, List.of(file), Samples.S))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "column 'features' is of type array<%s>; features must be floating-point numbers, for instance by cast(features as array<float>)"
                  .formatted(type));
    }
  }

  @Test
  void columnsOfFloat16AreNamed(@TempDir Path folder) throws Exception {
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message rows { optional group features (LIST) { repeated group list {"
                + " optional fixed_len_byte_array(2) element (FLOAT16); } } }");
    String file = folder.resolve("half.parquet").toString();
    ExampleParquetWriter.builder(new LocalOutputFile(Path.of(file))).withType(type).build().close();

    assertThatThrownBy(() -> Rows.ofFiles(session, List.of(file), Samples.S))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "a column of float16, which Spark does not read; write it as float32");
  }

  @Test
  void unsignedLabelsAreClassesAndLabelsThatAreNoneStayNumbers(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1).drop("id");
    String unsigned =
        Rows.written(
            rows.withColumn("label", col("label").cast("decimal(20,0)")),
            folder.resolve("a.parquet"));
    String ignoring =
        Rows.written(rows.withColumn("label", col("label").minus(1)), folder.resolve("b.parquet"));

    try (SparkTokens tokens = Rows.ofFiles(session, List.of(unsigned), 0)) {
      assertThat(tokens.targets().orElseThrow()).isInstanceOf(ClassLabels.class);
    }
    try (SparkTokens tokens = Rows.ofFiles(session, List.of(ignoring), 0)) {
      assertThat(tokens.targets().orElseThrow()).isInstanceOf(RealTargets.class);
    }
  }

  @Test
  void blankNamesOfClassesAreRefused(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1).drop("id");
    String file =
        Rows.written(
            rows.withColumn("label", expr("if(label = 0, ' ', 'cat')")),
            folder.resolve("a.parquet"));

    assertThatThrownBy(() -> Rows.ofFiles(session, List.of(file), Samples.S))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("column 'label' holds a label that is blank");
  }

  @Test
  void classesThatTwoFoldersNumberDifferentlyAreRefused(@TempDir Path folder) {
    String first = Rows.written(named("cat", "dog", "fox"), folder.resolve("a.parquet"));
    String alike = Rows.written(named("cat", "dog", "fox"), folder.resolve("b.parquet"));
    String other = Rows.written(named("dog", "cat", "fox"), folder.resolve("c.parquet"));

    try (SparkTokens tokens = Rows.ofFiles(session, List.of(first, alike), Samples.S)) {
      assertThat(((ClassLabels) tokens.targets().orElseThrow()).names())
          .containsExactly("cat", "dog", "fox");
    }
    assertThatThrownBy(() -> Rows.ofFiles(session, List.of(first, other), Samples.S))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("name their classes differently")
        .hasMessageContaining("a.parquet")
        .hasMessageContaining("has [cat, dog, fox]")
        .hasMessageContaining("has [dog, cat, fox]");
  }

  @Test
  void classesThatFilesOfOneFolderNumberDifferentlyAreRefused(@TempDir Path folder) {
    String file = Rows.written(named("cat", "dog", "fox"), folder.resolve("a.parquet"));
    named("dog", "cat", "fox").write().mode("append").parquet(file);

    assertThatThrownBy(() -> Rows.ofFiles(session, List.of(file), Samples.S))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("name their classes differently")
        .hasMessageContaining("has [cat, dog, fox]");
  }

  @Test
  void numbersOfTokensThatFilesSayDifferentlyAreRefusedUnlessOneIsGiven(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1).drop("id");
    Metadata six = Metadata.fromJson("{\"tokens\": 6}");
    String first = Rows.written(rows, folder.resolve("a.parquet"));
    String second =
        Rows.written(
            rows.withColumn("features", col("features").as("features", six)),
            folder.resolve("b.parquet"));

    try (SparkTokens tokens = Rows.ofFiles(session, List.of(first, second), 2)) {
      assertThat(tokens.shape().tokens()).isEqualTo(2);
    }
    assertThatThrownBy(() -> Rows.ofFiles(session, List.of(first, second), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            ".*different numbers of tokens: .*a.parquet/.* has %s, .*b.parquet/.* has 6; .*"
                .formatted(Samples.S));
  }

  @Test
  void columnsAreFoundInAnyCase(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    String file =
        Rows.written(
            rows.orderBy(col("id").desc())
                .withColumn("WEIGHT", expr("id + 1.0"))
                .withColumnsRenamed(Map.of("id", "ID", "label", "Label", "features", "Features")),
            folder.resolve("a.parquet"));

    try (SparkTokens tokens = Rows.ofFiles(session, List.of(file), 0)) {
      Rows.requireAll(tokens);
      assertThat(tokens.weights().orElseThrow()).startsWith(1, 2, 3);
    }
  }

  @Test
  void aColumnThatIsCalledAsTheMetadataOfSparkIsNoMatter(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1).drop("id");
    String file =
        Rows.written(rows.withColumn("_metadata", expr("'mine'")), folder.resolve("a.parquet"));

    try (SparkTokens tokens = Rows.ofFiles(session, List.of(file), 0)) {
      Rows.requireAll(tokens);
    }
  }

  /** Rows whose labels an indexer has numbered. */
  private static Dataset<Row> named(String... names) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1).drop("id");
    Metadata metadata =
        NominalAttribute.defaultAttr().withName("label").withValues(names).toMetadata();
    return rows.withColumn("label", expr("double(label % 3)").as("label", metadata));
  }

  @Test
  void aRowThatHoldsNoNumberIsNamedByItsFileAndPlace(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    Dataset<Row> broken =
        rows.withColumn(
            "features",
            when(col("id").equalTo(17), expr("transform(features, x -> double('NaN'))"))
                .otherwise(col("features")));
    String file = Rows.written(broken.drop("id"), folder.resolve("a.parquet"));

    assertThatThrownBy(() -> Rows.ofFiles(session, List.of(file), Samples.S))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching("row 17 of file:.*a\\.parquet/part-.*: feature 0 is NaN; every .*");
  }
}
