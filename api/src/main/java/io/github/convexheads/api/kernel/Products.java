package io.github.convexheads.api.kernel;

/** What fits together in a product. */
final class Products {
  private Products() {}

  static void requireFitting(MatrixBatch a, MatrixBatch b, MatrixBatch c) {
    if (a.count() != c.count() || b.count() != c.count()) {
      throw new IllegalArgumentException(
          "asked to multiply %d matrices by %d into %d; the three numbers must agree"
              .formatted(a.count(), b.count(), c.count()));
    }
    Matrix left = a.first();
    Matrix right = b.first();
    Matrix out = c.first();
    boolean fit =
        left.columns() == right.rows()
            && left.rows() == out.rows()
            && right.columns() == out.columns();
    if (c.count() > 0 && !fit) {
      throw new IllegalArgumentException(
          "cannot multiply %d x %d by %d x %d into %d x %d"
              .formatted(
                  left.rows(),
                  left.columns(),
                  right.rows(),
                  right.columns(),
                  out.rows(),
                  out.columns()));
    }
  }
}
