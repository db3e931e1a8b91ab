package io.github.convexheads.spark.ml;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.model.FittedHead;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A head that tells classes: adds outputs, probabilities and the class of the largest output. */
public final class ConvexHeadClassificationModel
    extends ConvexHeadModel<ConvexHeadClassificationModel> {
  private static final long serialVersionUID = 1;

  ConvexHeadClassificationModel(String uid, HeadFile file) {
    super(uid, file);
    columns().setClassDefaults();
  }

  /**
   * Returns a reader of saved models.
   *
   * @return the reader
   */
  public static MLReader<ConvexHeadClassificationModel> read() {
    return new HeadReader<>(
        ConvexHeadClassificationModel.class, ConvexHeadClassificationModel::new);
  }

  /**
   * Loads a saved model.
   *
   * @param path where it was saved
   * @return the model
   */
  public static ConvexHeadClassificationModel load(String path) {
    return read().load(path);
  }

  @Override
  ConvexHeadClassificationModel self() {
    return this;
  }

  /**
   * Returns c.
   *
   * @return the number of classes
   */
  public int numClasses() {
    return head().outputs();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> rows) {
    transformSchema(rows.schema());
    String raw = getOrDefault(columns().rawPredictionCol);
    String probability = getOrDefault(columns().probabilityCol);
    // One column of outputs, so that the head is asked once a row.
    String outputs = raw.isEmpty() ? uid() + "-outputs" : raw;
    Dataset<Row> found = rows.withColumn(outputs, outputs(rows));
    if (!probability.isEmpty()) {
      found = found.withColumn(probability, probabilities(rows).apply(found.col(outputs)));
    }
    String prediction = getOrDefault(columns().predictionCol);
    if (!prediction.isEmpty()) {
      UDF1<Vector, Double> largest = vector -> (double) vector.argmax();
      Column of = functions.udf(largest, DataTypes.DoubleType).apply(found.col(outputs));
      found = found.withColumn(prediction, of);
    }
    return raw.isEmpty() ? found.drop(outputs) : found;
  }

  private UserDefinedFunction probabilities(Dataset<?> rows) {
    FittedHead head = head();
    if (head.loss().link().isEmpty()) {
      throw new InvalidInputException(
          "outputs of a head that was fitted with this loss are no probabilities; set"
              + " probabilityCol to an empty name");
    }
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    Broadcast<HeadFile> sent = context.broadcast(file());
    UDF1<Vector, Vector> probabilities =
        outputs -> Vectors.dense(probabilities(sent.value().head(), outputs.toArray()));
    return functions.udf(probabilities, SQLDataTypes.VectorType());
  }

  private static double[] probabilities(FittedHead head, double[] outputs) {
    Loss.Link link = head.loss().link().orElseThrow();
    double[] into = new double[outputs.length];
    link.probabilities(head.temperature().of(outputs), 0, outputs.length, into, 0);
    return into;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return columns().withClasses(schema);
  }

  @Override
  public ConvexHeadClassificationModel copy(ParamMap extra) {
    ConvexHeadClassificationModel copy = new ConvexHeadClassificationModel(uid(), file());
    copy.setParent(parent());
    return copyValues(copy, extra);
  }

  /**
   * Returns the column of outputs, before any softmax.
   *
   * @return the parameter
   */
  public Param<String> rawPredictionCol() {
    return columns().rawPredictionCol;
  }

  /**
   * Returns the column of probabilities.
   *
   * @return the parameter
   */
  public Param<String> probabilityCol() {
    return columns().probabilityCol;
  }
}
