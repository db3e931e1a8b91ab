package io.github.convexheads.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files names, patterns and folders stand for, and in which order. */
class ParquetFoldersTest {
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
        Rows.written(rows.filter(col("id").lt(25)).drop("id"), folder.resolve("b 50%.parquet"));
    String second =
        Rows.written(rows.filter(col("id").geq(25)).drop("id"), folder.resolve("a.parquet"));

    try (SparkTokens tokens = Rows.ofFiles(session, List.of(first, second), 0)) {
      Rows.requireAll(tokens);
    }
  }

  @Test
  void filesOfAPatternAreInNaturalOrder(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1);
    Rows.written(rows.filter(col("id").lt(25)).drop("id"), folder.resolve("part2.parquet"));
    Rows.written(rows.filter(col("id").geq(25)).drop("id"), folder.resolve("part10.parquet"));

    try (SparkTokens tokens = Rows.ofFiles(session, List.of(folder + "/part*.parquet"), 0)) {
      Rows.requireAll(tokens);
    }
  }

  @Test
  void filesThatSparkWouldLeaveOutOrReadOnceAreRefused(@TempDir Path folder) throws IOException {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1).drop("id");
    String file = Rows.written(rows, folder.resolve("a.parquet"));
    Path part;
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(Path.of(file), "part*.parquet")) {
      part = parts.iterator().next();
    }
    Files.copy(part, folder.resolve("_b.parquet"));
    Files.copy(part, folder.resolve(".c.parquet"));

    for (String name : List.of("_b.parquet", ".c.parquet")) {
      assertThatThrownBy(
              () -> Rows.ofFiles(session, List.of(file, folder.resolve(name).toString()), 0))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(name + " has no Parquet file that Spark reads");
    }
    assertThatThrownBy(
            () -> Rows.ofFiles(session, List.of(folder.resolve("_b.parquet").toString()), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("_b.parquet]: no Parquet file that Spark reads");
    assertThatThrownBy(() -> Rows.ofFiles(session, List.of(file, file), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("a.parquet is named twice");
    assertThatThrownBy(() -> Rows.ofFiles(session, List.of(part.toString(), file), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            ".*part-.* is named, and also the folder .*a.parquet that it is in; .*");
    Files.delete(folder.resolve("_b.parquet"));
    try (SparkTokens tokens = Rows.ofFiles(session, List.of(folder + "/*.parquet"), 0)) {
      assertThat(tokens.samples()).isEqualTo(60);
    }
  }

  @Test
  void foldersMayEndInASlashAndThoseOfOtherNamesAreRefused(@TempDir Path folder) {
    Dataset<Row> rows = session.createDataFrame(Rows.list(), Rows.schema()).coalesce(1).drop("id");
    String file = Rows.written(rows, folder.resolve("a.parquet"));

    try (SparkTokens tokens = Rows.ofFiles(session, List.of(file + "/"), 0)) {
      Rows.requireAll(tokens);
    }
    assertThatThrownBy(() -> Rows.ofFiles(session, List.of(folder.toString()), 0))
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
    String plain = Rows.written(rows, folder.resolve("a.parquet"));
    String divided = folder.resolve("b.parquet").toString();
    rows.write().partitionBy("label").parquet(divided);

    try (SparkTokens tokens = Rows.ofFiles(session, List.of(divided), 0)) {
      Rows.requireAll(tokens);
    }
    assertThatThrownBy(() -> Rows.ofFiles(session, List.of(divided, plain), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("as label=0, cannot be read with others");
  }

  @Test
  void filesOfSeveralKindsAndMissingFilesAreRefused(@TempDir Path folder) {
    assertThatThrownBy(() -> Rows.ofFiles(session, List.of("a.parquet", "b.npy"), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Parquet files among others");
    assertThatThrownBy(
            () -> Rows.ofFiles(session, List.of(folder.resolve("none.parquet").toString()), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none.parquet");
  }
}
