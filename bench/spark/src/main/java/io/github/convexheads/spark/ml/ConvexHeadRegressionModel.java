package io.github.convexheads.spark.ml;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A head that tells a value: adds its output. */
public final class ConvexHeadRegressionModel extends ConvexHeadModel<ConvexHeadRegressionModel> {
  private static final long serialVersionUID = 1;

  ConvexHeadRegressionModel(String uid, HeadFile file) {
    super(uid, file);
  }

  /**
   * Returns a reader of saved models.
   *
   * @return the reader
   */
  public static MLReader<ConvexHeadRegressionModel> read() {
    return new HeadReader<>(ConvexHeadRegressionModel.class, ConvexHeadRegressionModel::new);
  }

  /**
   * Loads a saved model.
   *
   * @param path where it was saved
   * @return the model
   */
  public static ConvexHeadRegressionModel load(String path) {
    return read().load(path);
  }

  @Override
  ConvexHeadRegressionModel self() {
    return this;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> rows) {
    transformSchema(rows.schema());
    UDF1<Vector, Double> first = outputs -> outputs.apply(0);
    return rows.withColumn(
        getOrDefault(columns().predictionCol),
        functions.udf(first, DataTypes.DoubleType).apply(outputs(rows)));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return columns().withPrediction(schema);
  }

  @Override
  public ConvexHeadRegressionModel copy(ParamMap extra) {
    ConvexHeadRegressionModel copy = new ConvexHeadRegressionModel(uid(), file());
    copy.setParent(parent());
    return copyValues(copy, extra);
  }
}
