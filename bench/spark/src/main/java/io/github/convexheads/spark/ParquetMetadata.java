package io.github.convexheads.spark;

import static java.util.stream.Collectors.joining;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.NaturalOrder;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * What the footers of Parquet files say of their columns beside the types: which class has which
 * number, and how many tokens a sample has. Whoever writes a file decides on both, so that files
 * are compared, and Spark would take those of any one of them for all.
 */
final class ParquetMetadata {
  private static final String KEY = "org.apache.spark.sql.parquet.row.metadata";
  private static final int FILES_OF_A_TASK = 64;

  private final Map<String, StructType> files;

  private ParquetMetadata(Map<String, StructType> files) {
    this.files = files;
  }

  /** Reads the footers on executors; the first file of each kind of footer stands for all. */
  static ParquetMetadata of(JavaSparkContext context, List<String> names) {
    Broadcast<SerializableConfiguration> hadoop =
        context.broadcast(new SerializableConfiguration(context.hadoopConfiguration()));
    List<Tuple2<String, String>> found =
        Failures.named(
            () ->
                context
                    .parallelize(names, 1 + names.size() / FILES_OF_A_TASK)
                    .mapToPair(name -> new Tuple2<>(footer(name, hadoop.value().value()), name))
                    .reduceByKey((a, b) -> NaturalOrder.OF_TEXT.compare(a, b) <= 0 ? a : b)
                    .collect());
    Map<String, StructType> files = new LinkedHashMap<>();
    found.stream()
        .sorted((a, b) -> NaturalOrder.OF_TEXT.compare(a._2(), b._2()))
        .forEach(one -> files.put(one._2(), columns(one._1())));
    return new ParquetMetadata(files);
  }

  /** The columns as Spark wrote them; nothing where another program wrote the file. */
  private static String footer(String name, Configuration hadoop) throws IOException {
    HadoopInputFile file = HadoopInputFile.fromPath(SparkPath.fromUrlString(name).toPath(), hadoop);
    try (ParquetFileReader reader = ParquetFileReader.open(file)) {
      return reader.getFileMetaData().getKeyValueMetaData().getOrDefault(KEY, "");
    }
  }

  private static StructType columns(String json) {
    return json.isEmpty() ? new StructType() : (StructType) DataType.fromJson(json);
  }

  /**
   * Refuses files that number classes differently, or samples of different numbers of tokens.
   *
   * @param label the column of labels
   * @param features the column of features, or null where s was given
   * @throws InvalidInputException if the files differ
   */
  void requireOne(Optional<String> label, String features) {
    label.ifPresent(
        column -> {
          Map<String, String> namings =
              said(column, field -> ColumnTargets.names(field).toString(), "[]");
          if (namings.size() > 1) {
            throw new InvalidInputException(
                "the Parquet files name their classes differently: %s; index the labels of all files by one StringIndexer"
                    .formatted(listed(namings, "[]", "no names")));
          }
        });
    if (features == null) {
      return;
    }
    Map<String, String> tokens =
        said(features, field -> Integer.toString(FeatureColumn.recorded(field)), "0");
    if (tokens.size() > 1) {
      throw new InvalidInputException(
          "the Parquet files have samples of different numbers of tokens: %s; give the number that is right for all with --engine-set tokens=N"
              .formatted(listed(tokens, "0", "none in its metadata")));
    }
  }

  /** What files say of a column, each with the first file that does. */
  private Map<String, String> said(
      String column, Function<StructField, String> reader, String nothing) {
    Map<String, String> all = new LinkedHashMap<>();
    files.forEach(
        (file, columns) -> {
          Optional<StructField> field =
              Arrays.stream(columns.fields())
                  .filter(one -> one.name().equalsIgnoreCase(column))
                  .findFirst();
          if (field.isPresent() || columns.isEmpty()) {
            all.putIfAbsent(field.map(reader).orElse(nothing), file);
          }
        });
    return all;
  }

  private static String listed(Map<String, String> said, String nothing, String named) {
    return said.entrySet().stream()
        .map(
            one -> one.getValue() + " has " + (one.getKey().equals(nothing) ? named : one.getKey()))
        .collect(joining(", "));
  }
}
