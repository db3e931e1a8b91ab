package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Coordinates of the span of the features of every block, where these are fewer than the rows of
 * the block.
 *
 * <p>With Phi_j the n T x R matrix of features, D the lengths of its rows and L the Cholesky factor
 * of D^-1 Phi_j Phi_j^T D^-1 = L L^T, the columns of Q = Phi_j^T D^-1 L^-T are orthonormal and
 * Phi_j = D L Q^T. Outputs depend on Z_j only through Z' = Q^T Z_j, ||Z'||_* &lt;= ||Z_j||_*, and
 * every Z' is reached by Z_j = Q Z' with the same nuclear norm; so the program with features D L
 * has the same optimal value (the representer theorem of Argyriou, Micchelli and Pontil, 2009).
 *
 * <p>L L^T has a {@link #ridge} added to its diagonal, so that neither equal rows nor the rounding
 * of Phi_j Phi_j^T, which is computed in the precision of the data, do harm. Then ||Q Z'||_* &lt;=
 * ||Z'||_* still, and outputs differ by as little: good enough to look for a point, and proofs are
 * made at that point in the program itself.
 */
final class SpanCoordinates {
  private static final double RIDGE_64 = 0x1p-36;

  /** Some thousand rows with errors of 1e-7 each have an error of norm 1e-5. */
  private static final double RIDGE_32 = 0x1p-15;

  /** Lengths of rows whose squares are far from underflow and overflow. */
  private static final double LEAST = 1e-100;

  private final LiftedData data;
  private final List<double[]> lengths;
  private final List<Cholesky> factors;

  /** The coordinates that were found for the data of a program, in each precision. */
  static final class Found {
    private final Map<Precision, Once<Optional<SpanCoordinates>>> all =
        Map.of(Precision.FLOAT32, new Once<>(), Precision.FLOAT64, new Once<>());

    /** Returns the coordinates in the precision of the data; computes them at first. */
    Optional<SpanCoordinates> of(LiftedData data) {
      return all.get(data.precision()).get(() -> SpanCoordinates.of(data));
    }
  }

  private SpanCoordinates(LiftedData data, List<double[]> lengths, List<Cholesky> factors) {
    this.data = data;
    this.lengths = lengths;
    this.factors = factors;
  }

  /** Returns the coordinates; empty where blocks do not have them or they would not fit. */
  private static Optional<SpanCoordinates> of(LiftedData data) {
    BatchPass pass = data.pass();
    if (!fits(pass, data.precision())) {
      return Optional.empty();
    }
    List<double[]> lengths = new ArrayList<>();
    List<Cholesky> factors = new ArrayList<>();
    for (int j = 0; j < pass.lift().blocks().size(); j++) {
      Matrix gram = SampleGram.lowerTriangle(pass, j, data.precision());
      Optional<double[]> own = scaled(gram, ridge(data.precision()));
      if (own.isEmpty()) {
        return Optional.empty();
      }
      lengths.add(own.get());
      try {
        factors.add(pass.kernel().cholesky(gram));
      } catch (Cholesky.NotPositiveDefiniteException e) {
        return Optional.empty();
      }
    }
    return Optional.of(new SpanCoordinates(data, lengths, factors));
  }

  /** Factors are in double precision, features and what they are made of in that of the data. */
  private static boolean fits(BatchPass pass, Precision precision) {
    double square = (double) pass.rows() * pass.rows();
    double features = 0;
    double working = 0;
    for (int j = 0; j < pass.lift().blocks().size(); j++) {
      Block block = pass.lift().blocks().get(j);
      if (block.width() != 1 || block.rows() <= pass.rows()) {
        return false;
      }
      features += square;
      working = Math.max(working, SampleGram.working(pass, j));
    }
    double exact = Double.BYTES * (features + 2 * square);
    return features <= Integer.MAX_VALUE
        && exact + precision.bytes() * (features + working)
            <= pass.source().budget().spanOfSamples();
  }

  /** Divides by the lengths of rows on both sides; empty where these are out of range. */
  private static double ridge(Precision precision) {
    return switch (precision) {
      case FLOAT64 -> RIDGE_64;
      case FLOAT32 -> RIDGE_32;
    };
  }

  private static Optional<double[]> scaled(Matrix gram, double ridge) {
    double[] lengths = new double[gram.rows()];
    for (int i = 0; i < lengths.length; i++) {
      double length = Math.sqrt(gram.get(i, i));
      if (!(length == 0 || (length > LEAST && length < 1 / LEAST))) {
        return Optional.empty();
      }
      lengths[i] = length == 0 ? 1 : length;
    }
    for (int i = 0; i < lengths.length; i++) {
      for (int k = 0; k < i; k++) {
        gram.set(i, k, gram.get(i, k) / (lengths[i] * lengths[k]));
      }
      gram.set(i, i, 1 + ridge);
    }
    return Optional.of(lengths);
  }

  /** Returns the features D L of all blocks side by side, as tokens of n samples x T x sum r_j. */
  Tokens features(int samples) {
    int rows = data.rows();
    int width = rows * factors.size();
    RealArray values = RealArray.allocate(data.precision(), Math.multiplyExact(rows, width));
    Matrix all = Matrix.of(values, rows, width);
    for (int j = 0; j < factors.size(); j++) {
      Matrix own = all.columns(j * rows, rows);
      own.copyFrom(Matrix.of(factors.get(j).lower(), rows, rows));
      own.scaleRows(lengths.get(j));
    }
    return Tokens.of(values, samples, new TokenShape(rows / samples, width));
  }

  /** Returns the program over the coordinates with the way to it and back. */
  LocalData.SampleSpan over(ConvexProgram program) {
    return new LocalData.SampleSpan() {
      @Override
      public ConvexProgram program() {
        return program;
      }

      @Override
      public Variable coordinates(Variable z) {
        return SpanCoordinates.this.coordinates(z);
      }

      @Override
      public Variable embedded(Variable coordinates) {
        return SpanCoordinates.this.embedded(coordinates);
      }
    };
  }

  /** Returns Q^T Z of every block. */
  private Variable coordinates(Variable z) {
    List<Factors> blocks = new ArrayList<>();
    for (int j = 0; j < factors.size(); j++) {
      Factors own = z.block(j);
      double[] u = own.rank() == 0 ? new double[0] : data.project(j, own.left(), own.rank());
      divideRows(u, lengths.get(j), own.rank());
      factors.get(j).solveLower(u, own.rank());
      blocks.add(new Factors(data.rows(), own.columns(), own.rank(), u, own.right()));
    }
    return new Variable(blocks);
  }

  /** Returns Q Z' of every block. */
  private Variable embedded(Variable coordinates) {
    List<Factors> blocks = new ArrayList<>();
    for (int j = 0; j < factors.size(); j++) {
      Factors own = coordinates.block(j);
      double[] p = own.left().clone();
      factors.get(j).solveUpper(p, own.rank());
      divideRows(p, lengths.get(j), own.rank());
      double[] u = own.rank() == 0 ? p : data.backproject(j, p, own.rank());
      int rows = data.pass().lift().blocks().get(j).rows();
      blocks.add(new Factors(rows, own.columns(), own.rank(), u, own.right()));
    }
    return new Variable(blocks);
  }

  private static void divideRows(double[] values, double[] lengths, int k) {
    for (int i = 0; i < lengths.length; i++) {
      for (int h = 0; h < k; h++) {
        values[i * k + h] /= lengths[i];
      }
    }
  }
}
