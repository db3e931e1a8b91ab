package io.github.convexheads.spark.ml;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.api.java.UDF1;

/**
 * The outputs of a row: s x d features to c outputs.
 *
 * @param file the head
 */
record HeadOutputs(Broadcast<HeadFile> file) implements UDF1<Vector, Vector> {

  @Override
  public Vector call(Vector features) {
    FittedHead head = file.value().head();
    TokenShape shape = head.preprocessing().input();
    if (features == null || features.size() != shape.size()) {
      throw new InvalidInputException(
          "a row has %s features; the head was fitted on %s tokens x %s features = %s"
              .formatted(
                  features == null ? "no" : features.size(),
                  shape.tokens(),
                  shape.features(),
                  shape.size()));
    }
    Tokens one = Tokens.of(features.toArray(), 1, shape.tokens(), shape.features());
    return Vectors.dense(head.predict(one));
  }
}
