package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All factors of a variable in one vector x: U_1, V_1, U_2, V_2, ..., each row-major.
 *
 * @param like a variable with the shapes and ranks
 * @param starts for every block the place of U and of V, and last the length of x
 */
record FactorLayout(Variable like, int[] starts) {

  static FactorLayout of(Variable like) {
    int[] starts = new int[2 * like.blocks().size() + 1];
    int at = 0;
    for (int j = 0; j < like.blocks().size(); j++) {
      starts[2 * j] = at;
      at = Math.addExact(at, like.block(j).left().length);
      starts[2 * j + 1] = at;
      at = Math.addExact(at, like.block(j).right().length);
    }
    starts[2 * like.blocks().size()] = at;
    return new FactorLayout(like, starts);
  }

  /** Returns the number of entries of x. */
  int length() {
    return starts[starts.length - 1];
  }

  /** Returns where U of a block begins. */
  int left(int block) {
    return starts[2 * block];
  }

  /** Returns where V of a block begins. */
  int right(int block) {
    return starts[2 * block + 1];
  }

  /** Returns where V of a block ends. */
  int past(int block) {
    return starts[2 * block + 2];
  }

  /** Returns a variable with some components of every block of x alone. */
  Variable chosen(double[] x, List<int[]> components) {
    List<Factors> blocks = new ArrayList<>();
    for (int j = 0; j < blocks(); j++) {
      Factors shape = like.block(j);
      int[] some = components.get(j);
      blocks.add(
          new Factors(
              shape.rows(),
              shape.columns(),
              some.length,
              columns(x, left(j), right(j), shape.rank(), some),
              columns(x, right(j), past(j), shape.rank(), some)));
    }
    return new Variable(blocks);
  }

  private static double[] columns(double[] x, int from, int to, int k, int[] some) {
    double[] chosen = new double[k == 0 ? 0 : (to - from) / k * some.length];
    int at = 0;
    for (int row = from; row < to; row += k) {
      for (int h : some) {
        chosen[at++] = x[row + h];
      }
    }
    return chosen;
  }

  int blocks() {
    return like.blocks().size();
  }

  double[] pack(Variable z) {
    double[] x = new double[length()];
    for (int j = 0; j < z.blocks().size(); j++) {
      Factors block = z.block(j);
      System.arraycopy(block.left(), 0, x, left(j), block.left().length);
      System.arraycopy(block.right(), 0, x, right(j), block.right().length);
    }
    return x;
  }

  Variable unpack(double[] x) {
    List<Factors> blocks = new ArrayList<>();
    for (int j = 0; j < like.blocks().size(); j++) {
      Factors shape = like.block(j);
      blocks.add(
          new Factors(
              shape.rows(),
              shape.columns(),
              shape.rank(),
              Arrays.copyOfRange(x, starts[2 * j], starts[2 * j + 1]),
              Arrays.copyOfRange(x, starts[2 * j + 1], starts[2 * j + 2])));
    }
    return new Variable(blocks);
  }
}
