package io.github.convexheads.api.internal.network;

import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Features;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.head.NetworkForm;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import io.github.convexheads.api.token.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a head makes of random weights at random points and samples, computed once for all
 * identities that are tried of it: features, pre-activations, gates and projections.
 */
final class NetworkTrials {
  /** Random weights of a block: enough to solve for B, and fewer where the network is drawn. */
  private static final int COLUMNS = 40;

  private static final int COLUMNS_BESIDE_DRAWING = 2;
  private static final int LEAST_BLOCKS = 4;
  private static final int MOST_BLOCKS = 16;

  /** Entries of weights, and of pre-activations, that are tried at once. */
  private static final int MOST_VALUES = 1 << 22;

  private final Head head;
  private final Gates gates;
  private final Lift lift;
  private final Kernel kernel;
  private final RandomGenerator random;
  private final TrialPoints points;
  private final boolean drawn;
  private final int columns;
  private final int[][] groups;

  NetworkTrials(Head head, Gates gates, Lift lift, Kernel kernel, RandomGenerator random) {
    this.head = head;
    this.gates = gates;
    this.lift = lift;
    this.kernel = kernel;
    this.random = random;
    this.points = new TrialPoints(lift, kernel, random);
    this.drawn = lift instanceof NetworkForm;
    this.columns = drawn ? COLUMNS_BESIDE_DRAWING : COLUMNS;
    this.groups =
        IntStream.range(0, activates() ? gates.groups() : 1)
            .mapToObj(this::blocks)
            .toArray(int[][]::new);
  }

  /** Whether gates open and close pre-activations. */
  boolean activates() {
    return head.activation() != Activation.LINEAR;
  }

  /** All blocks of a linear head; of another those of a group. */
  private int[] blocks(int group) {
    return IntStream.range(0, lift.blocks().size())
        .filter(j -> !activates() || lift.blocks().get(j).group() == group)
        .toArray();
  }

  /**
   * Points, with what the head makes of them.
   *
   * @param at the points
   * @param groups one for every group of weights
   */
  record Round(TrialPoints.Points at, List<Group> groups) {}

  /**
   * Weights of a group at all points of a round: for every trial its columns and its gate.
   *
   * @param group the group
   * @param w k weights, length(W1) x k; empty for a linear head
   * @param k the number of weights
   * @param z their pre-activations, (samples m) x k
   * @param terms the sums of absolute terms of these
   * @param trials one for each of some blocks
   */
  record Group(int group, double[] w, int k, double[] z, double[] terms, List<Trial> trials) {}

  /**
   * A block with random weights.
   *
   * @param block its index
   * @param weights U, and what the head makes of it
   * @param projected phi^T U, (samples T q) x columns
   * @param first where its columns begin among those of its group, with its gate behind them
   * @param mask D of its gate at all points; null for a linear head
   */
  record Trial(int block, Weights weights, double[] projected, int first, RowMask mask) {}

  /**
   * Random weights of a block.
   *
   * @param u U, R x columns
   * @param v a row of V
   * @param heads the network's weights of every column with v
   */
  record Weights(double[] u, double[] v, List<NetworkHead> heads) {}

  /** Returns U's columns a trial. */
  int columns() {
    return columns;
  }

  TrialPoints points() {
    return points;
  }

  /** Returns rounds, each computed when it is asked for. */
  Stream<Round> of(Tokens tokens) {
    List<BlockChoice> choices =
        Arrays.stream(groups).map(own -> new BlockChoice(own.length, random)).toList();
    int most = Arrays.stream(groups).mapToInt(own -> together(own.length)).sum();
    return points.of(tokens, work() * most).map(at -> round(at, choices));
  }

  /** How many blocks of a group are tried in a round. */
  private int together(int count) {
    int share = (count + TrialPoints.ROUNDS - 1) / TrialPoints.ROUNDS;
    int wanted = Math.max(LEAST_BLOCKS, Math.min(MOST_BLOCKS, share));
    double affordable = TrialPoints.MOST_WORK / (groups.length * work());
    return (int) Math.max(1, Math.min(Math.min(wanted, count), affordable));
  }

  /** Products of one block at one point. */
  private double work() {
    double rows = lift.blocks().stream().mapToInt(Block::rows).max().orElseThrow();
    double own = columns * Math.max(rows, lift.preactivations());
    return drawn ? Math.max(own, DrawnIdentity.work(lift)) : own;
  }

  private Round round(TrialPoints.Points at, List<BlockChoice> choices) {
    Features features = lift.features(at.x(), kernel);
    List<Group> all = new ArrayList<>();
    for (int group = 0; group < groups.length; group++) {
      int[] own = groups[group];
      int largest = Math.max(lift.blocks().get(own[0]).rows(), lift.preactivations());
      if (drawn || (long) largest * columns <= MOST_VALUES) {
        int[] chosen = choices.get(group).next(together(own.length));
        int[] blocks = Arrays.stream(chosen).map(i -> own[i]).toArray();
        all.add(
            activates()
                ? gated(at.x(), features, group, blocks)
                : linear(at.x(), features, blocks));
      }
    }
    return new Round(at, all);
  }

  private Group linear(TokenBatch x, Features features, int[] blocks) {
    List<Trial> trials = new ArrayList<>();
    for (int block : blocks) {
      Weights weights = weights(block);
      trials.add(new Trial(block, weights, projected(x, features, block, weights), 0, null));
    }
    return new Group(0, new double[0], 0, new double[0], new double[0], trials);
  }

  private Group gated(TokenBatch x, Features features, int group, int[] blocks) {
    int each = columns + 1;
    double[][] all = new double[blocks.length * each][];
    double[][] opening = new double[blocks.length][];
    Weights[] weights = new Weights[blocks.length];
    for (int i = 0; i < blocks.length; i++) {
      weights[i] = weights(blocks[i]);
      for (int column = 0; column < columns; column++) {
        all[i * each + column] = weights[i].heads.get(column).first();
      }
      opening[i] = gates.gate(group, lift.blocks().get(blocks[i]).gate());
      all[i * each + columns] = opening[i];
    }
    double[] w = sideBySide(all);
    double[] z = points.preactivated(features, x.samples(), group, w, all.length);
    double[] terms = lift.absoluteTerms(x, group, w, all.length);
    List<RowMask> masks = lift.masks(x, group, opening);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < blocks.length; i++) {
      double[] projected = projected(x, features, blocks[i], weights[i]);
      trials.add(new Trial(blocks[i], weights[i], projected, i * each, masks.get(i)));
    }
    return new Group(group, w, all.length, z, terms, trials);
  }

  private double[] projected(TokenBatch x, Features features, int block, Weights weights) {
    return points.projected(features, x.samples(), block, weights.u, columns);
  }

  private Weights weights(int block) {
    double[] u = gaussian(lift.blocks().get(block).rows() * columns);
    double[] v = gaussian(lift.blocks().get(block).columns());
    List<NetworkHead> heads =
        IntStream.range(0, columns)
            .mapToObj(column -> lift.networkHead(block, part(u, columns, column, 1), v.clone()))
            .toList();
    return new Weights(u, v, heads);
  }

  private double[] gaussian(int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }

  /** Columns as a row-major matrix. */
  private static double[] sideBySide(double[][] columns) {
    int k = columns.length;
    double[] values = new double[columns[0].length * k];
    Arrays.setAll(values, i -> columns[i % k][i / k]);
    return values;
  }

  /** Some columns of a row-major matrix of k. */
  static double[] part(double[] values, int k, int from, int count) {
    double[] some = new double[values.length / k * count];
    Arrays.setAll(some, i -> values[i / count * k + from + i % count]);
    return some;
  }
}
