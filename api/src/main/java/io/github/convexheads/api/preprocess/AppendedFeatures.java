package io.github.convexheads.api.preprocess;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.TokenShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apiguardian.api.API;

/**
 * The features that preprocessing appends to every token, in this order.
 *
 * @param meanToken the d features of the mean token of the sample, after the steps before: what a
 *     class token would carry
 * @param position features of the token's place
 * @param positions how many of them; 0 for {@link Position#NONE}
 * @param bias a feature that is always 1
 */
@API(status = API.Status.STABLE)
public record AppendedFeatures(boolean meanToken, Position position, int positions, boolean bias) {
  /** Nothing is appended. */
  public static final AppendedFeatures NONE = new AppendedFeatures(false, Position.NONE, 0, false);

  /** Sets the number to 0 where there is no position. */
  public AppendedFeatures {
    positions = position == Position.NONE ? 0 : positions;
  }

  /**
   * Returns the shape of tokens with these features.
   *
   * @param input the shape without, s x d
   * @return s x (d + what is appended)
   */
  public TokenShape to(TokenShape input) {
    int d = input.features();
    return new TokenShape(input.tokens(), d + (meanToken ? d : 0) + positions + (bias ? 1 : 0));
  }

  /**
   * How the place of a token is written as features: by the cosines of the DCT-II (Ahmed, Natarajan
   * and Rao, 1974), the slowest first, each with mean square 1 over the tokens of a sample.
   *
   * <p>They are orthogonal to one another and to a constant. The nuclear norm does not change under
   * an orthogonal change of features, so all s - 1 of them with a bias penalise a head as s one-hot
   * features of that size would; fewer of them are the smooth part, at a price that does not grow
   * with s.
   */
  public enum Position {
    /** No features of position. */
    NONE,
    /** Tokens follow one another: sqrt(2) cos(pi k (t + 1/2) / s) for k = 1, 2, ... */
    SEQUENCE,
    /**
     * Tokens fill a square row by row: products of such cosines along rows and columns, sorted by
     * k^2 + l^2, then by the frequency k along a column.
     */
    GRID;

    /**
     * Returns the features of every place.
     *
     * @param s the number of tokens of a sample
     * @param count the number of features, at most s - 1; of no matter for {@link #NONE}
     * @return s x count values, row-major; empty for {@link #NONE}
     * @throws InvalidInputException if there are fewer than {@code count}, or the tokens fill no
     *     square
     */
    public double[] features(int s, int count) {
      if (this == NONE) {
        return new double[0];
      }
      if (s == 1) {
        throw new InvalidInputException(
            "position = %s needs several tokens, but samples have one; set position = none"
                .formatted(name().toLowerCase(Locale.ROOT)));
      }
      if (count < 1 || count > s - 1) {
        throw new InvalidInputException(
            "position-features = %s, but %s tokens have 1 to %s features of position"
                .formatted(count, s, s - 1));
      }
      int columns = this == SEQUENCE ? s : (int) Math.round(Math.sqrt(s));
      int rows = s / columns;
      if (rows * columns != s || (this == GRID && rows != columns)) {
        throw new InvalidInputException(
            "position = grid needs tokens that fill a square, found %s; use position = sequence"
                .formatted(s));
      }
      List<int[]> waves = waves(rows, columns);
      double[] features = new double[s * count];
      for (int t = 0; t < s; t++) {
        for (int f = 0; f < count; f++) {
          int[] wave = waves.get(f);
          features[t * count + f] =
              cosine(wave[0], t / columns, rows) * cosine(wave[1], t % columns, columns);
        }
      }
      return features;
    }

    /** Frequencies along columns and rows without (0, 0), the slowest first. */
    private static List<int[]> waves(int rows, int columns) {
      List<int[]> waves = new ArrayList<>();
      for (int i = 1; i < rows * columns; i++) {
        waves.add(new int[] {i / columns, i % columns});
      }
      waves.sort(
          Comparator.<int[]>comparingLong(w -> (long) w[0] * w[0] + (long) w[1] * w[1])
              .thenComparingInt(w -> w[0]));
      return waves;
    }

    private static double cosine(int k, int at, int length) {
      return k == 0 ? 1 : Math.sqrt(2) * Math.cos(Math.PI * k * (at + 0.5) / length);
    }
  }
}
