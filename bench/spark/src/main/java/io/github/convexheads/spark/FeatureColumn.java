package io.github.convexheads.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.token.TokenShape;
import java.util.Arrays;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FractionalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The column that holds s x d features a row, as an array of numbers or as a vector. */
public final class FeatureColumn {
  /** Under which the metadata of the column say how many tokens a sample has. */
  public static final String TOKENS = "tokens";

  private final StructField field;

  private FeatureColumn(StructField field) {
    this.field = field;
  }

  /**
   * Finds the column.
   *
   * @param schema the schema of the rows
   * @param name the name of the column
   * @return the column
   * @throws InvalidInputException if there is no such column or it holds something else
   */
  public static FeatureColumn of(StructType schema, String name) {
    StructField field = field(schema, name);
    if (!isVector(field.dataType()) && !isNumbers(field.dataType())) {
      throw new InvalidInputException(
          "column '%s' is of type %s; features are an array of numbers, as array<float>, or a vector"
              .formatted(name, field.dataType().simpleString()));
    }
    if (isWhole(field.dataType())) {
      throw new InvalidInputException(
          "column '%s' is of type %s; features must be floating-point numbers, for instance by cast(%s as array<float>)"
              .formatted(name, field.dataType().simpleString(), name));
    }
    return new FeatureColumn(field);
  }

  /** Finds a column by its name. */
  static StructField field(StructType schema, String name) {
    return Arrays.stream(schema.fields())
        .filter(found -> found.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "there is no column '%s'; there are %s"
                        .formatted(name, String.join(", ", schema.fieldNames()))));
  }

  private static boolean isVector(DataType type) {
    return type.equals(SQLDataTypes.VectorType());
  }

  private static boolean isNumbers(DataType type) {
    return type instanceof ArrayType array && array.elementType() instanceof NumericType;
  }

  /**
   * Whole numbers are refused as those of other files are: pixels and token ids are no features.
   */
  private static boolean isWhole(DataType type) {
    return type instanceof ArrayType array
        && (!(array.elementType() instanceof FractionalType)
            || (array.elementType() instanceof DecimalType decimal && decimal.scale() == 0));
  }

  /** Single precision for arrays of float, double for all else. */
  Precision precision() {
    return field.dataType() instanceof ArrayType array
            && array.elementType().equals(DataTypes.FloatType)
        ? Precision.FLOAT32
        : Precision.FLOAT64;
  }

  /** The features as an array of the precision. */
  Column array() {
    if (isVector(field.dataType())) {
      // The function refuses vectors that are missing without a word of the row.
      Column vector = col(field.name());
      return when(vector.isNotNull(), functions.vector_to_array(vector, "float64"));
    }
    return precision() == Precision.FLOAT32
        ? complete(col(field.name()), Float.NaN)
        : complete(
            col(field.name()).cast(DataTypes.createArrayType(DataTypes.DoubleType)), Double.NaN);
  }

  /** Numbers that are missing as NaN, because arrays of numbers have none that are missing. */
  private Column complete(Column array, Object none) {
    return field.dataType() instanceof ArrayType type && type.containsNull()
        ? transform(array, value -> coalesce(value, lit(none)))
        : array;
  }

  /**
   * Returns the features as a vector.
   *
   * @return a column of vectors of s d values
   */
  public Column vector() {
    return isVector(field.dataType())
        ? col(field.name())
        : functions.array_to_vector(col(field.name()));
  }

  /**
   * Returns the shape of samples.
   *
   * @param asked s, or 0 for what the metadata say
   * @param length s d, the length of the features of a row
   * @return s x d
   * @throws InvalidInputException if the length is no multiple of s
   */
  TokenShape shape(int asked, int length) {
    int tokens = asked > 0 ? asked : Math.max(1, recorded(field));
    if (tokens < 1 || length % tokens != 0 || length == 0) {
      throw new InvalidInputException(
          "column '%s' holds %s features a row, which are no %s tokens; set tokens to a divisor"
              .formatted(field.name(), length, tokens));
    }
    return new TokenShape(tokens, length / tokens);
  }

  /** The tokens of a sample that the metadata of a column say; 0 where they say nothing. */
  static int recorded(StructField field) {
    return field.metadata().contains(TOKENS)
        ? Math.toIntExact(field.metadata().getLong(TOKENS))
        : 0;
  }
}
