package io.github.convexheads.api.fit;

import io.github.convexheads.api.certificate.SingularPairs;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.ConfiguredHead;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Column generation over the gates of a gated head (Bach, 2017, "Breaking the curse of
 * dimensionality with convex neural networks"): at the optimum of the gates so far a new gate
 * lowers the optimum only if the spectral norm of its A_h^* E / n is above beta, and the more the
 * higher it is. Gates are drawn, and the best of them replaced by their own leading left singular
 * vectors while that helps; what is added is what violates the dual most.
 */
final class GateGeneration {
  private static final int TRIED = 32;
  private static final int CLIMBED = 8;
  private static final int CLIMBS = 3;

  /** A violation by less than this share of beta is none. */
  private static final double VIOLATION = 1e-3;

  private final Assembly assembly;
  private final ConfiguredHead head;
  private final UnaryOperator<Problem> weighed;
  private final int most;
  private int tried;

  GateGeneration(Assembly assembly, ConfiguredHead head, UnaryOperator<Problem> weighed) {
    this.assembly = assembly;
    this.head = head;
    this.weighed = weighed;
    this.most = head.mostGenerated();
  }

  /** The problem of the generated gates with the optimum of those before the last ones. */
  record Grown(Problem problem, Variable point, int tried) {
    String words() {
      return "%s gates were generated from %s that were tried by their dual violation"
          .formatted(count(problem.gates()), tried);
    }
  }

  /** A gate with its dual norm. */
  private record Violation(int group, double[] gate, double norm) {}

  /**
   * Adds gates.
   *
   * @param solve finds the optimum of a problem, given where to start
   */
  Grown grow(Problem first, Solve solve) {
    Grown now = new Grown(first, Variable.zero(first.program().blocks()), 0);
    try {
      for (int round = 0; ; round++) {
        Variable at = solve.apply(now.problem, now.point);
        now = new Grown(now.problem, at, tried);
        Gates wider = wider(now.problem.gates(), violations(now.problem, at, round));
        if (count(wider) == count(now.problem.gates())) {
          return new Grown(now.problem, at, tried);
        }
        Problem next = weighed.apply(assembly.with(wider));
        at = extended(at, now.problem.program().blocks(), next.program().blocks());
        now = new Grown(next, at, tried);
      }
    } catch (StoppedException e) {
      return now; // The limits of the fit end what comes next too, with the best point.
    }
  }

  /** Finds the optimum of a problem from a point. */
  interface Solve {
    Variable apply(Problem problem, Variable from);
  }

  private List<Violation> violations(Problem now, Variable at, int round) {
    List<Violation> all = new ArrayList<>();
    Gates candidates = assembly.tried(head, round, TRIED);
    for (int climb = 0; climb <= CLIMBS; climb++) {
      List<Violation> own = new ArrayList<>();
      List<double[][]> next = climbed(now, at, candidates, own);
      all.addAll(own);
      if (next.isEmpty()) {
        break;
      }
      candidates = Gates.of(next);
    }
    double least = now.program().beta() * (1 + VIOLATION);
    return all.stream()
        .filter(violation -> violation.norm > least)
        .sorted(Comparator.comparingDouble((Violation v) -> -v.norm))
        .toList();
  }

  /**
   * Computes the norms of candidates and returns the singular vectors of the best of each group.
   */
  private List<double[][]> climbed(
      Problem now, Variable at, Gates candidates, List<Violation> violations) {
    Problem together = assembly.with(joined(now.gates(), candidates)).withBeta(beta(now));
    List<Block> blocks = together.program().blocks();
    Variable point = extended(at, now.program().blocks(), blocks);
    Evaluation evaluation = together.program().at(point);
    int[] seen = new int[candidates.groups()];
    List<List<Violation>> vectors = new ArrayList<>();
    for (int group = 0; group < candidates.groups(); group++) {
      vectors.add(new ArrayList<>());
    }
    for (int j = 0; j < blocks.size(); j++) {
      int group = blocks.get(j).group();
      int candidate = seen[group]++ - now.gates().count(group);
      if (candidate >= 0) {
        SingularPairs pair = SingularPairs.near(evaluation, j, Factors.zero(blocks.get(j)), 1);
        double norm = pair.count() == 0 ? 0 : pair.values()[0];
        double[] gate = candidates.gate(group, candidate);
        violations.add(new Violation(group, gate, norm));
        if (norm > 0 && pair.left().length == gate.length) {
          vectors.get(group).add(new Violation(group, pair.left(), norm));
        }
        tried++;
      }
    }
    return vectors.stream().anyMatch(List::isEmpty)
        ? List.of()
        : vectors.stream().map(GateGeneration::both).toList();
  }

  /** Both signs of the best vectors. */
  private static double[][] both(List<Violation> vectors) {
    List<double[]> gates = new ArrayList<>();
    vectors.stream()
        .sorted(Comparator.comparingDouble((Violation v) -> -v.norm))
        .limit(CLIMBED)
        .forEach(
            vector -> {
              double[] opposite = vector.gate.clone();
              for (int r = 0; r < opposite.length; r++) {
                opposite[r] = -opposite[r];
              }
              gates.add(vector.gate);
              gates.add(opposite);
            });
    return gates.toArray(double[][]::new);
  }

  /** Adds the worst violations, a quarter of all gates at a time, to those there are. */
  private Gates wider(Gates gates, List<Violation> violations) {
    Gates now = gates;
    int[] left = new int[gates.groups()];
    for (int group = 0; group < left.length; group++) {
      left[group] = Math.min(most - gates.count(group), Math.max(1, most / 4));
    }
    for (Violation violation : violations) {
      if (left[violation.group] > 0) {
        Gates more = assembly.distinct(head, joined(now, violation.group, violation.gate));
        left[violation.group] -= more.count(violation.group) - now.count(violation.group);
        now = more;
      }
    }
    return now;
  }

  private static double beta(Problem problem) {
    return problem.program().beta();
  }

  private static int count(Gates gates) {
    int count = 0;
    for (int group = 0; group < gates.groups(); group++) {
      count += gates.count(group);
    }
    return count;
  }

  private static Gates joined(Gates first, int group, double[] gate) {
    return joined(first, g -> g == group ? List.of(gate) : List.of());
  }

  private static Gates joined(Gates first, Gates second) {
    return joined(
        first,
        group -> {
          List<double[]> more = new ArrayList<>();
          for (int j = 0; j < second.count(group); j++) {
            more.add(second.gate(group, j));
          }
          return more;
        });
  }

  private static Gates joined(Gates first, IntFunction<List<double[]>> more) {
    List<double[][]> groups = new ArrayList<>();
    for (int group = 0; group < first.groups(); group++) {
      List<double[]> own = new ArrayList<>();
      for (int j = 0; j < first.count(group); j++) {
        own.add(first.gate(group, j));
      }
      own.addAll(more.apply(group));
      groups.add(own.toArray(double[][]::new));
    }
    return Gates.of(groups);
  }

  /** The same point of a program with more gates, which come after those there were in a group. */
  private static Variable extended(Variable point, List<Block> before, List<Block> after) {
    List<Factors> factors = new ArrayList<>();
    int at = 0;
    for (Block block : after) {
      boolean known = at < before.size() && before.get(at).group() == block.group();
      factors.add(known ? point.block(at++) : Factors.zero(block));
    }
    return new Variable(factors);
  }
}
