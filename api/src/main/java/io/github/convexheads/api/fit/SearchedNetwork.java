package io.github.convexheads.api.fit;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A relu network as a point of the program whose gates are the network's own first weights: then
 * every head lies in its cone, and phi^T u is the network's own output of the head.
 *
 * @param programs the problem of any gates
 * @param heads the heads, those of a group in the order of their gates
 */
record SearchedNetwork(Function<Gates, Problem> programs, List<Head> heads) {

  /**
   * One head u v^T, or with v of zeros a weight that is tried.
   *
   * @param group the group of gates
   * @param u first weights
   * @param v second weights
   */
  record Head(int group, double[] u, double[] v) {
    double weight() {
      return Vectors.norm(u) * Vectors.norm(v);
    }
  }

  /** A network with its program and point; heads are in the order of blocks. */
  record Placed(Problem problem, List<Head> heads, Variable point) {}

  SearchedNetwork {
    heads = List.copyOf(heads);
  }

  SearchedNetwork with(List<Head> more) {
    List<Head> all = new ArrayList<>(heads);
    all.addAll(more);
    return new SearchedNetwork(programs, all);
  }

  /** The same heads, group after group. */
  SearchedNetwork ordered() {
    return new SearchedNetwork(
        programs, heads.stream().sorted(Comparator.comparingInt(Head::group)).toList());
  }

  /** Leaves out heads whose weight is at most a share of the heaviest's. */
  SearchedNetwork pruned(double share) {
    double most = heads.stream().mapToDouble(Head::weight).max().orElse(0);
    return new SearchedNetwork(
        programs, heads.stream().filter(head -> head.weight() > share * most).toList());
  }

  /** Makes the program of these heads, whose groups must all have one. */
  Placed placed(int groups) {
    List<double[][]> gates = new ArrayList<>();
    List<Head> order = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      int own = group;
      List<Head> inside = heads.stream().filter(head -> head.group == own).toList();
      order.addAll(inside);
      gates.add(inside.stream().map(Head::u).toArray(double[][]::new));
    }
    Problem problem = programs.apply(Gates.of(gates));
    List<Factors> factors = new ArrayList<>();
    for (int j = 0; j < order.size(); j++) {
      Block block = problem.program().blocks().get(j);
      Head head = order.get(j);
      factors.add(
          Vectors.norm(head.v) > 0
              ? new Factors(block.rows(), block.columns(), 1, head.u, head.v)
              : Factors.zero(block));
    }
    return new Placed(problem, order, new Variable(factors));
  }

  /** Returns all u and v, head after head. */
  double[] packed() {
    double[] x = new double[heads.stream().mapToInt(h -> h.u.length + h.v.length).sum()];
    int at = 0;
    for (Head head : heads) {
      System.arraycopy(head.u, 0, x, at, head.u.length);
      System.arraycopy(head.v, 0, x, at + head.u.length, head.v.length);
      at += head.u.length + head.v.length;
    }
    return x;
  }

  SearchedNetwork unpacked(double[] x) {
    List<Head> next = new ArrayList<>();
    int at = 0;
    for (Head head : heads) {
      double[] u = new double[head.u.length];
      double[] v = new double[head.v.length];
      System.arraycopy(x, at, u, 0, u.length);
      System.arraycopy(x, at + u.length, v, 0, v.length);
      at += u.length + v.length;
      next.add(new Head(head.group, u, v));
    }
    return new SearchedNetwork(programs, next);
  }
}
