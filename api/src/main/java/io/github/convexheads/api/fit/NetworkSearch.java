package io.github.convexheads.api.fit;

import io.github.convexheads.api.head.ConfiguredHead;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.internal.quasinewton.Differentiable;
import io.github.convexheads.api.kernel.StopToken;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A good relu network where activation patterns are too many to be enumerated: heads that lower the
 * objective most by their dual violation are added one by one, and all heads descend together
 * across patterns.
 *
 * <p>A head of unit weights (u, v) lowers the objective if -&lt;A_u^* E / n, u v^T&gt; exceeds
 * beta, where A_u has the pattern of u itself. It is looked for by the generalised power method of
 * {@code ComponentSearch} with the pattern taken anew in every step. What is found is a network,
 * and so an upper bound of the optimum over all; it proves nothing.
 */
final class NetworkSearch {
  private static final int TRIED = 16;
  private static final int CLIMBS = 12;
  private static final int ADDED = 4;
  private static final int STEPS = 60;
  private static final int MOST_HEADS = 256;

  /** Rounds without a head that helps, each with other starts, before the search ends. */
  private static final int PATIENCE = 3;

  private static final double EXCESS = 1e-3;

  /** The share of heads that a variation leaves out. */
  private static final double LEFT_OUT = 0.25;

  private static final double NEGLIGIBLE = 1e-6;

  private final Assembly assembly;
  private final ConfiguredHead head;
  private final int groups;

  NetworkSearch(Assembly assembly, ConfiguredHead head) {
    this.assembly = assembly;
    this.head = head;
    this.groups = assembly.gates().groups();
  }

  /** The heads of most gain at the zero head, every group with one: beta_max is measured there. */
  List<SearchedNetwork.Head> first() {
    List<SearchedNetwork.Head> found = new ArrayList<>();
    for (Gain gain : gains(empty(0), 0)) {
      if (found.stream().noneMatch(other -> other.group() == gain.head.group())) {
        found.add(gain.head);
      }
    }
    return found;
  }

  private SearchedNetwork empty(double beta) {
    return new SearchedNetwork(gates -> assembly.with(gates).withBeta(beta), List.of());
  }

  /** A head of unit weights and its gain. */
  private record Gain(SearchedNetwork.Head head, double value) {}

  /** Improves a network until no head is found that helps, or the time of a token is over. */
  SearchedNetwork improved(List<SearchedNetwork.Head> start, double beta, StopToken time) {
    SearchedNetwork[] best = {new SearchedNetwork(empty(beta).programs(), start)};
    try {
      return time.run(() -> grown(best, beta, 0));
    } catch (StoppedException e) {
      return best[0].pruned(NEGLIGIBLE);
    }
  }

  /**
   * Leaves out some heads by chance and improves the rest, again and again, as long as there is
   * time and for so many turns (iterated local search; Lourenco, Martin and Stuetzle, 2003). The
   * best network is kept.
   */
  SearchedNetwork varied(SearchedNetwork network, double beta, StopToken time, int turns) {
    SearchedNetwork[] best = {new SearchedNetwork(empty(beta).programs(), network.heads())};
    try {
      return time.run(
          () -> {
            SplittableRandom random = new SplittableRandom(best[0].heads().size());
            double least = objective(best[0]);
            for (int turn = 1; turn <= turns && !best[0].heads().isEmpty(); turn++) {
              StopToken.check();
              List<SearchedNetwork.Head> kept =
                  best[0].heads().stream().filter(own -> random.nextDouble() > LEFT_OUT).toList();
              SearchedNetwork[] other = {new SearchedNetwork(best[0].programs(), kept)};
              SearchedNetwork found = grown(other, beta, 1000 * turn);
              double value = objective(found);
              if (value < least) {
                least = value;
                best[0] = found;
              }
            }
            return best[0];
          });
    } catch (StoppedException e) {
      return best[0];
    }
  }

  private SearchedNetwork grown(SearchedNetwork[] best, double beta, int firstRound) {
    int idle = 0;
    for (int round = firstRound; idle < PATIENCE; round++) {
      List<SearchedNetwork.Head> more =
          gains(best[0], round).stream()
              .filter(gain -> gain.value > beta * (1 + EXCESS))
              .limit(Math.min(ADDED, MOST_HEADS - best[0].heads().size()))
              .map(gain -> sized(gain, beta))
              .toList();
      idle = more.isEmpty() ? idle + 1 : 0;
      best[0] = descended(best[0].with(more), best).pruned(NEGLIGIBLE);
    }
    return best[0];
  }

  private double objective(SearchedNetwork network) {
    SearchedNetwork ordered = network.ordered();
    double[] x = ordered.packed();
    return objective(ordered.with(idle(ordered)), x, new double[x.length]);
  }

  /** Looks for heads of high gain from drawn weights, best first, one of every pattern. */
  private List<Gain> gains(SearchedNetwork network, int round) {
    Gates drawn = assembly.tried(head, round, TRIED);
    List<SearchedNetwork.Head> tried = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      for (int j = 0; j < drawn.count(group); j++) {
        tried.add(new SearchedNetwork.Head(group, unit(drawn.gate(group, j)), new double[0]));
      }
    }
    List<Gain> found = List.of();
    for (int climb = 0; climb < CLIMBS; climb++) {
      StopToken.check();
      List<Gain> next = climbed(network, tried);
      found = next;
      tried =
          next.stream()
              .map(
                  gain -> new SearchedNetwork.Head(gain.head.group(), gain.head.u(), new double[0]))
              .toList();
    }
    List<Gain> distinct = new ArrayList<>();
    found.stream()
        .sorted(Comparator.comparingDouble((Gain gain) -> -gain.value))
        .filter(gain -> distinct.stream().noneMatch(other -> same(gain.head, other.head)))
        .forEach(distinct::add);
    return distinct;
  }

  private static boolean same(SearchedNetwork.Head a, SearchedNetwork.Head b) {
    return a.group() == b.group() && Vectors.dot(a.u(), b.u()) > 1 - 1e-2;
  }

  /** One step of the power method for all weights; a weight that leads nowhere stays. */
  private List<Gain> climbed(SearchedNetwork network, List<SearchedNetwork.Head> tried) {
    SearchedNetwork.Placed placed = network.with(tried).placed(groups);
    Evaluation at = placed.problem().program().at(placed.point());
    List<Gain> gains = new ArrayList<>();
    for (int j = 0; j < placed.heads().size(); j++) {
      SearchedNetwork.Head own = placed.heads().get(j);
      if (own.v().length > 0) {
        continue;
      }
      double[] v = at.adjointTransposeTimes(j, own.u(), 1);
      double value = Vectors.norm(v);
      double[] opposite = Vectors.scaled(value > 0 ? -1 / value : 0, v);
      double[] u = Vectors.scaled(-1, at.adjointTimes(j, opposite, 1));
      double size = Vectors.norm(u);
      double[] next = value > 0 && size > 0 ? Vectors.scaled(1 / size, u) : own.u();
      gains.add(new Gain(new SearchedNetwork.Head(own.group(), next, opposite), value));
    }
    return gains;
  }

  /** Gives a head the weight that lowers a quadratic model of the loss most. */
  private SearchedNetwork.Head sized(Gain gain, double beta) {
    SearchedNetwork own = new SearchedNetwork(empty(beta).programs(), List.of(gain.head));
    SearchedNetwork.Placed alone = own.with(idle(own)).placed(groups);
    ConvexProgram program = alone.problem().program();
    double curvature = program.loss().curvature() * program.at(alone.point()).meanSquare();
    double weight = (gain.value - beta) / curvature;
    double root = weight > 0 && weight < Double.POSITIVE_INFINITY ? Math.sqrt(weight) : 1e-3;
    return new SearchedNetwork.Head(
        gain.head.group(),
        Vectors.scaled(root, gain.head.u()),
        Vectors.scaled(root, gain.head.v()));
  }

  /** All heads together, by L-BFGS across patterns; the best is noted on the way. */
  private SearchedNetwork descended(SearchedNetwork network, SearchedNetwork[] best) {
    if (network.heads().isEmpty()) {
      return network;
    }
    SearchedNetwork ordered = network.ordered();
    List<SearchedNetwork.Head> idle = idle(network);
    Differentiable objective = (x, g) -> objective(ordered.unpacked(x).with(idle), x, g);
    double[] end =
        LocalDescent.minimise(
            objective, ordered.packed(), STEPS, x -> best[0] = ordered.unpacked(x));
    return ordered.unpacked(end);
  }

  /** Heads of weight 0 for the groups that have none, as a program needs a gate in every group. */
  private List<SearchedNetwork.Head> idle(SearchedNetwork network) {
    List<SearchedNetwork.Head> idle = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      int own = group;
      if (network.heads().stream().noneMatch(head -> head.group() == own)) {
        idle.add(new SearchedNetwork.Head(group, assembly.gates().gate(group, 0), new double[0]));
      }
    }
    return idle;
  }

  private double objective(SearchedNetwork network, double[] x, double[] g) {
    SearchedNetwork.Placed placed = network.placed(groups);
    ConvexProgram program = placed.problem().program();
    Evaluation at = program.at(placed.point());
    Variable slope = at.gradient();
    double value = at.loss();
    int from = 0;
    for (int j = 0; j < placed.heads().size(); j++) {
      SearchedNetwork.Head own = placed.heads().get(j);
      if (own.v().length == 0) {
        continue;
      }
      Factors block = slope.block(j);
      if (block.rank() > 0) {
        System.arraycopy(block.left(), 0, g, from, own.u().length);
        System.arraycopy(block.right(), 0, g, from + own.u().length, own.v().length);
      } else {
        Arrays.fill(g, from, from + own.u().length + own.v().length, 0);
      }
      from += own.u().length + own.v().length;
    }
    for (int i = 0; i < x.length; i++) {
      value += program.beta() / 2 * x[i] * x[i];
      g[i] += program.beta() * x[i];
    }
    return value;
  }

  /** The problem of the network's own patterns and more gates, which measure beta_max. */
  SearchedNetwork.Placed placed(SearchedNetwork network, List<SearchedNetwork.Head> more) {
    List<SearchedNetwork.Head> idle =
        more.stream()
            .map(own -> new SearchedNetwork.Head(own.group(), own.u(), new double[0]))
            .toList();
    return network.with(idle).placed(groups);
  }

  /** A difference of equal rows stays zero: it leads nowhere and has no gain. */
  private static double[] unit(double[] x) {
    double size = Vectors.norm(x);
    return size > 0 ? Vectors.scaled(1 / size, x) : x.clone();
  }
}
