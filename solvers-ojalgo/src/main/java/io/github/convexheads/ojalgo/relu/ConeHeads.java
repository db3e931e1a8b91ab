package io.github.convexheads.ojalgo.relu;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * The heads of a relu network, each in the cone of one activation pattern.
 *
 * @param blocks the blocks of the program
 * @param heads the heads in any order
 */
record ConeHeads(List<Block> blocks, List<Head> heads) {

  /**
   * One head u v^T.
   *
   * @param block the pattern's block
   * @param u R values with K u &gt;= 0 or nearly so
   * @param v q*c values
   */
  record Head(int block, double[] u, double[] v) {
    double weight() {
      return Vectors.norm(u) * Vectors.norm(v);
    }

    /** Returns the same head with ||u|| = ||v||. */
    Head balanced() {
      double ratio = Math.sqrt(Vectors.norm(v) / Vectors.norm(u));
      return ratio > 0 && ratio < Double.POSITIVE_INFINITY
          ? new Head(block, scaled(u, ratio), scaled(v, 1 / ratio))
          : this;
    }

    private static double[] scaled(double[] x, double factor) {
      double[] y = x.clone();
      for (int i = 0; i < y.length; i++) {
        y[i] *= factor;
      }
      return y;
    }
  }

  ConeHeads {
    heads = List.copyOf(heads);
  }

  static ConeHeads of(ConvexProgram program, Variable point) {
    List<Head> heads = new ArrayList<>();
    for (int j = 0; j < point.blocks().size(); j++) {
      Factors block = point.block(j);
      for (int h = 0; h < block.rank(); h++) {
        heads.add(new Head(j, block.leftColumn(h), block.rightColumn(h)).balanced());
      }
    }
    return new ConeHeads(program.blocks(), heads).pruned(0);
  }

  /** Drops heads whose weight is at most a share of the heaviest's. */
  ConeHeads pruned(double share) {
    double largest = heads.stream().mapToDouble(Head::weight).max().orElse(0);
    return new ConeHeads(
        blocks, heads.stream().filter(head -> head.weight() > share * largest).toList());
  }

  ConeHeads with(List<Head> more) {
    List<Head> all = new ArrayList<>(heads);
    all.addAll(more);
    return new ConeHeads(blocks, all);
  }

  Variable variable() {
    List<Factors> factors = new ArrayList<>();
    for (int j = 0; j < blocks.size(); j++) {
      int block = j;
      List<Head> own = heads.stream().filter(head -> head.block() == block).toList();
      Block shape = blocks.get(j);
      double[] u = new double[shape.rows() * own.size()];
      double[] v = new double[shape.columns() * own.size()];
      for (int h = 0; h < own.size(); h++) {
        spread(own.get(h).u(), u, own.size(), h);
        spread(own.get(h).v(), v, own.size(), h);
      }
      factors.add(new Factors(shape.rows(), shape.columns(), own.size(), u, v));
    }
    return new Variable(factors);
  }

  private static void spread(double[] x, double[] into, int stride, int offset) {
    for (int i = 0; i < x.length; i++) {
      into[i * stride + offset] = x[i];
    }
  }

  /** Returns all u and v, head after head. */
  double[] packed() {
    double[] x = new double[heads.stream().mapToInt(h -> h.u().length + h.v().length).sum()];
    int at = 0;
    for (Head head : heads) {
      System.arraycopy(head.u(), 0, x, at, head.u().length);
      at += head.u().length;
      System.arraycopy(head.v(), 0, x, at, head.v().length);
      at += head.v().length;
    }
    return x;
  }

  ConeHeads unpacked(double[] x) {
    List<Head> next = new ArrayList<>();
    int at = 0;
    for (Head head : heads) {
      double[] u = java.util.Arrays.copyOfRange(x, at, at + head.u().length);
      at += u.length;
      double[] v = java.util.Arrays.copyOfRange(x, at, at + head.v().length);
      at += v.length;
      next.add(new Head(head.block(), u, v));
    }
    return new ConeHeads(blocks, next);
  }

  /** Reads a gradient in the order of {@link #packed} from factors in the order of blocks. */
  double[] packed(Variable gradient) {
    int[] column = new int[blocks.size()];
    List<Head> parts = new ArrayList<>();
    for (Head head : heads) {
      Factors block = gradient.block(head.block());
      int h = column[head.block()]++;
      parts.add(new Head(head.block(), block.leftColumn(h), block.rightColumn(h)));
    }
    return new ConeHeads(blocks, parts).packed();
  }
}
