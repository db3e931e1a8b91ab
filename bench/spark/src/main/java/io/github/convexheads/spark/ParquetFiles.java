package io.github.convexheads.spark;

import static java.util.stream.Collectors.joining;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.Engine;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Parquet files with a column {@code features}, and {@code label}, {@code weight} and {@code id}
 * where they are there. Without ids, rows are in the order of files as given, those of a pattern or
 * folder in natural order, and of rows in them, however they are split.
 */
final class ParquetFiles {
  private static final String END = ".parquet";
  private static final String LABEL = "label";

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
    List<FileStatus> found = FilePatterns.found(files.names(), context.hadoopConfiguration());
    List<String> roots = found.stream().map(file -> file.getPath().toString()).toList();
    Dataset<Row> all = Failures.named(() -> merged(session, roots));
    if (has(all, LABEL)) {
      requireOneNaming(session, found);
    }
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
            Optional.of(LABEL).filter(named(all)),
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
      String message = String.valueOf(e.getMessage());
      if (message.contains("(FLOAT16)")) {
        throw new InvalidInputException(
            "the Parquet files have a column of float16, which Spark does not read; write it as"
                + " float32",
            e);
      }
      if (!message.contains("CANNOT_MERGE_SCHEMAS")) {
        throw e;
      }
      throw new InvalidInputException(
          "the Parquet files have columns of one name and different types, such as float and"
              + " double, or numbers and text; write all with the same types",
          e);
    }
  }

  /** Classes are numbered by whoever writes a folder: those of one are not always another's. */
  private static void requireOneNaming(SparkSession session, List<FileStatus> files) {
    Map<Path, String> firsts = new LinkedHashMap<>();
    for (FileStatus file : files) {
      Path path = file.getPath();
      firsts.putIfAbsent(file.isDirectory() ? path : path.getParent(), path.toString());
    }
    if (firsts.size() == 1) {
      return;
    }
    Map<List<String>, String> namings = new LinkedHashMap<>();
    for (String file : firsts.values()) {
      StructType columns = session.read().parquet(file).schema();
      if (Arrays.asList(columns.fieldNames()).contains(LABEL)) {
        namings.putIfAbsent(ColumnTargets.names(columns.apply(LABEL)), file);
      }
    }
    if (namings.size() > 1) {
      throw new InvalidInputException(
          "the Parquet files name their classes differently: %s; index the labels of all files by one StringIndexer"
              .formatted(
                  namings.entrySet().stream()
                      .map(
                          one ->
                              "%s has %s"
                                  .formatted(
                                      one.getValue(),
                                      one.getKey().isEmpty() ? "no names" : one.getKey()))
                      .collect(joining(", "))));
    }
  }

  private static Predicate<String> named(Dataset<Row> rows) {
    return name -> has(rows, name);
  }

  private static boolean has(Dataset<Row> rows, String column) {
    return Arrays.asList(rows.columns()).contains(column);
  }
}
