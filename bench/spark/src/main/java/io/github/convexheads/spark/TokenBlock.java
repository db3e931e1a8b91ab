package io.github.convexheads.spark;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A fixed number of consecutive samples, the unit of work: how samples are cut into blocks follows
 * from their number and shape, never from the cluster, so that sums over blocks in their order have
 * the same bits anywhere.
 *
 * <p>A block lies in Spark's storage, and what is prepared from it between questions beside it, in
 * this object: where Spark gives up or loses the block, all of that goes with it and is made again.
 */
final class TokenBlock implements Serializable {
  private static final long serialVersionUID = 1;

  /** Programs whose state is kept beside a block; a fit needs one. */
  private static final int MOST_PROGRAMS = 2;

  private final int index;
  private final long first;
  private final int samples;
  private final int tokens;
  private final int features;
  private final float[] floats;
  private final double[] doubles;
  private final int[] lengths;
  private transient Tokens held;
  private transient Map<Long, BlockProgram> programs;

  /**
   * A block over an array, which is given away.
   *
   * @param index its number
   * @param first its first sample among all
   * @param values samples x s x d values
   * @param samples how many
   * @param shape s x d
   * @param lengths own tokens of every sample; null where all have s
   */
  TokenBlock(
      int index, long first, RealArray values, int samples, TokenShape shape, int[] lengths) {
    this.index = index;
    this.first = first;
    this.samples = samples;
    this.tokens = shape.tokens();
    this.features = shape.features();
    boolean single = values.precision() == Precision.FLOAT32;
    this.floats = single ? values.floats() : null;
    this.doubles = single ? null : values.doubles();
    this.lengths = lengths;
  }

  int index() {
    return index;
  }

  long first() {
    return first;
  }

  int samples() {
    return samples;
  }

  /** The samples; those of one block are checked once. */
  synchronized Tokens tokens() {
    if (held == null) {
      Tokens all = Tokens.of(values(), samples, new TokenShape(tokens, features));
      held = lengths == null ? all : all.withLengths(lengths);
    }
    return held;
  }

  private RealArray values() {
    return floats == null ? RealArray.wrap(doubles) : RealArray.wrap(floats);
  }

  /** A copy of a range of samples, as a block with the number of this one. */
  TokenBlock part(int from, int to) {
    return selected(first + from, IntStream.range(from, to).toArray());
  }

  /**
   * A copy of some samples, as a block with the number of this one.
   *
   * @param newFirst what the first of them is called among all
   * @param own their numbers in this block
   */
  TokenBlock selected(long newFirst, int... own) {
    int size = tokens * features;
    Precision precision = floats == null ? Precision.FLOAT64 : Precision.FLOAT32;
    RealArray some = RealArray.allocate(precision, own.length, size);
    for (int i = 0; i < own.length; i++) {
      some.copyFrom(values(), own[i] * size, i * size, size);
    }
    int[] ownLengths =
        lengths == null ? null : Arrays.stream(own).map(sample -> lengths[sample]).toArray();
    TokenShape shape = new TokenShape(tokens, features);
    return new TokenBlock(index, newFirst, some, own.length, shape, ownLengths);
  }

  /** Copies all values; padding is zero. */
  void copy(RealArray into, int position) {
    tokens().read(0, samples, into, position);
  }

  /** The same samples with lengths of their own. */
  TokenBlock withLengths(int[] own) {
    TokenShape shape = new TokenShape(tokens, features);
    return new TokenBlock(index, first, values(), samples, shape, own);
  }

  /** The part of a program that this block is, put together when it is first asked for. */
  synchronized BlockProgram program(ProgramRecipe recipe, int threads) {
    if (programs == null) {
      programs = new LinkedHashMap<>(4, 0.75f, true);
    }
    BlockProgram found = programs.get(recipe.id());
    if (found == null) {
      found = new BlockProgram(recipe.program(this, threads));
      programs.put(recipe.id(), found);
      if (programs.size() > MOST_PROGRAMS) {
        programs.remove(programs.keySet().iterator().next());
      }
    }
    return found;
  }
}
