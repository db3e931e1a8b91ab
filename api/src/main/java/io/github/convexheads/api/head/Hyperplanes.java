package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The hyperplanes {w : a w = 0} of the rows of A that are not 0, each once, and which of them every
 * pre-activation of the training tokens has. Rows share a hyperplane only if they are parallel
 * without any rounding.
 */
final class Hyperplanes {
  private final List<ExactVector> normals = new ArrayList<>();
  private final Map<ExactVector, Integer> known = new HashMap<>();
  private final RowSpace space = new RowSpace();
  private final int[] hyperplane;
  private boolean exact = true;

  /**
   * Collects the hyperplanes of a group.
   *
   * @param grown hears of the number of hyperplanes and their rank whenever there is one more
   */
  Hyperplanes(Preactivation map, int group, Tokens training, BiConsumer<Integer, Integer> grown) {
    int m = map.perSample();
    int length = map.length(group);
    hyperplane = new int[Math.multiplyExact(training.samples(), m)];
    for (int i = 0; i < training.samples(); i++) {
      TokenBatch sample = training.batch(i, i + 1, Precision.FLOAT64);
      Optional<List<double[]>> matrix = map.exactMatrix(sample, group);
      exact &= matrix.isPresent();
      List<double[]> parts = matrix.orElseGet(() -> List.of(map.matrix(sample, group)));
      for (int row = 0; row < m; row++) {
        ExactVector normal = ExactVector.of(parts, row * length, length);
        hyperplane[i * m + row] = normal.orientation() * (1 + index(normal.oriented(), grown));
      }
    }
  }

  private int index(ExactVector normal, BiConsumer<Integer, Integer> grown) {
    if (normal.isZero()) {
      return 0;
    }
    Integer found = known.putIfAbsent(normal, normals.size());
    if (found == null) {
      normals.add(normal);
      space.add(normal);
      grown.accept(normals.size(), space.rank());
    }
    return found == null ? normals.size() - 1 : found;
  }

  /** Returns the number of different hyperplanes. */
  int count() {
    return normals.size();
  }

  /** Returns the rank of the rows. */
  int rank() {
    return space.rank();
  }

  /** Says whether the rows are known without rounding. */
  boolean exact() {
    return exact;
  }

  /**
   * Returns a weight inside every cell of the arrangement, in double precision. Columns are first
   * multiplied by powers of two to be of one size, so that points lie well inside their cells
   * whatever the units of the features.
   */
  List<double[]> witnesses() {
    int[] pivots = space.pivots();
    List<ExactVector> rows = normals.stream().map(normal -> normal.components(pivots)).toList();
    int[] sizes = columnSizes(rows, pivots.length);
    List<ExactVector> even = rows.stream().map(row -> row.scaled(negated(sizes))).toList();
    List<double[]> witnesses = new ArrayList<>();
    for (ExactVector found : ArrangementCells.witnesses(even, pivots.length)) {
      ExactVector point = found.scaled(negated(sizes));
      double[] w = new double[normals.get(0).length()];
      for (int k = 0; k < pivots.length; k++) {
        w[pivots[k]] = point.near(k);
      }
      witnesses.add(w);
    }
    return witnesses;
  }

  /** For every column the exponent of its largest entry in rows of length about 1. */
  private static int[] columnSizes(List<ExactVector> rows, int r) {
    int[] sizes = new int[r];
    for (int k = 0; k < r; k++) {
      int column = k;
      double largest = rows.stream().mapToDouble(row -> Math.abs(row.near(column))).max().orElse(1);
      sizes[k] = Math.max(Double.MIN_EXPONENT, Math.getExponent(largest));
    }
    return sizes;
  }

  private static int[] negated(int... exponents) {
    return Arrays.stream(exponents).map(exponent -> -exponent).toArray();
  }

  /**
   * Says whether weights lie in different cells, none on a hyperplane, and gates with these weights
   * are open where the cells' signs are positive: then there are as many patterns as weights.
   */
  boolean distinguishes(List<double[]> weights, Preactivation map, int group, Tokens training) {
    List<BitSet> positive = new ArrayList<>();
    for (double[] w : weights) {
      ExactVector point = ExactVector.of(List.of(w), 0, w.length);
      BitSet signs = new BitSet();
      for (int k = 0; k < normals.size(); k++) {
        int sign = normals.get(k).sign(point);
        if (sign == 0) {
          return false;
        }
        signs.set(k, sign > 0);
      }
      positive.add(signs);
    }
    return new HashSet<>(positive).size() == positive.size()
        && opensWhere(positive, weights, map, group, training);
  }

  private boolean opensWhere(
      List<BitSet> positive,
      List<double[]> weights,
      Preactivation map,
      int group,
      Tokens training) {
    double[][] gates = weights.toArray(double[][]::new);
    int m = map.perSample();
    for (int i = 0; i < training.samples(); i++) {
      TokenBatch sample = training.batch(i, i + 1, Precision.FLOAT64);
      List<RowMask> masks = GateMasks.of(map, sample, group, gates);
      for (int j = 0; j < gates.length; j++) {
        for (int row = 0; row < m; row++) {
          int of = hyperplane[i * m + row];
          boolean open = of == 0 || of > 0 == positive.get(j).get(Math.abs(of) - 1);
          if (open != masks.get(j).open(row)) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
