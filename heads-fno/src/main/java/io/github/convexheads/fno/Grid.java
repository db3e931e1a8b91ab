package io.github.convexheads.fno;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.settings.Setting;
import io.github.convexheads.api.token.TokenShape;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arrangement of the s tokens of a sample, row-major, and the group of its circular shifts: an
 * H x W grid with s = H W, or a cycle, which is a grid of one row.
 *
 * @param height H, at least 1
 * @param width W, at least 1
 */
record Grid(int height, int width) {
  private static final Pattern SIDES = Pattern.compile("([1-9]\\d{0,8})\\s*x\\s*([1-9]\\d{0,8})");

  /** The arrangement; empty for a cycle of all tokens. */
  static final Setting<Optional<Grid>> SETTING =
      new Setting<>(
          "grid",
          "H x W",
          "none",
          "none, or H x W such as 14x14 with H times W tokens",
          "the grid on which tokens are shifted around, row by row; none: one circle of all tokens",
          Grid::parse);

  private static Optional<Grid> parse(String text) {
    Matcher sides = SIDES.matcher(text);
    if (text.equals("none")) {
      return Optional.empty();
    }
    if (!sides.matches()) {
      throw new IllegalArgumentException("not H x W");
    }
    return Optional.of(
        new Grid(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2))));
  }

  /** All tokens in one cycle. */
  static Grid cycle(int tokens) {
    return new Grid(1, tokens);
  }

  /**
   * Fails unless the tokens of a sample fill the grid.
   *
   * @throws InvalidInputException if they are more or fewer; names both numbers
   */
  void require(TokenShape shape) {
    if ((long) height * width != shape.tokens()) {
      throw new InvalidInputException(
          "grid = %sx%s has %s places, but a sample has %s tokens; H times W must be %s"
              .formatted(height, width, (long) height * width, shape.tokens(), shape.tokens()));
    }
  }

  /** Returns s, the number of tokens and of shifts. */
  int size() {
    return Math.multiplyExact(height, width);
  }

  /**
   * Returns the token that lies a shift ahead of another, ((t/W + a) mod H, (t mod W + b) mod W).
   */
  int shifted(int token, int shift) {
    int row = (token / width + shift / width) % height;
    int column = (token % width + shift % width) % width;
    return row * width + column;
  }
}
