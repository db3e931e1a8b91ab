package io.github.convexheads.api.internal.data;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The samples of several tokens, one after another, such as those of the shards of a file. */
final class ConcatenatedTokens implements Tokens {
  private final List<Tokens> parts;

  /** The first sample of every part, and one past the last of all. */
  private final int[] starts;

  private ConcatenatedTokens(List<Tokens> parts, int[] starts) {
    this.parts = parts;
    this.starts = starts;
  }

  /** Puts tokens of one shape together; the only ones stay as they are. */
  static Tokens of(List<Tokens> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int[] starts = new int[parts.size() + 1];
    for (int i = 0; i < parts.size(); i++) {
      long next = (long) starts[i] + parts.get(i).samples();
      if (next > Integer.MAX_VALUE) {
        throw new InvalidInputException(
            "there are more than %s samples of tokens, the most that are possible"
                .formatted(Integer.MAX_VALUE));
      }
      starts[i + 1] = (int) next;
      parts.get(0).shape().require(parts.get(i).shape(), "the first part");
    }
    return new ConcatenatedTokens(List.copyOf(parts), starts);
  }

  @Override
  public int samples() {
    return starts[parts.size()];
  }

  @Override
  public TokenShape shape() {
    return parts.get(0).shape();
  }

  /** Double precision where some part has it. */
  @Override
  public Precision precision() {
    boolean wide = parts.stream().anyMatch(part -> part.precision() == Precision.FLOAT64);
    return wide ? Precision.FLOAT64 : Precision.FLOAT32;
  }

  @Override
  public long heapBytes() {
    return parts.stream().mapToLong(Tokens::heapBytes).sum();
  }

  @Override
  public void read(int from, int to, RealArray into, int position) {
    Objects.checkFromToIndex(from, to, samples());
    int found = Arrays.binarySearch(starts, 0, parts.size(), from);
    int part = found >= 0 ? found : -found - 2;
    int next = from;
    while (next < to) {
      int end = Math.min(to, starts[part + 1]);
      int at = position + (next - from) * shape().size();
      parts.get(part).read(next - starts[part], end - starts[part], into, at);
      next = end;
      part++;
    }
  }
}
