package io.github.convexheads.spark.ml;

import io.github.convexheads.api.error.InvalidInputException;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns that a model reads and adds. */
final class OutputColumns implements Serializable {
  private static final long serialVersionUID = 1;

  final Param<String> featuresCol;
  final Param<String> predictionCol;
  final Param<String> rawPredictionCol;
  final Param<String> probabilityCol;

  private final Params owner;

  OutputColumns(Params owner) {
    this.owner = owner;
    featuresCol =
        new Param<>(owner, "featuresCol", "column of features, s x d numbers a row, row-major");
    predictionCol = new Param<>(owner, "predictionCol", "column of predictions");
    rawPredictionCol = new Param<>(owner, "rawPredictionCol", "column of outputs; empty for none");
    probabilityCol =
        new Param<>(owner, "probabilityCol", "column of probabilities; empty for none");
  }

  void setDefaults() {
    owner.setDefault(featuresCol, "features");
    owner.setDefault(predictionCol, "prediction");
  }

  void setClassDefaults() {
    owner.setDefault(rawPredictionCol, "rawPrediction");
    owner.setDefault(probabilityCol, "probability");
  }

  StructType withPrediction(StructType schema) {
    return with(schema, predictionCol, DataTypes.DoubleType);
  }

  StructType withClasses(StructType schema) {
    StructType raw = with(schema, rawPredictionCol, SQLDataTypes.VectorType());
    return withPrediction(with(raw, probabilityCol, SQLDataTypes.VectorType()));
  }

  private StructType with(StructType schema, Param<String> column, DataType type) {
    String name = owner.getOrDefault(column);
    if (name.isEmpty()) {
      return schema;
    }
    if (Arrays.asList(schema.fieldNames()).contains(name)) {
      throw new InvalidInputException(
          "there is a column '%s' already; set %s to another name".formatted(name, column.name()));
    }
    return schema.add(name, type, false);
  }
}
