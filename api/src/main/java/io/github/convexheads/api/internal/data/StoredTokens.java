package io.github.convexheads.api.internal.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.format.Shape;
import io.github.convexheads.api.internal.format.StoredArray;
import io.github.convexheads.api.internal.memory.MemoryBudget;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.Objects;
import org.apiguardian.api.API;

/** Tokens in a mapped file, converted whenever they are read. */
@API(status = API.Status.INTERNAL)
public final class StoredTokens implements Tokens {

  private static final int LONGEST = Integer.MAX_VALUE - 8;

  private final StoredArray array;
  private final int samples;
  private final TokenShape shape;
  private final Precision precision;
  private final TokenLayout layout;

  private StoredTokens(StoredArray array, int samples, TokenShape shape, TokenLayout layout) {
    this.array = array;
    this.samples = samples;
    this.shape = shape;
    this.layout = layout;
    this.precision = array.type().bytes() == 8 ? Precision.FLOAT64 : Precision.FLOAT32;
  }

  /**
   * Tokens in several arrays, one after another, such as the shards of a file. Arrays that are
   * large beside the heap are read whenever they are asked for, without a copy, and values that are
   * not finite are found then.
   *
   * @param arrays n_1, n_2, ... samples of one shape, each n x s x d or as the layout says
   * @param layout how the values of a sample are kept
   * @param dropped how many tokens at the start of every sample are left out
   * @return n_1 + n_2 + ... samples
   * @throws InvalidInputException if shapes differ or do not suit the layout, no token would be
   *     left, or a value is not finite (names its position)
   */
  public static Tokens read(List<StoredArray> arrays, TokenLayout layout, int dropped) {
    if (arrays.isEmpty()) {
      throw new InvalidInputException("there is no array of tokens");
    }
    List<Tokens> parts = arrays.stream().map(array -> (Tokens) view(array, layout)).toList();
    for (int i = 1; i < arrays.size(); i++) {
      requireSame(arrays, parts, i);
    }
    Tokens all = ConcatenatedTokens.of(parts);
    Tokens kept = RemainingTokens.of(new FiniteTokens(all, List.copyOf(arrays)), dropped);
    return fits(kept) ? held(kept) : kept;
  }

  private static void requireSame(List<StoredArray> arrays, List<Tokens> parts, int i) {
    TokenShape first = parts.get(0).shape();
    TokenShape found = parts.get(i).shape();
    if (!first.equals(found)) {
      throw new InvalidInputException(
          "%s has samples of %s tokens x %s features, but %s of %s x %s; all must have the same"
              .formatted(
                  arrays.get(i).name(),
                  found.tokens(),
                  found.features(),
                  arrays.get(0).name(),
                  first.tokens(),
                  first.features()));
    }
  }

  private static StoredTokens view(StoredArray array, TokenLayout layout) {
    Shape sizes = array.shape();
    int rank = sizes.rank();
    if (rank < 2) {
      throw new InvalidInputException(
          "%s has shape %s; tokens must be n x s x d, or n x d for one token a sample; are these the labels?"
              .formatted(array.name(), sizes));
    }
    if (!array.type().isFloatingPoint()) {
      throw new InvalidInputException(
          "%s holds %s; tokens must be bfloat16, float16, float32 or float64, for instance by astype('float32')"
              .formatted(array.name(), array.type()));
    }
    if (rank > 4) {
      throw new InvalidInputException(
          "%s has shape %s; tokens must be n x s x d, or n x d for one token a sample"
              .formatted(array.name(), sizes));
    }
    if (sizes.count() == 0) {
      throw new InvalidInputException(
          "%s has shape %s and so no data; at least one sample is needed"
              .formatted(array.name(), sizes));
    }
    boolean last = layout == TokenLayout.NSD;
    long features = sizes.size(last ? rank - 1 : 1);
    long tokens = sizes.count() / sizes.rows() / features;
    requirePossible(array, tokens, features);
    TokenShape shape = new TokenShape((int) tokens, (int) features);
    return new StoredTokens(array, (int) sizes.rows(), shape, layout);
  }

  private static void requirePossible(StoredArray array, long tokens, long features) {
    long rows = array.shape().rows();
    if (rows > Integer.MAX_VALUE || tokens > LONGEST / features) {
      throw new InvalidInputException(
          "%s has shape %s: %s samples of %s tokens x %s features; at most %s samples of %s values"
                  .formatted(
                      array.name(),
                      array.shape(),
                      rows,
                      tokens,
                      features,
                      Integer.MAX_VALUE,
                      LONGEST)
              + " are possible");
    }
  }

  private static boolean fits(Tokens tokens) {
    long values = (long) tokens.samples() * tokens.shape().size();
    long bytes = values * tokens.precision().bytes();
    return values <= LONGEST && bytes <= MemoryBudget.whole().rawTokens();
  }

  private static Tokens held(Tokens tokens) {
    int size = tokens.shape().size();
    int together = Math.max(1, (1 << 20) / size);
    RealArray all = RealArray.allocate(tokens.precision(), tokens.samples() * size);
    Workers.all()
        .forEach(
            (int) (((long) tokens.samples() + together - 1) / together),
            i -> {
              int from = i * together;
              int to = (int) Math.min(tokens.samples(), (long) from + together);
              tokens.read(from, to, all, from * size);
            });
    return Tokens.of(all, tokens.samples(), tokens.shape());
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public TokenShape shape() {
    return shape;
  }

  @Override
  public Precision precision() {
    return precision;
  }

  @Override
  public void read(int from, int to, RealArray into, int position) {
    Objects.checkFromToIndex(from, to, samples);
    if (layout == TokenLayout.NDS && shape.tokens() > 1) {
      RealArray stored =
          RealArray.allocate(into.precision(), Math.multiplyExact(to - from, shape.size()));
      readAsStored(from, to, stored, 0);
      for (int i = 0; i < to - from; i++) {
        transpose(stored, i * shape.size(), into, position + i * shape.size());
      }
    } else {
      readAsStored(from, to, into, position);
    }
  }

  /** From d x s to s x d. */
  private void transpose(RealArray stored, int from, RealArray into, int to) {
    int s = shape.tokens();
    int d = shape.features();
    for (int t = 0; t < s; t++) {
      for (int f = 0; f < d; f++) {
        into.set(to + t * d + f, stored.get(from + f * s + t));
      }
    }
  }

  private void readAsStored(int from, int to, RealArray into, int position) {
    if (into.precision() == Precision.FLOAT64) {
      array.readRows(from, to - from, into.doubles(), position);
    } else if (precision == Precision.FLOAT32) {
      array.readRows(from, to - from, into.floats(), position);
    } else {
      double[] wide = new double[Math.multiplyExact(to - from, shape.size())];
      array.readRows(from, to - from, wide, 0);
      into.copyFrom(RealArray.wrap(wide), 0, position, wide.length);
    }
  }
}
