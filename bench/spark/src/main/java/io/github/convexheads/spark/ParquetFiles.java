package io.github.convexheads.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.Engine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Parquet files with a column {@code features}, and {@code label}, {@code weight} and {@code id}
 * where they are there. Without ids, rows are in the order of the names of files and of rows in
 * them, however they are split.
 */
final class ParquetFiles {
  private static final String END = ".parquet";

  private ParquetFiles() {}

  /** Says whether all names are of Parquet files; some among others are refused. */
  static boolean are(List<String> names) {
    long count = names.stream().filter(name -> name.endsWith(END)).count();
    if (count > 0 && count < names.size()) {
      throw new InvalidInputException(
          "%s: Parquet files among others; give files of one kind".formatted(names));
    }
    return count > 0;
  }

  /** Reads the files, s tokens a sample or as many as their metadata say. */
  static SparkTokens read(JavaSparkContext context, Engine.TokenFiles files, int rows, int tokens) {
    if (files.array().isPresent() || files.featuresFirst() || files.dropped() > 0) {
      throw new InvalidInputException(
          "Parquet files hold s x d features a row; leave out --tokens-name, --layout and"
              + " --drop-tokens");
    }
    SparkSession session = SparkSession.builder().sparkContext(context.sc()).getOrCreate();
    Dataset<Row> all =
        Failures.named(() -> session.read().parquet(files.names().toArray(String[]::new)));
    String order = "id";
    if (!has(all, order)) {
      order = "place";
      all =
          all.withColumn(
              order, struct(col("_metadata.file_path"), col("_metadata.row_index").as("row")));
    }
    SampleColumns columns =
        new SampleColumns(
            "features",
            Optional.of("label").filter(named(all)),
            Optional.of("weight").filter(named(all)),
            Optional.of(order),
            tokens);
    return DatasetSamples.read(all, columns, rows).labelledTokens();
  }

  private static Predicate<String> named(Dataset<Row> rows) {
    return name -> has(rows, name);
  }

  private static boolean has(Dataset<Row> rows, String column) {
    return Arrays.asList(rows.columns()).contains(column);
  }
}
