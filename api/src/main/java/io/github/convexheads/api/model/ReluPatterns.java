package io.github.convexheads.api.model;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.internal.program.FeasiblePoint;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Points of a relu head, its variable and its witness, on tokens where their columns need not lie
 * in the cones of their gates. A column that left its cone becomes a gate itself, behind those of
 * its group: its own pattern is one that it has, so that the network stays the same.
 */
final class ReluPatterns {
  private final FittedHead head;
  private final List<Moved> points;

  /** A point, and where the columns that left their cones are moved to. */
  private record Moved(Variable given, Variable inside) {}

  private ReluPatterns(FittedHead head, List<Moved> points) {
    this.head = head;
    this.points = points;
  }

  /** Looks at the columns of a head and its witness on the tokens of a program of its own gates. */
  static ReluPatterns of(FittedHead head, ConvexProgram program) {
    return new ReluPatterns(
        head,
        Stream.concat(Stream.of(head.variable()), head.witness().stream())
            .map(point -> new Moved(point, FeasiblePoint.of(program, point)))
            .toList());
  }

  /** Returns the head's gates and those columns of its points that left their cones. */
  Gates gates() {
    List<double[][]> groups = new ArrayList<>();
    for (int group = 0; group < head.gates().groups(); group++) {
      List<double[]> own = new ArrayList<>();
      for (int gate = 0; gate < head.gates().count(group); gate++) {
        own.add(head.gates().gate(group, gate));
      }
      for (Moved point : points) {
        for (Factors column : columns(point, group, -1)) {
          own.add(column.left());
        }
      }
      groups.add(own.toArray(double[][]::new));
    }
    return Gates.of(groups);
  }

  /**
   * Returns the points as the same networks in the blocks of a lift with {@link #gates()}: the
   * variable, and the witness where there is one.
   */
  List<Variable> variables(Lift wide) {
    int[] behind = new int[head.gates().groups()];
    Arrays.setAll(behind, head.gates()::count);
    List<Variable> found = new ArrayList<>();
    for (Moved point : points) {
      List<List<Factors>> outside =
          IntStream.range(0, behind.length).mapToObj(g -> columns(point, g, -1)).toList();
      found.add(variable(point, outside, behind, wide));
      Arrays.setAll(behind, g -> behind[g] + outside.get(g).size());
    }
    return found;
  }

  /** Puts what left its cone behind as many gates of its group. */
  private Variable variable(Moved point, List<List<Factors>> outside, int[] behind, Lift wide) {
    List<Factors> factors = new ArrayList<>();
    for (Block block : wide.blocks()) {
      int group = block.group();
      int extra = block.gate() - behind[group];
      boolean own = block.gate() < head.gates().count(group);
      factors.add(
          extra >= 0 && extra < outside.get(group).size()
              ? outside.get(group).get(extra)
              : joined(block, own ? columns(point, group, block.gate()) : List.of()));
    }
    return new Variable(factors);
  }

  /** Returns the columns of a group that stay with a gate, or with -1 those that stay with none. */
  private List<Factors> columns(Moved point, int group, int gate) {
    List<Factors> columns = new ArrayList<>();
    for (int j = 0; j < head.lift().blocks().size(); j++) {
      Block block = head.lift().blocks().get(j);
      if (block.group() != group || (gate >= 0 && block.gate() != gate)) {
        continue;
      }
      Factors given = point.given.block(j);
      for (int h = 0; h < given.rank(); h++) {
        double[] u = given.leftColumn(h);
        if (Arrays.equals(u, point.inside.block(j).leftColumn(h)) == (gate >= 0)) {
          columns.add(new Factors(block.rows(), block.columns(), 1, u, given.rightColumn(h)));
        }
      }
    }
    return columns;
  }

  private static Factors joined(Block block, List<Factors> columns) {
    int k = columns.size();
    double[] left = new double[block.rows() * k];
    double[] right = new double[block.columns() * k];
    for (int h = 0; h < k; h++) {
      for (int r = 0; r < block.rows(); r++) {
        left[r * k + h] = columns.get(h).left()[r];
      }
      for (int c = 0; c < block.columns(); c++) {
        right[c * k + h] = columns.get(h).right()[c];
      }
    }
    return new Factors(block.rows(), block.columns(), k, left, right);
  }
}
