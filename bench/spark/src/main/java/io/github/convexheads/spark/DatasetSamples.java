package io.github.convexheads.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.hex;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenShape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.catalyst.expressions.RowOrdering;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/**
 * The rows of a {@code Dataset} as samples: their features stay on the cluster, labels and weights
 * come to the driver.
 *
 * <pre>{@code
 * Dataset<Row> rows = session.read().parquet("hdfs://host/train");
 * try (DatasetSamples samples = DatasetSamples.read(rows, SampleColumns.of("features", "label"))) {
 *   FitResult result = ConvexHeads.builder().fit(samples.tokens(), samples.targets());
 * }
 * }</pre>
 *
 * <p>The order of the samples is that of ids, or of a hash of the rows, so that the same rows give
 * the same result however they are split. Rows are sorted once, and blocks put together once.
 */
public final class DatasetSamples implements AutoCloseable {
  private final SparkTokens tokens;
  private final LabelColumn labels;
  private final double[] weights;
  private final Optional<ColumnTargets> targets;

  private DatasetSamples(
      SparkTokens tokens, LabelColumn labels, double[] weights, Optional<ColumnTargets> targets) {
    this.tokens = tokens;
    this.labels = labels;
    this.weights = weights;
    this.targets = targets;
  }

  /**
   * Reads rows; the cluster keeps their features until {@link #close}.
   *
   * @param rows the rows
   * @param columns which columns hold what
   * @return the samples
   * @throws InvalidInputException if a column is missing or of another type, rows have features of
   *     different length, a value is missing or not finite (names the row by its id), or two rows
   *     have one id
   */
  public static DatasetSamples read(Dataset<?> rows, SampleColumns columns) {
    return read(rows, columns, 0);
  }

  /**
   * Reads rows into blocks of a size.
   *
   * @param rows the rows
   * @param columns which columns hold what
   * @param blockRows samples of a block; 0 for as many as suit their size
   * @return the samples
   * @throws InvalidInputException as {@link #read(Dataset, SampleColumns)}
   */
  public static DatasetSamples read(Dataset<?> rows, SampleColumns columns, int blockRows) {
    FeatureColumn features = FeatureColumn.of(rows.schema(), columns.features());
    Optional<ColumnTargets> targets =
        columns.label().map(name -> ColumnTargets.of(FeatureColumn.field(rows.schema(), name)));
    columns.weight().ifPresent(name -> requireNumbers(FeatureColumn.field(rows.schema(), name)));
    columns.id().ifPresent(name -> requireOrder(FeatureColumn.field(rows.schema(), name)));
    JavaRDD<SampleRow> sorted =
        sorted(rows, features, columns).as(Encoders.bean(SampleRow.class)).toJavaRDD();
    JavaSparkContext context = JavaSparkContext.fromSparkContext(sorted.context());
    context.setJobDescription("rows of samples");
    List<RowSummary> parts =
        Failures.named(() -> sorted.mapPartitions(new RowCheck(columns)).collect());
    List<RowSummary> filled = parts.stream().filter(part -> part.count() > 0).toList();
    RowSummary first =
        filled.stream()
            .findFirst()
            .orElseThrow(() -> new InvalidInputException("there are no rows to fit a head to"));
    filled.forEach(part -> part.requireLength(first));
    long[] firsts = firsts(parts);
    TokenShape shape = features.shape(columns.tokens(), first.length());
    BlockLayout plain = BlockLayout.of(Math.toIntExact(firsts[parts.size()]), shape, blockRows);
    BlockLayout layout = plain.withPartitions(plain.partitions(context.defaultParallelism()));
    JavaRDD<TokenBlock> blocks = RowBlocks.of(sorted, firsts, layout, shape, features.precision());
    SparkTokens tokens = new SparkTokens(blocks, layout, shape, features.precision(), null);
    return new DatasetSamples(
        tokens,
        LabelColumn.joined(filled.stream().map(RowSummary::labels).toList()),
        columns.weight().isPresent()
            ? filled.stream().flatMapToDouble(part -> Arrays.stream(part.weights())).toArray()
            : null,
        targets);
  }

  private static void requireNumbers(StructField weight) {
    if (!(weight.dataType() instanceof NumericType)) {
      throw new InvalidInputException(
          "column '%s' is of type %s; a weight is a number"
              .formatted(weight.name(), weight.dataType().simpleString()));
    }
  }

  private static void requireOrder(StructField id) {
    if (!RowOrdering.isOrderable(id.dataType())) {
      throw new InvalidInputException(
          "column '%s' is of type %s, which has no order; an id is a number or text"
              .formatted(id.name(), id.dataType().simpleString()));
    }
  }

  private static Dataset<?> sorted(Dataset<?> rows, FeatureColumn features, SampleColumns columns) {
    boolean single = features.precision() == Precision.FLOAT32;
    DataType doubles = DataTypes.createArrayType(DataTypes.DoubleType);
    DataType floats = DataTypes.createArrayType(DataTypes.FloatType);
    Column none = lit(null);
    Dataset<?> chosen =
        rows.select(
            (single ? features.array() : none.cast(floats)).as("floats"),
            (single ? none.cast(doubles) : features.array()).as("doubles"),
            text(rows, columns.label()).as("label"),
            columns
                .weight()
                .map(name -> col(name).cast(DataTypes.DoubleType))
                .orElse(none.cast(DataTypes.DoubleType))
                .as("weight"),
            text(rows, columns.id()).as("id"),
            columns.id().map(org.apache.spark.sql.functions::col).orElse(none).as("order"));
    if (columns.id().isPresent()) {
      return chosen.orderBy(col("order")).drop("order");
    }
    Column hash = xxhash64(col("floats"), col("doubles"), col("label"), col("weight"));
    // Rows of one hash may differ; what they hold decides then, and equal rows are alike.
    return chosen
        .orderBy(hash, col("floats"), col("doubles"), col("label"), col("weight"))
        .drop("order");
  }

  /** A column as text from which its values come back, in double precision where it is single. */
  private static Column text(Dataset<?> rows, Optional<String> column) {
    if (column.isEmpty()) {
      return lit(null).cast(DataTypes.StringType);
    }
    DataType type = FeatureColumn.field(rows.schema(), column.get()).dataType();
    Column values = col(column.get());
    if (type.equals(DataTypes.BinaryType)) {
      return hex(values);
    }
    return (type.equals(DataTypes.FloatType) ? values.cast(DataTypes.DoubleType) : values)
        .cast(DataTypes.StringType);
  }

  private static long[] firsts(List<RowSummary> parts) {
    long[] firsts = new long[parts.size() + 1];
    for (int p = 0; p < parts.size(); p++) {
      firsts[p + 1] = firsts[p] + parts.get(p).count();
    }
    if (firsts[parts.size()] > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          "%s rows; at most %s are possible".formatted(firsts[parts.size()], Integer.MAX_VALUE));
    }
    return firsts;
  }

  /**
   * Returns the samples.
   *
   * @return their tokens, which stay on the cluster
   */
  public SparkTokens tokens() {
    return tokens;
  }

  /**
   * Returns the targets, weighted where there is a column of weights. A column of whole numbers or
   * of text holds classes, one of fractional numbers values.
   *
   * @return n targets
   * @throws InvalidInputException if there is no column of labels, or one is not allowed
   */
  public Targets targets() {
    return weighted(column().targets(labels));
  }

  /**
   * Returns the targets as classes, whatever type their column has.
   *
   * @return n labels
   * @throws InvalidInputException if a label is no whole number of at least 0
   */
  public Targets classes() {
    return weighted(column().classes(labels));
  }

  /**
   * Returns the targets as values, whatever type their column has.
   *
   * @return n values
   * @throws InvalidInputException if a label is no number
   */
  public Targets values() {
    return weighted(column().values(labels));
  }

  /**
   * The tokens, which know weights, and targets as they are stored: whole numbers need not be
   * classes.
   */
  SparkTokens labelledTokens() {
    return tokens.withKept(
        targets.map(column -> weighted(column.stored(labels))).orElse(null), weights);
  }

  private ColumnTargets column() {
    return targets.orElseThrow(
        () -> new InvalidInputException("no column of labels was named; name it to fit a head"));
  }

  private Targets weighted(Targets plain) {
    return weights == null ? plain : plain.withWeights(weights);
  }

  /** Lets the cluster forget the samples. */
  @Override
  public void close() {
    tokens.close();
  }
}
