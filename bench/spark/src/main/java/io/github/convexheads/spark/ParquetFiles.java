package io.github.convexheads.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.Engine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Parquet files with a column {@code features}, and {@code label}, {@code weight} and {@code id}
 * where they are there. Without ids, rows are in the order of files as given, those of a pattern or
 * folder in natural order, and of rows in them, however they are split.
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
    List<String> roots =
        FilePatterns.found(files.names(), context.hadoopConfiguration()).stream()
            .map(file -> file.getPath().toString())
            .toList();
    Dataset<Row> all = Failures.named(() -> merged(session, roots));
    String order = "id";
    if (!has(all, order)) {
      order = "place";
      Column file = col("_metadata.file_path");
      FileOrder places = new FileOrder(roots, List.of(all.inputFiles()));
      all =
          all.withColumn(
              order,
              struct(
                  udf(places, DataTypes.IntegerType).apply(file).as("place"),
                  file,
                  col("_metadata.row_index").as("row")));
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

  /** All columns of all files: what only some have is missing in rows of the others. */
  private static Dataset<Row> merged(SparkSession session, List<String> files) throws Exception {
    try {
      return session.read().option("mergeSchema", true).parquet(files.toArray(String[]::new));
    } catch (Exception e) { // Spark's are checked, and its signatures do not name them
      if (!String.valueOf(e.getMessage()).contains("CANNOT_MERGE_SCHEMAS")) {
        throw e;
      }
      throw new InvalidInputException(
          "the Parquet files have columns of one name and different types, such as float and"
              + " double, or numbers and text; write all with the same types",
          e);
    }
  }

  private static Predicate<String> named(Dataset<Row> rows) {
    return name -> has(rows, name);
  }

  private static boolean has(Dataset<Row> rows, String column) {
    return Arrays.asList(rows.columns()).contains(column);
  }
}
