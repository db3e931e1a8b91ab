package io.github.convexheads.spark.ml;

import io.github.convexheads.api.token.Targets;
import io.github.convexheads.spark.DatasetSamples;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;

/** Fits a convex head of one output to real values, with the proof that it is the optimum. */
public final class ConvexHeadRegressor
    extends ConvexHeadEstimator<ConvexHeadRegressor, ConvexHeadRegressionModel> {
  private static final long serialVersionUID = 1;

  /** Makes an estimator with a name of its own. */
  public ConvexHeadRegressor() {
    this(Identifiable$.MODULE$.randomUID("convexHeadRegressor"));
  }

  /**
   * Makes an estimator.
   *
   * @param uid its name
   */
  public ConvexHeadRegressor(String uid) {
    super(uid);
  }

  /**
   * Returns a reader of saved estimators.
   *
   * @return the reader
   */
  public static MLReader<ConvexHeadRegressor> read() {
    return new DefaultParamsReader<>();
  }

  /**
   * Loads a saved estimator.
   *
   * @param path where it was saved
   * @return the estimator
   */
  public static ConvexHeadRegressor load(String path) {
    return read().load(path);
  }

  @Override
  ConvexHeadRegressor self() {
    return this;
  }

  @Override
  Targets targets(DatasetSamples samples) {
    return samples.values();
  }

  @Override
  ConvexHeadRegressionModel model(HeadFile head) {
    return new ConvexHeadRegressionModel(uid(), head);
  }

  @Override
  StructType added(StructType schema) {
    return columns().withPrediction(schema);
  }
}
