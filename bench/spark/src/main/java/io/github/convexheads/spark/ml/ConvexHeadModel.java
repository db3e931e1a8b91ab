package io.github.convexheads.spark.ml;

import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.spark.FeatureColumn;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;

/**
 * What the models share: an ordinary {@link FittedHead}, which can be saved as safetensors,
 * verified and exported, and the columns that it reads and adds.
 *
 * @param <M> the model
 */
public abstract class ConvexHeadModel<M extends ConvexHeadModel<M>> extends Model<M>
    implements MLWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final HeadFile file;
  private final OutputColumns columns;

  ConvexHeadModel(String uid, HeadFile file) {
    this.uid = uid;
    this.file = file;
    this.columns = new OutputColumns(this);
    columns.setDefaults();
  }

  /** The model itself. */
  abstract M self();

  OutputColumns columns() {
    return columns;
  }

  HeadFile file() {
    return file;
  }

  @Override
  public String uid() {
    return uid;
  }

  /**
   * Returns the head with its certificate.
   *
   * @return the head
   */
  public FittedHead head() {
    return file.head();
  }

  /** The outputs of the head for every row, as vectors. */
  Column outputs(Dataset<?> rows) {
    FeatureColumn features = FeatureColumn.of(rows.schema(), getOrDefault(columns.featuresCol));
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    return functions
        .udf(new HeadOutputs(context.broadcast(file)), SQLDataTypes.VectorType())
        .apply(features.vector());
  }

  @Override
  public MLWriter write() {
    return new HeadWriter(this);
  }

  /**
   * Returns the column of features.
   *
   * @return the parameter
   */
  public Param<String> featuresCol() {
    return columns.featuresCol;
  }

  /**
   * Sets the column of features.
   *
   * @param column the name
   * @return this model
   */
  public M setFeaturesCol(String column) {
    set(columns.featuresCol, column);
    return self();
  }

  /**
   * Returns the column of predictions.
   *
   * @return the parameter
   */
  public Param<String> predictionCol() {
    return columns.predictionCol;
  }

  /**
   * Sets the column of predictions.
   *
   * @param column the name
   * @return this model
   */
  public M setPredictionCol(String column) {
    set(columns.predictionCol, column);
    return self();
  }
}
