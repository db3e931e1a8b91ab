package io.github.convexheads.spark.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.spark.Rows;
import io.github.convexheads.spark.Samples;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads as stages of pipelines. */
class SparkMlTest {
  private static SparkSession session;

  @BeforeAll
  static void start() {
    session = Rows.session();
  }

  @AfterAll
  static void stop() {
    session.stop();
  }

  private static ConvexHeadClassifier mixer() {
    return new ConvexHeadClassifier()
        .setHeadType("mixer")
        .setBetaFraction(0.2)
        .setSolverTolerance(1e-3)
        .setIdCol("id");
  }

  @Test
  void aModelPredictsWhatItsHeadPredicts() {
    Dataset<Row> rows = Rows.of(session, 3);

    ConvexHeadClassificationModel model = mixer().fit(rows);

    FittedHead head = model.head();
    double[] expected = head.predict(Rows.SAMPLES.tokens());
    assertThat(head.provenance().certificate().relativeGap()).isLessThanOrEqualTo(1e-3);
    assertThat(model.numClasses()).isEqualTo(Samples.CLASSES);
    List<Row> found = model.transform(rows).orderBy("id").collectAsList();
    for (int i = 0; i < found.size(); i++) {
      double[] raw = found.get(i).<Vector>getAs("rawPrediction").toArray();
      double[] own = Arrays.copyOfRange(expected, 3 * i, 3 * i + 3);
      assertThat(raw).containsExactly(own, within(1e-12));
      double[] p = found.get(i).<Vector>getAs("probability").toArray();
      assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
      assertThat(p[0] / p[1]).isCloseTo(Math.exp(raw[0] - raw[1]), within(1e-9 * p[0] / p[1]));
      int predicted = (int) (double) found.get(i).<Double>getAs("prediction");
      assertThat(raw[predicted]).isEqualTo(Arrays.stream(raw).max().getAsDouble());
    }
  }

  @Test
  void aSavedModelIsReadAgainAndItsHeadIsAnOrdinaryFile(@TempDir Path folder) throws Exception {
    Dataset<Row> rows = Rows.of(session, 2);
    ConvexHeadClassificationModel model = mixer().setPredictionCol("class").fit(rows);
    String path = folder.resolve("model").toUri().toString();

    model.write().overwrite().save(path);

    ConvexHeadClassificationModel read = ConvexHeadClassificationModel.load(path);
    assertThat(read.uid()).isEqualTo(model.uid());
    assertThat(predictions(read.transform(rows), "class"))
        .isEqualTo(predictions(model.transform(rows), "class"));
    FittedHead file =
        ConvexHeads.builder().load(folder.resolve("model").resolve("head.safetensors"));
    assertThat(file.certify(Rows.SAMPLES.tokens(), Rows.SAMPLES.labels()).relativeGap())
        .isLessThanOrEqualTo(1e-3);
  }

  @Test
  void aSavedEstimatorHasTheSameSettings(@TempDir Path folder) throws Exception {
    ConvexHeadClassifier estimator =
        mixer().setHeadActivation("gated-relu").setSettings("head.gates.count=2");
    String path = folder.resolve("estimator").toUri().toString();

    estimator.save(path);

    ConvexHeadClassifier read = ConvexHeadClassifier.load(path);
    assertThat(read.getOrDefault(read.headActivation())).isEqualTo("gated-relu");
    assertThat(read.fit(Rows.of(session, 2)).head().gates().count(0)).isEqualTo(2);
  }

  @Test
  void crossValidationOfAPipelineChoosesBetaAndCanBeSaved(@TempDir Path folder) throws Exception {
    Dataset<Row> rows =
        Rows.of(session, 2).withColumn("name", concat(lit("class "), col("label"))).drop("label");
    StringIndexer names = new StringIndexer().setInputCol("name").setOutputCol("label");
    ConvexHeadClassifier head = mixer().setIdCol("");
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {names, head});
    CrossValidator search =
        new CrossValidator()
            .setEstimator(pipeline)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
            .setEstimatorParamMaps(
                new ParamGridBuilder()
                    .addGrid(head.betaFraction(), new double[] {1.5, 0.1})
                    .build())
            .setNumFolds(2)
            .setSeed(1);

    CrossValidatorModel found = search.fit(rows);

    // Above beta_max the head is zero, so that the other fraction is the better one.
    assertThat(found.avgMetrics()[1]).isGreaterThan(found.avgMetrics()[0]);
    String path = folder.resolve("best").toUri().toString();
    found.write().save(path);
    PipelineModel best = (PipelineModel) CrossValidatorModel.load(path).bestModel();
    ConvexHeadClassificationModel model = (ConvexHeadClassificationModel) best.stages()[1];
    assertThat(model.head().provenance().configuration()).containsEntry("beta-fraction", "0.1");
    assertThat(model.head().classNames()).allMatch(name -> name.startsWith("class "));
    assertThat(best.transform(rows).columns()).contains("probability", "prediction");
  }

  @Test
  void aRegressionAddsOneValue() {
    Dataset<Row> rows = Rows.of(session, 2);
    ConvexHeadRegressor regressor =
        new ConvexHeadRegressor()
            .setHeadType("linear")
            .setLabelCol("value")
            .setBetaFraction(0.001)
            .setSolverTolerance(1e-3)
            .setIdCol("id");

    Dataset<Row> predicted = regressor.fit(rows).transform(rows);

    double r2 =
        new RegressionEvaluator().setLabelCol("value").setMetricName("r2").evaluate(predicted);
    assertThat(r2).isGreaterThan(0.5);
  }

  @Test
  void wrongColumnsAndSettingsAreNamed() {
    Dataset<Row> rows = Rows.of(session, 2);

    assertThatThrownBy(() -> mixer().setFeaturesCol("x").fit(rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no column 'x'");
    assertThatThrownBy(() -> mixer().setPredictionCol("label").fit(rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is a column 'label' already; set predictionCol");
    assertThatThrownBy(() -> mixer().fit(rows.drop("label")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there is no column 'label'; there are id, features, value");
    assertThatThrownBy(() -> mixer().setLabelCol("features").fit(rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is of type array<double>; a label is a number or text");
    assertThatThrownBy(() -> mixer().setLabelCol("value").fit(rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("classes are whole numbers from 0");
    assertThatThrownBy(() -> mixer().fit(rows.limit(0)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("there are no rows to fit a head to");
    assertThatThrownBy(() -> mixer().setSettings("gates").fit(rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("settings has 'gates'");
    assertThatThrownBy(() -> mixer().setHeadType("atention").fit(rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("attention");
    assertThatThrownBy(() -> mixer().setLossType("squared-hinge").fit(rows).transform(rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("set probabilityCol to an empty name");
  }

  private static List<Double> predictions(Dataset<Row> rows, String column) {
    return rows.orderBy("id").collectAsList().stream()
        .map(row -> row.<Double>getAs(column))
        .toList();
  }
}
