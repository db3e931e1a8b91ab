package io.github.convexheads.api.head;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.RowMask;
import io.github.convexheads.api.token.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * The fixed weights h that switch a gated head: gate j of a group lets a pre-activation z pass
 * where z computed with h_j instead of W1_j is at least 0. Immutable.
 *
 * <p>Every gate has the shape of W1 (flattened row-major): attention d x d, mixer s x s, FNO s*d,
 * MLP d; for B-FNO one list of gates for every group. A linear head has no groups of gates.
 */
@API(status = API.Status.STABLE)
public final class Gates {
  private final List<double[][]> groups;
  private final Optional<Selection> selection;

  private Gates(List<double[][]> groups, Optional<Selection> selection) {
    this.groups = groups;
    this.selection = selection;
  }

  /**
   * Returns the gates of a linear head: none.
   *
   * @return no gates
   */
  public static Gates none() {
    return new Gates(List.of(), Optional.empty());
  }

  /**
   * Gates given group by group.
   *
   * @param groups for every group, gates x length of W1; copied
   * @return the gates
   * @throws InvalidInputException if a group is empty, lengths differ within a group, or a value is
   *     not finite
   */
  public static Gates of(List<double[][]> groups) {
    List<double[][]> copy = new ArrayList<>();
    for (double[][] group : groups) {
      if (group.length == 0) {
        throw new InvalidInputException("a gated head needs at least one gate, found none");
      }
      double[][] gates = new double[group.length][];
      for (int j = 0; j < group.length; j++) {
        gates[j] = group[j].clone();
        if (gates[j].length != group[0].length) {
          throw new InvalidInputException(
              "gate %s has %s values, but gate 0 has %s"
                  .formatted(j, gates[j].length, group[0].length));
        }
        if (!Arrays.stream(gates[j]).allMatch(Double::isFinite)) {
          throw new InvalidInputException("gate " + j + " holds a value that is not finite");
        }
      }
      copy.add(gates);
    }
    return new Gates(List.copyOf(copy), Optional.empty());
  }

  /**
   * Returns the number of groups.
   *
   * @return 0 for a linear head
   */
  public int groups() {
    return groups.size();
  }

  /**
   * Returns the number of gates of a group.
   *
   * @param group the group
   * @return at least 1
   */
  public int count(int group) {
    return groups.get(group).length;
  }

  /**
   * Returns a copy of one gate.
   *
   * @param group the group
   * @param gate the gate
   * @return the values of h, flattened row-major
   */
  public double[] gate(int group, int gate) {
    return groups.get(group)[gate].clone();
  }

  /**
   * Returns some gates of a group as the columns of a matrix.
   *
   * @param group the group
   * @param from the first gate
   * @param to one past the last gate
   * @return length of W1 x (to - from), in double precision
   */
  public Matrix columns(int group, int from, int to) {
    double[][] gates = groups.get(group);
    int count = to - from;
    double[] columns = new double[Math.multiplyExact(gates[0].length, count)];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = gates[from + i % count][i / count];
    }
    return Matrix.of(columns, gates[0].length, count);
  }

  /**
   * Computes where all gates of a group are open on a batch, D = 1{z &gt;= 0} for every
   * pre-activation z.
   *
   * <p>Signs are those of sums in double precision and in a fixed order, whatever the precision of
   * the batch, its number of samples and the kernel, so that a model is the same function
   * everywhere; the kernel computes those that no order can change.
   *
   * @param map the pre-activations of the head
   * @param batch the samples
   * @param group the group
   * @param kernel the linear algebra to use
   * @return one mask of samples * m bits for every gate of the group
   */
  public List<RowMask> masks(Preactivation map, TokenBatch batch, int group, Kernel kernel) {
    return GateMasks.of(map, batch, group, this, kernel);
  }

  /**
   * Computes where all gates of a group are open on a few samples, without a kernel.
   *
   * @param map the pre-activations of the head
   * @param batch the samples
   * @param group the group
   * @return as {@link #masks(Preactivation, TokenBatch, int, Kernel)}
   */
  public List<RowMask> masks(Preactivation map, TokenBatch batch, int group) {
    return masks(map, batch, group, FixedOrder.KERNEL);
  }

  /**
   * Returns how these gates were selected on the training tokens.
   *
   * @return the selection; empty where the gates are given and have not seen training tokens
   */
  public Optional<Selection> selection() {
    return selection;
  }

  /**
   * Returns the same gates as if they were given, for tokens on which nothing is known of them.
   *
   * @return the gates without a selection
   */
  public Gates withoutSelection() {
    return selection.isEmpty() ? this : new Gates(groups, Optional.empty());
  }

  /** Returns the same gates with a record of how they were selected. */
  Gates withSelection(Selection found) {
    return new Gates(groups, Optional.of(found));
  }

  /**
   * Fails unless these gates fit a head.
   *
   * @param lengths for every group the number of values of W1
   * @throws InvalidInputException if the number of groups or a length differs; names both
   */
  public void require(int... lengths) {
    if (groups.size() != lengths.length) {
      throw new InvalidInputException(
          "the head has %s groups of gates, found %s".formatted(lengths.length, groups.size()));
    }
    for (int g = 0; g < lengths.length; g++) {
      if (groups.get(g)[0].length != lengths[g]) {
        throw new InvalidInputException(
            "a gate of group %s needs %s values (the shape of W1), found %s"
                .formatted(g, lengths[g], groups.get(g)[0].length));
      }
    }
  }

  /**
   * What became of the gates that were considered for the training tokens.
   *
   * @param considered gates of all groups that were drawn, given or enumerated
   * @param merged gates left out because another one switches the training tokens alike
   * @param closed gates left out because they are closed on all training tokens
   * @param exhaustive whether the gates stand for every activation pattern of the training tokens,
   *     as exact relu needs
   * @param margin the smallest |z| / S over the training tokens and the gates that were kept, where
   *     z is a pre-activation of a gate and S the sum of the absolute values of its terms; a z that
   *     single precision computes exactly does not count; infinite where there is no other, or
   *     where it was not looked for
   */
  public record Selection(
      long considered, int merged, int closed, boolean exhaustive, double margin) {

    /**
     * Returns the selection in words, for reports.
     *
     * @return one line
     */
    public String summary() {
      return "%s gates considered%s, %s merged, %s closed everywhere, %s kept"
          .formatted(
              considered,
              exhaustive ? " (all activation patterns)" : "",
              merged,
              closed,
              considered - merged - closed);
    }
  }
}
