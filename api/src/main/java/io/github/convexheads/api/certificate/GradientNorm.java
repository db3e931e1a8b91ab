package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import java.util.Optional;

/**
 * ||A_j^* E / n||_2 of one block: first a lower bound and the leading pairs, which are cheap, and
 * an upper bound only where somebody asks for it. Blocks with a small side are computed exactly.
 */
final class GradientNorm {
  /** Products whose errors a Lanczos step adds up: with M, and with its transpose. */
  private static final int LANCZOS_PRODUCTS = 2;

  /**
   * The share of what rounding adds to a bound below which closer ones gain nothing, if they would
   * content the caller but for rounding.
   */
  private static final double LITTLE = 0.2;

  /**
   * How close a bound of a norm is to be.
   *
   * @param accuracy what it may add to the norm, relative
   * @param limit what it should stay below if the norm does
   * @param free below which a bound costs nothing, as those of blocks do that are not the largest
   */
  record Closeness(double accuracy, double limit, double free) {
    /** The share of what lies between a norm and its limit that a bound may add. */
    private static final double BELOW = 0.25;

    /** The same of a norm that is above its limit anyway. */
    private static final double ABOVE = 0.1;

    /** The share of an accuracy to which it is worth the products to go near a limit. */
    private static final double LEAST = 1.0 / 16;

    /** As close as an accuracy says. */
    static Closeness within(double accuracy) {
      return new Closeness(accuracy, Double.POSITIVE_INFINITY, 0);
    }

    /** The same where a bound costs nothing up to some value. */
    Closeness freeBelow(double value) {
      return new Closeness(accuracy, limit, value);
    }

    /** Returns what the bound of a norm may add to it, relative. */
    double of(double norm) {
      double asked = asked(norm);
      return norm > 0 && norm < free ? Math.max(asked, BELOW * (free / norm - 1)) : asked;
    }

    private double asked(double norm) {
      if (!(norm > 0 && limit > 0)) {
        return accuracy;
      }
      return norm < limit
          ? Math.min(accuracy, Math.max(LEAST * accuracy, BELOW * (limit / norm - 1)))
          : Math.max(accuracy, ABOVE * (norm / limit - 1));
    }
  }

  private final Evaluation at;
  private final int block;
  private final int wanted;
  private final Optional<SpectralNorm> exact;
  private final Optional<BlockLanczos> search;

  /**
   * Finds where the gradient of a block is large.
   *
   * @param at the evaluation whose E / n is meant
   * @param block j
   * @param wanted how many leading singular pairs are wanted, if there are as many
   * @param closeness how closely the norm is to be bounded; the pairs are as exact as that takes
   */
  GradientNorm(Evaluation at, int block, int wanted, Closeness closeness) {
    this(at, block, wanted, closeness, BlockLanczos.noDirections(at, block));
  }

  /**
   * The same, where directions near the leading singular vectors are known.
   *
   * @param near the directions, N x any number with N the smaller side of the block
   */
  GradientNorm(Evaluation at, int block, int wanted, Closeness closeness, Matrix near) {
    this.at = at;
    this.block = block;
    this.wanted = wanted;
    boolean small = SpectralNorm.isExact(at.program(), block);
    this.exact = small ? Optional.of(SpectralNorm.exact(at, block, wanted)) : Optional.empty();
    this.search =
        small
            ? Optional.empty()
            : Optional.of(new BlockLanczos(at, block, wanted, closeness, near));
  }

  /** Returns directions near the leading singular vectors, none where the norm is exact. */
  Matrix directions() {
    return search
        .map(BlockLanczos::directions)
        .orElseGet(() -> BlockLanczos.noDirections(at, block));
  }

  /** Returns what the norm is about, from below: where it is not exact as single precision may. */
  double estimate() {
    return exact.map(SpectralNorm::lower).orElseGet(() -> search.orElseThrow().estimate());
  }

  /** Returns a value that the norm is not below, up to rounding. */
  double lower() {
    return exact
        .or(() -> search.map(found -> within(found.lower(), found.lower())))
        .orElseThrow()
        .lower();
  }

  /**
   * Returns leading pairs, estimated where they are not exact, in single precision where data are
   * large; they follow from data and point alone.
   *
   * @param near the point's factors
   */
  SingularPairs pairs(Factors near) {
    return exact
        .flatMap(SpectralNorm::pairs)
        .or(() -> search.flatMap(found -> found.pairs(wanted)))
        .orElseGet(() -> SingularPairs.near(at, block, near, wanted));
  }

  /**
   * Bounds the norm until a caller is content.
   *
   * @param sufficiency when to stop; not asked where the norm is computed exactly
   */
  SpectralNorm bounded(SpectralNorm.Sufficiency sufficiency) {
    return exact.orElseGet(
        () -> {
          SpectralNorm found =
              search.orElseThrow().run((lower, upper) -> suffices(sufficiency, lower, upper));
          return found.within(LANCZOS_PRODUCTS, at);
        });
  }

  private boolean suffices(SpectralNorm.Sufficiency sufficiency, double lower, double upper) {
    SpectralNorm safe = within(lower, upper);
    return sufficiency.suffices(safe.lower(), safe.upper())
        || (upper - lower <= LITTLE * (safe.upper() - upper) && sufficiency.suffices(lower, upper));
  }

  private SpectralNorm within(double lower, double upper) {
    return new SpectralNorm(lower, upper, 0, Optional.empty()).within(LANCZOS_PRODUCTS, at);
  }
}
