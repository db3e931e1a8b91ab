package io.github.convexheads.spark.ml;

import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.spark.DatasetSamples;
import io.github.convexheads.spark.FeatureColumn;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * What the estimators share: columns, and the settings of a configuration as parameters of the same
 * names. A fit is the fit of {@link io.github.convexheads.api.ConvexHeads}, with its certificate,
 * on rows that stay on the cluster.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public abstract class ConvexHeadEstimator<
        E extends ConvexHeadEstimator<E, M>, M extends ConvexHeadModel<M>>
    extends Estimator<M> implements DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final HeadParams own;
  private final OutputColumns columns;

  ConvexHeadEstimator(String uid) {
    this.uid = uid;
    this.own = new HeadParams(this);
    this.columns = new OutputColumns(this);
    setDefault(own.labelCol, "label");
    setDefault(own.tokens, 0);
    setDefault(own.settings, new String[0]);
    columns.setDefaults();
  }

  /** The estimator itself. */
  abstract E self();

  /** The targets that the samples hold for this estimator. */
  abstract Targets targets(DatasetSamples samples);

  /** A model of a head. */
  abstract M model(HeadFile head);

  /** The columns that the model adds. */
  abstract StructType added(StructType schema);

  OutputColumns columns() {
    return columns;
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public M fit(Dataset<?> rows) {
    transformSchema(rows.schema());
    String features = getOrDefault(columns.featuresCol);
    try (DatasetSamples samples = DatasetSamples.read(rows, own.columns(features))) {
      FitResult result = own.heads().fit(samples.tokens(), targets(samples));
      M model = model(HeadFile.of(result.head()));
      model.setParent(this);
      return copyValues(model, ParamMap.empty());
    }
  }

  @Override
  public StructType transformSchema(StructType schema) {
    FeatureColumn.of(schema, getOrDefault(columns.featuresCol));
    return added(schema);
  }

  @Override
  public E copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  private <T> E with(Param<T> param, T value) {
    set(param, value);
    return self();
  }

  /**
   * Returns the column of features: arrays of numbers or vectors of s x d values, row-major.
   *
   * @return the parameter
   */
  public Param<String> featuresCol() {
    return columns.featuresCol;
  }

  /**
   * Sets the column of features.
   *
   * @param column the name, {@code features} by default
   * @return this estimator
   */
  public E setFeaturesCol(String column) {
    return with(columns.featuresCol, column);
  }

  /**
   * Returns the column of labels.
   *
   * @return the parameter
   */
  public Param<String> labelCol() {
    return own.labelCol;
  }

  /**
   * Sets the column of labels.
   *
   * @param column the name, {@code label} by default
   * @return this estimator
   */
  public E setLabelCol(String column) {
    return with(own.labelCol, column);
  }

  /**
   * Returns the column of weights.
   *
   * @return the parameter
   */
  public Param<String> weightCol() {
    return own.weightCol;
  }

  /**
   * Sets the column of weights.
   *
   * @param column the name
   * @return this estimator
   */
  public E setWeightCol(String column) {
    return with(own.weightCol, column);
  }

  /**
   * Returns the column of ids, by which rows are ordered.
   *
   * @return the parameter
   */
  public Param<String> idCol() {
    return own.idCol;
  }

  /**
   * Sets the column of ids.
   *
   * @param column the name
   * @return this estimator
   */
  public E setIdCol(String column) {
    return with(own.idCol, column);
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
   * @param column the name, {@code prediction} by default
   * @return this estimator
   */
  public E setPredictionCol(String column) {
    return with(columns.predictionCol, column);
  }

  /**
   * Returns s, the number of tokens of a sample.
   *
   * @return the parameter
   */
  public IntParam tokens() {
    return own.tokens;
  }

  /**
   * Sets s.
   *
   * @param s tokens of a sample; 0 for what the metadata of the features column say
   * @return this estimator
   */
  public E setTokens(int s) {
    return with(own.tokens, s);
  }

  /**
   * Returns {@code head.type}.
   *
   * @return the parameter
   */
  public Param<String> headType() {
    return own.headType;
  }

  /**
   * Sets {@code head.type}.
   *
   * @param id id of a head plugin
   * @return this estimator
   */
  public E setHeadType(String id) {
    return with(own.headType, id);
  }

  /**
   * Returns {@code head.activation}.
   *
   * @return the parameter
   */
  public Param<String> headActivation() {
    return own.headActivation;
  }

  /**
   * Sets {@code head.activation}.
   *
   * @param activation {@code linear} or {@code gated-relu}
   * @return this estimator
   */
  public E setHeadActivation(String activation) {
    return with(own.headActivation, activation);
  }

  /**
   * Returns {@code loss.type}.
   *
   * @return the parameter
   */
  public Param<String> lossType() {
    return own.lossType;
  }

  /**
   * Sets {@code loss.type}.
   *
   * @param id id of a loss plugin
   * @return this estimator
   */
  public E setLossType(String id) {
    return with(own.lossType, id);
  }

  /**
   * Returns {@code beta}.
   *
   * @return the parameter
   */
  public DoubleParam beta() {
    return own.beta;
  }

  /**
   * Sets {@code beta}.
   *
   * @param value at least 0
   * @return this estimator
   */
  public E setBeta(double value) {
    return with(own.beta, value);
  }

  /**
   * Returns {@code beta-fraction}.
   *
   * @return the parameter
   */
  public DoubleParam betaFraction() {
    return own.betaFraction;
  }

  /**
   * Sets {@code beta-fraction}.
   *
   * @param value beta over beta_max, at least 0
   * @return this estimator
   */
  public E setBetaFraction(double value) {
    return with(own.betaFraction, value);
  }

  /**
   * Returns {@code solver.type}.
   *
   * @return the parameter
   */
  public Param<String> solverType() {
    return own.solverType;
  }

  /**
   * Sets {@code solver.type}.
   *
   * @param id id of a solver plugin, or {@code auto}
   * @return this estimator
   */
  public E setSolverType(String id) {
    return with(own.solverType, id);
  }

  /**
   * Returns {@code solver.tolerance}.
   *
   * @return the parameter
   */
  public DoubleParam solverTolerance() {
    return own.solverTolerance;
  }

  /**
   * Sets {@code solver.tolerance}.
   *
   * @param relativeGap the relative duality gap to reach
   * @return this estimator
   */
  public E setSolverTolerance(double relativeGap) {
    return with(own.solverTolerance, relativeGap);
  }

  /**
   * Returns all other settings.
   *
   * @return the parameter
   */
  public StringArrayParam settings() {
    return own.settings;
  }

  /**
   * Sets any other settings of a configuration.
   *
   * @param keysAndValues each as {@code head.gates.count=8}
   * @return this estimator
   */
  public E setSettings(String... keysAndValues) {
    return with(own.settings, keysAndValues);
  }
}
