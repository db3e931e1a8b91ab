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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
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
  void rows_without_ids_are_in_the_order_of_files_and_of_rows_in_them(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    String first = written(rows.filter(col("id").lt(25)).drop("id"), folder.resolve("a.parquet"));
    String second = written(rows.filter(col("id").geq(25)).drop("id"), folder.resolve("b.parquet"));

    try (SparkTokens tokens = read(List.of(second, first), 0)) {
      assertThat(tokens.batch(0, 60, Precision.FLOAT64).values().doubles())
          .containsExactly(
              Rows.SAMPLES.tokens().batch(0, 60, Precision.FLOAT64).values().doubles());
      ClassLabels found = (ClassLabels) tokens.targets().orElseThrow();
      ClassLabels expected = (ClassLabels) Rows.SAMPLES.labels();
      for (int i = 0; i < 60; i++) {
        assertThat(found.label(i)).isEqualTo(expected.label(i));
      }
    }
  }

  @Test
  void a_row_that_holds_no_number_is_named_by_its_file_and_place(@TempDir Path folder) {
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
  void files_of_several_kinds_and_missing_files_are_refused(@TempDir Path folder) {
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
