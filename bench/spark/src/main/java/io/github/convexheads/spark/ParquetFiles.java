package io.github.convexheads.spark;

import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.program.Engine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
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
    long count = names.stream().filter(name -> new Path(name).getName().endsWith(END)).count();
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
    List<String> read = Arrays.stream(all.inputFiles()).toList();
    FileOrder places = new FileOrder(roots, read);
    String features = column(all, "features").orElse("features");
    FeatureColumn.of(all.schema(), features);
    Optional<String> label = column(all, "label");
    ParquetMetadata.of(context, read).requireOne(label, tokens == 0 ? features : null);
    Optional<String> order = column(all, "id");
    if (order.isEmpty()) {
      order = Optional.of("place in files");
      all = all.withColumn("place in files", place(all, places));
    }
    SampleColumns columns =
        new SampleColumns(features, label, column(all, "weight"), order, tokens);
    return DatasetSamples.read(all, columns, rows).labelledTokens();
  }

  /** Where rows are in the files, by which those that have no id are ordered. */
  private static Column place(Dataset<Row> rows, FileOrder places) {
    Column metadata = rows.metadataColumn("_metadata");
    Column file = metadata.getField("file_path");
    return struct(
        udf(places, DataTypes.IntegerType).apply(file).as("place"),
        file,
        metadata.getField("row_index").as("row"));
  }

  /** The column of a name, in lower case or any other, as Spark itself finds it. */
  private static Optional<String> column(Dataset<Row> rows, String name) {
    List<String> found = Arrays.stream(rows.columns()).filter(name::equalsIgnoreCase).toList();
    if (found.size() > 1) {
      throw new InvalidInputException(
          "the Parquet files have columns %s; leave one of them".formatted(found));
    }
    return found.stream().findFirst();
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
      if (message.contains("UNABLE_TO_INFER_SCHEMA")) {
        throw new InvalidInputException(
            "%s: no Parquet file that Spark reads, which leaves out names that begin with _ or ."
                .formatted(files),
            e);
      }
      if (message.contains("CONFLICTING_DIRECTORY_STRUCTURES")) {
        throw new InvalidInputException(
            "%s: a folder that is divided by values of a column, as label=0, cannot be read with others; give it alone, or write all files as one such folder"
                .formatted(files),
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
}
