package io.github.convexheads.api.internal.format;

import java.util.Locale;
import java.util.OptionalInt;
import org.apiguardian.api.API;

/** What an array is wanted for, and so which of several would be an example of the right one. */
@API(status = API.Status.INTERNAL)
public enum ArrayUse {
  /** Tokens: floating point, n x s x d before maps and n x d. */
  TOKENS {
    @Override
    OptionalInt fit(ArrayEntry entry, int rank) {
      boolean possible = entry.floating() && rank >= 2 && rank <= 4;
      return possible ? OptionalInt.of(rank == 2 ? 5 : rank) : OptionalInt.empty();
    }
  },

  /** Targets: whole numbers or text, one a sample before one a token, then real values. */
  TARGETS {
    @Override
    OptionalInt fit(ArrayEntry entry, int rank) {
      boolean possible = rank >= 1 && rank <= 3;
      return possible ? OptionalInt.of(rank + (entry.floating() ? 3 : 0)) : OptionalInt.empty();
    }
  },

  /** One number a sample, such as weights and lengths. */
  NUMBERS {
    @Override
    OptionalInt fit(ArrayEntry entry, int rank) {
      return rank == 1 && entry.numbers().isPresent() ? OptionalInt.of(0) : OptionalInt.empty();
    }
  },

  /** Anything that can be read. */
  ANY {
    @Override
    OptionalInt fit(ArrayEntry entry, int rank) {
      return OptionalInt.of(0);
    }
  };

  /** How well an array of this rank suits, 0 best; empty where it does not. */
  abstract OptionalInt fit(ArrayEntry entry, int rank);

  /** How well an array suits, smallest best, by what it is and then by its name. */
  OptionalInt fit(String key, ArrayEntry entry) {
    OptionalInt found =
        entry.shape().isPresent() ? fit(entry, entry.shape().get().rank()) : OptionalInt.empty();
    return found.isPresent()
        ? OptionalInt.of(2 * found.getAsInt() + (calledSo(key) ? 0 : 1))
        : found;
  }

  private boolean calledSo(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return switch (this) {
      case TOKENS -> name.matches("x|.*(token|feature|embedding).*");
      case TARGETS -> name.matches("y|.*(label|target|class).*");
      case NUMBERS, ANY -> false;
    };
  }
}
