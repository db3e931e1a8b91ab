package io.github.convexheads.spark.ml;

import io.github.convexheads.api.token.Targets;
import io.github.convexheads.spark.DatasetSamples;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;

/**
 * Fits a convex head to classes, with the proof that it is the global optimum.
 *
 * <pre>{@code
 * ConvexHeadClassificationModel model =
 *     new ConvexHeadClassifier().setTokens(16).setHeadType("attention").fit(rows);
 * double gap = model.head().provenance().certificate().relativeGap();
 * }</pre>
 *
 * <p>Labels are whole numbers 0 to c - 1, in a column of any number type; names of classes are
 * taken from its metadata, where {@code StringIndexer} puts them.
 */
public final class ConvexHeadClassifier
    extends ConvexHeadEstimator<ConvexHeadClassifier, ConvexHeadClassificationModel> {
  private static final long serialVersionUID = 1;

  /** Makes an estimator with a name of its own. */
  public ConvexHeadClassifier() {
    this(Identifiable$.MODULE$.randomUID("convexHeadClassifier"));
  }

  /**
   * Makes an estimator.
   *
   * @param uid its name
   */
  public ConvexHeadClassifier(String uid) {
    super(uid);
    columns().setClassDefaults();
  }

  /**
   * Returns a reader of saved estimators.
   *
   * @return the reader
   */
  public static MLReader<ConvexHeadClassifier> read() {
    return new DefaultParamsReader<>();
  }

  /**
   * Loads a saved estimator.
   *
   * @param path where it was saved
   * @return the estimator
   */
  public static ConvexHeadClassifier load(String path) {
    return read().load(path);
  }

  @Override
  ConvexHeadClassifier self() {
    return this;
  }

  @Override
  Targets targets(DatasetSamples samples) {
    return samples.classes();
  }

  @Override
  ConvexHeadClassificationModel model(HeadFile head) {
    return new ConvexHeadClassificationModel(uid(), head);
  }

  @Override
  StructType added(StructType schema) {
    return columns().withClasses(schema);
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
   * Sets the column of outputs.
   *
   * @param column the name, {@code rawPrediction} by default; empty for none
   * @return this estimator
   */
  public ConvexHeadClassifier setRawPredictionCol(String column) {
    set(columns().rawPredictionCol, column);
    return this;
  }

  /**
   * Returns the column of probabilities.
   *
   * @return the parameter
   */
  public Param<String> probabilityCol() {
    return columns().probabilityCol;
  }

  /**
   * Sets the column of probabilities.
   *
   * @param column the name, {@code probability} by default; empty for none
   * @return this estimator
   */
  public ConvexHeadClassifier setProbabilityCol(String column) {
    set(columns().probabilityCol, column);
    return this;
  }
}
