package io.github.convexheads.api.token;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.format.Npy;
import io.github.convexheads.api.format.StoredArray;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import java.nio.file.Path;
import java.util.Objects;

/** Tokens in a mapped file, converted whenever they are read. */
final class StoredTokens implements Tokens {
  /** Files whose values take at most this share of the heap are read whole. */
  private static final double HEAP_SHARE = 0.25;

  private final StoredArray array;
  private final int samples;
  private final TokenShape shape;
  private final Precision precision;

  private StoredTokens(StoredArray array, int samples, TokenShape shape, Precision precision) {
    this.array = array;
    this.samples = samples;
    this.shape = shape;
    this.precision = precision;
  }

  /** Maps a file of n x s x d or n x d numbers, and reads it whole if it is small enough. */
  static Tokens open(Path file) {
    StoredArray array = Npy.map(file);
    if (!array.type().isFloatingPoint()) {
      throw new InvalidInputException(
          "%s holds %s; tokens must be float16, float32 or float64".formatted(file, array.type()));
    }
    int rank = array.shape().rank();
    if (rank != 3 && rank != 2) {
      throw new InvalidInputException(
          "%s has shape %s; tokens must be n x s x d, or n x d for one token a sample"
              .formatted(file, array.shape()));
    }
    if (array.shape().count() == 0) {
      throw new InvalidInputException(
          "%s has shape %s and so no data; at least one sample is needed"
              .formatted(file, array.shape()));
    }
    int samples = side(file, array.shape().size(0));
    TokenShape shape =
        rank == 3
            ? new TokenShape(side(file, array.shape().size(1)), side(file, array.shape().size(2)))
            : new TokenShape(1, side(file, array.shape().size(1)));
    Precision precision = array.type().bytes() == 8 ? Precision.FLOAT64 : Precision.FLOAT32;
    StoredTokens mapped = new StoredTokens(array, samples, shape, precision);
    return mapped.fits() ? mapped.held() : mapped.checked();
  }

  private static int side(Path file, long size) {
    if (size > Integer.MAX_VALUE) {
      throw new InvalidInputException(
          file + " has a dimension of " + size + "; at most " + Integer.MAX_VALUE + " is possible");
    }
    return (int) size;
  }

  private boolean fits() {
    long values = (long) samples * shape.size();
    return values <= Integer.MAX_VALUE - 8
        && (double) values * precision.bytes() <= HEAP_SHARE * Runtime.getRuntime().maxMemory();
  }

  private Tokens held() {
    array.requireFinite();
    RealArray all = RealArray.allocate(precision, samples * shape.size());
    read(0, samples, all, 0);
    return Tokens.of(all, samples, shape);
  }

  private Tokens checked() {
    array.requireFinite();
    return this;
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
