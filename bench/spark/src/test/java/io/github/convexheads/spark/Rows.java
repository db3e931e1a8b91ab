package io.github.convexheads.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.Engine;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Samples as rows: {@code id}, {@code features}, {@code label}, {@code value}. */
public final class Rows {
  public static final Samples SAMPLES = new Samples(60);

  private static final int SIZE = Samples.S * Samples.D;

  private Rows() {}

  /** A session of this process. */
  public static SparkSession session() {
    return SparkSession.builder()
        .sparkContext(Cluster.open("local[2]", 2).sc())
        .config("spark.sql.shuffle.partitions", "3")
        .getOrCreate();
  }

  /** The schema of the rows; the metadata of features say s. */
  public static StructType schema() {
    StructField features =
        DataTypes.createStructField(
            "features",
            DataTypes.createArrayType(DataTypes.DoubleType),
            false,
            new MetadataBuilder().putLong(FeatureColumn.TOKENS, Samples.S).build());
    return new StructType()
        .add("id", DataTypes.LongType, false)
        .add(features)
        .add("label", DataTypes.IntegerType, false)
        .add("value", DataTypes.DoubleType, false);
  }

  /** All samples in their order, in some partitions. */
  public static Dataset<Row> of(SparkSession session, int partitions) {
    return session.createDataFrame(list(), schema()).repartition(partitions);
  }

  /** All samples as rows, in their order. */
  public static List<Row> list() {
    Tokens tokens = SAMPLES.tokens();
    ClassLabels labels = (ClassLabels) SAMPLES.labels();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < SAMPLES.n(); i++) {
      double[] x = tokens.batch(i, i + 1, Precision.FLOAT64).values().doubles();
      Double[] features = new Double[SIZE];
      double sum = 0;
      for (int j = 0; j < SIZE; j++) {
        features[j] = x[j];
        sum += x[j];
      }
      rows.add(RowFactory.create((long) i, features, labels.label(i), sum / SIZE + i % 2));
    }
    return rows;
  }

  /** Writes rows as a Parquet file, and returns its name. */
  static String written(Dataset<Row> rows, Path file) {
    rows.write().parquet(file.toString());
    return file.toString();
  }

  /** Opens files as the command does. */
  static SparkTokens ofFiles(SparkSession session, List<String> names, int tokens) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    Engine.TokenFiles files = new Engine.TokenFiles(names, Optional.empty(), false, 0);
    return ParquetFiles.are(names)
        ? ParquetFiles.read(context, files, 7, tokens)
        : NpyShards.read(context, files, 7);
  }

  /** Fails unless tokens and labels are all of {@link #SAMPLES}, in their order. */
  static void requireAll(SparkTokens tokens) {
    assertThat(tokens.batch(0, 60, Precision.FLOAT64).values().doubles())
        .containsExactly(SAMPLES.tokens().batch(0, 60, Precision.FLOAT64).values().doubles());
    ClassLabels found = (ClassLabels) tokens.targets().orElseThrow();
    ClassLabels expected = (ClassLabels) SAMPLES.labels();
    for (int i = 0; i < 60; i++) {
      assertThat(found.label(i)).isEqualTo(expected.label(i));
    }
  }
}
