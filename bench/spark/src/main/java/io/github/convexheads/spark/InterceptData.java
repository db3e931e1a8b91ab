package io.github.convexheads.spark;

import io.github.convexheads.api.internal.intercept.Intercept;
import java.io.Serializable;
import java.util.List;

/** An intercept as arrays. */
record InterceptData(double[] values, double[][] bends, double[] share, double[] left)
    implements Serializable {

  static InterceptData of(Intercept b) {
    return new InterceptData(b.values(), b.bends().toArray(double[][]::new), b.share(), b.left());
  }

  Intercept rebuilt() {
    return new Intercept(values, List.of(bends), share, left);
  }
}
