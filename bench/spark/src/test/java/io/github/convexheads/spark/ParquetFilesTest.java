package io.github.convexheads.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.Engine;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.RealTargets;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.Metadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files as the command gives them to the engine. */
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
  void rowsWithoutIdsAreInTheOrderOfFilesAsGivenAndOfRowsInThem(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    String first =
        written(rows.filter(col("id").lt(25)).drop("id"), folder.resolve("b 50%.parquet"));
    String second = written(rows.filter(col("id").geq(25)).drop("id"), folder.resolve("a.parquet"));

    try (SparkTokens tokens = read(List.of(first, second), 0)) {
      requireOrder(tokens);
    }
  }

  @Test
  void filesOfAPatternAreInNaturalOrder(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    written(rows.filter(col("id").lt(25)).drop("id"), folder.resolve("part2.parquet"));
    written(rows.filter(col("id").geq(25)).drop("id"), folder.resolve("part10.parquet"));

    try (SparkTokens tokens = read(List.of(folder + "/part*.parquet"), 0)) {
      requireOrder(tokens);
    }
  }

  private static void requireOrder(SparkTokens tokens) {
    assertThat(tokens.batch(0, 60, Precision.FLOAT64).values().doubles())
        .containsExactly(Rows.SAMPLES.tokens().batch(0, 60, Precision.FLOAT64).values().doubles());
    ClassLabels found = (ClassLabels) tokens.targets().orElseThrow();
    ClassLabels expected = (ClassLabels) Rows.SAMPLES.labels();
    for (int i = 0; i < 60; i++) {
      assertThat(found.label(i)).isEqualTo(expected.label(i));
    }
  }

  @Test
  void weightsOfSomeFilesAloneAreRefusedWhicheverComesFirst(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    String plain = written(rows.filter(col("id").lt(25)).drop("id"), folder.resolve("a.parquet"));
    String weighted =
        written(
            rows.filter(col("id").geq(25)).drop("id").withColumn("weight", expr("2.0")),
            folder.resolve("b.parquet"));

    for (List<String> files : List.of(List.of(plain, weighted), List.of(weighted, plain))) {
      assertThatThrownBy(() -> read(files, Samples.S))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageMatching("row 0 of file:.*a\\.parquet/part-.* has no weight");
    }
  }

  @Test
  void weightsWithoutLabelsAreKeptForLabelsOfFiles(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    String file =
        written(
            rows.drop("label").withColumn("weight", expr("id + 1.0")), folder.resolve("a.parquet"));

    try (SparkTokens tokens = read(List.of(file), 0)) {
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
    String numbers = written(rows, folder.resolve("a.parquet"));
    String words = written(rows.withColumn("label", expr("'cat'")), folder.resolve("b.parquet"));

    assertThatThrownBy(() -> read(List.of(numbers, words), Samples.S))
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
      String file = written(broken.drop("id"), folder.resolve(type + ".parquet"));

      assertThatThrownBy(() -> read(List.of(file), Samples.S))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageMatching("row 17 of file:.*parquet/part-.*: feature 4 is NaN; every .*");
    }
  }

  @Test
  void featuresOfWholeNumbersAreRefusedAsThoseOfOtherFiles(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    for (String type : List.of("tinyint", "int", "bigint", "decimal(20,0)")) {
      String file =
          written(
              rows.withColumn(
                  "features", expr("transform(features, x -> cast(x as %s))".formatted(type))),
              folder.resolve(type + ".parquet"));

      assertThatThrownBy(() -> read(List.of(file), Samples.S))
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

    assertThatThrownBy(() -> read(List.of(file), Samples.S))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "a column of float16, which Spark does not read; write it as float32");
  }

  @Test
  void unsignedLabelsAreClassesAndLabelsThatAreNoneStayNumbers(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1).drop("id");
    String unsigned =
        written(
            rows.withColumn("label", col("label").cast("decimal(20,0)")),
            folder.resolve("a.parquet"));
    String ignoring =
        written(rows.withColumn("label", col("label").minus(1)), folder.resolve("b.parquet"));

    try (SparkTokens tokens = read(List.of(unsigned), 0)) {
      assertThat(tokens.targets().orElseThrow()).isInstanceOf(ClassLabels.class);
    }
    try (SparkTokens tokens = read(List.of(ignoring), 0)) {
      assertThat(tokens.targets().orElseThrow()).isInstanceOf(RealTargets.class);
    }
  }

  @Test
  void blankNamesOfClassesAreRefused(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1).drop("id");
    String file =
        written(
            rows.withColumn("label", expr("if(label = 0, ' ', 'cat')")),
            folder.resolve("a.parquet"));

    assertThatThrownBy(() -> read(List.of(file), Samples.S))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("column 'label' holds a label that is blank");
  }

  @Test
  void classesThatTwoFoldersNumberDifferentlyAreRefused(@TempDir Path folder) {
    String first = written(named("cat", "dog", "fox"), folder.resolve("a.parquet"));
    String alike = written(named("cat", "dog", "fox"), folder.resolve("b.parquet"));
    String other = written(named("dog", "cat", "fox"), folder.resolve("c.parquet"));

    try (SparkTokens tokens = read(List.of(first, alike), Samples.S)) {
      assertThat(((ClassLabels) tokens.targets().orElseThrow()).names())
          .containsExactly("cat", "dog", "fox");
    }
    assertThatThrownBy(() -> read(List.of(first, other), Samples.S))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("name their classes differently")
        .hasMessageContaining("a.parquet")
        .hasMessageContaining("has [cat, dog, fox]")
        .hasMessageContaining("has [dog, cat, fox]");
  }

  @Test
  void classesThatFilesOfOneFolderNumberDifferentlyAreRefused(@TempDir Path folder) {
    String file = written(named("cat", "dog", "fox"), folder.resolve("a.parquet"));
    named("dog", "cat", "fox").write().mode("append").parquet(file);

    assertThatThrownBy(() -> read(List.of(file), Samples.S))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("name their classes differently")
        .hasMessageContaining("has [cat, dog, fox]");
  }

  @Test
  void numbersOfTokensThatFilesSayDifferentlyAreRefusedUnlessOneIsGiven(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1).drop("id");
    Metadata six = Metadata.fromJson("{\"tokens\": 6}");
    String first = written(rows, folder.resolve("a.parquet"));
    String second =
        written(
            rows.withColumn("features", col("features").as("features", six)),
            folder.resolve("b.parquet"));

    try (SparkTokens tokens = read(List.of(first, second), 2)) {
      assertThat(tokens.shape().tokens()).isEqualTo(2);
    }
    assertThatThrownBy(() -> read(List.of(first, second), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            ".*different numbers of tokens: .*a.parquet/.* has %s, .*b.parquet/.* has 6; .*"
                .formatted(Samples.S));
  }

  @Test
  void columnsAreFoundInAnyCase(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    String file =
        written(
            rows.orderBy(col("id").desc())
                .withColumn("WEIGHT", expr("id + 1.0"))
                .withColumnsRenamed(Map.of("id", "ID", "label", "Label", "features", "Features")),
            folder.resolve("a.parquet"));

    try (SparkTokens tokens = read(List.of(file), 0)) {
      requireOrder(tokens);
      assertThat(tokens.weights().orElseThrow()).startsWith(1, 2, 3);
    }
  }

  @Test
  void aColumnThatIsCalledAsTheMetadataOfSparkIsNoMatter(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1).drop("id");
    String file =
        written(rows.withColumn("_metadata", expr("'mine'")), folder.resolve("a.parquet"));

    try (SparkTokens tokens = read(List.of(file), 0)) {
      requireOrder(tokens);
    }
  }

  @Test
  void filesThatSparkWouldLeaveOutOrReadOnceAreRefused(@TempDir Path folder) throws IOException {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1).drop("id");
    String file = written(rows, folder.resolve("a.parquet"));
    Path part;
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(Path.of(file), "part*.parquet")) {
      part = parts.iterator().next();
    }
    Files.copy(part, folder.resolve("_b.parquet"));
    Files.copy(part, folder.resolve(".c.parquet"));

    for (String name : List.of("_b.parquet", ".c.parquet")) {
      assertThatThrownBy(() -> read(List.of(file, folder.resolve(name).toString()), 0))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(name + " has no Parquet file that Spark reads");
    }
    assertThatThrownBy(() -> read(List.of(folder.resolve("_b.parquet").toString()), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("_b.parquet]: no Parquet file that Spark reads");
    assertThatThrownBy(() -> read(List.of(file, file), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.parquet is named twice");
    assertThatThrownBy(() -> read(List.of(part.toString(), file), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            ".*part-.* is named, and also the folder .*a.parquet that it is in; .*");
    Files.delete(folder.resolve("_b.parquet"));
    try (SparkTokens tokens = read(List.of(folder + "/*.parquet"), 0)) {
      assertThat(tokens.samples()).isEqualTo(60);
    }
  }

  @Test
  void foldersMayEndInASlashAndThoseOfOtherNamesAreRefused(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1).drop("id");
    String file = written(rows, folder.resolve("a.parquet"));

    try (SparkTokens tokens = read(List.of(file + "/"), 0)) {
      requireOrder(tokens);
    }
    assertThatThrownBy(() -> read(List.of(folder.toString()), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(folder + " is a folder; name the files in it");
  }

  @Test
  void patternsMeanTheFilesThatTheyMeanInMemory(@TempDir Path folder) throws IOException {
    Configuration hadoop = new Configuration();
    for (String name : List.of("a1.npy", ".a2.npy", "b[1].npy", "b1.npy")) {
      Files.createFile(folder.resolve(name));
    }
    for (Map.Entry<String, String> one :
        Map.of("*1.npy", "a1.npy b1.npy", "*2.npy", "", "b[1].npy", "b[1].npy").entrySet()) {
      List<String> names = List.of(folder + "/" + one.getKey());
      if (one.getValue().isEmpty()) {
        assertThatThrownBy(() -> FilePatterns.found(names, hadoop))
            .hasMessageContaining("no file matches");
      } else {
        assertThat(FilePatterns.found(names, hadoop))
            .extracting(file -> file.getPath().getName())
            .containsExactly(one.getValue().split(" "));
      }
    }
  }

  @Test
  void foldersDividedByAColumnAreReadAlone(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    String plain = written(rows, folder.resolve("a.parquet"));
    String divided = folder.resolve("b.parquet").toString();
    rows.write().partitionBy("label").parquet(divided);

    try (SparkTokens tokens = read(List.of(divided), 0)) {
      requireOrder(tokens);
    }
    assertThatThrownBy(() -> read(List.of(divided, plain), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("as label=0, cannot be read with others");
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
    String file = written(broken.drop("id"), folder.resolve("a.parquet"));

    assertThatThrownBy(() -> read(List.of(file), Samples.S))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching("row 17 of file:.*a\\.parquet/part-.*: feature 0 is NaN; every .*");
  }

  @Test
  void filesOfSeveralKindsAndMissingFilesAreRefused(@TempDir Path folder) {
    assertThatThrownBy(() -> read(List.of("a.parquet", "b.npy"), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Parquet files among others");
    assertThatThrownBy(() -> read(List.of(folder.resolve("none.parquet").toString()), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none.parquet");
  }

  private static String written(Dataset<Row> rows, Path file) {
    rows.write().parquet(file.toString());
    return file.toString();
  }

  private static SparkTokens read(List<String> names, int tokens) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    Engine.TokenFiles files = new Engine.TokenFiles(names, Optional.empty(), false, 0);
    return ParquetFiles.are(names)
        ? ParquetFiles.read(context, files, 7, tokens)
        : NpyShards.read(context, files, 7);
  }
}
