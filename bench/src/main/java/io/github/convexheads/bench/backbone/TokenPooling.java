package io.github.convexheads.bench.backbone;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.token.TokenShape;
import java.util.List;

/**
 * Another tokenizer's square grid of tokens, averaged over cells of so many by so many tokens.
 *
 * @param source the tokenizer
 * @param cell tokens along a side of a cell
 */
record TokenPooling(Tokenizer source, int cell) implements Tokenizer {

  /** Checks that the tokens form a square grid that the cells divide. */
  public TokenPooling {
    int s = source.shape().tokens();
    int side = (int) Math.round(Math.sqrt(s));
    if (cell < 1 || side * side != s || side % cell != 0) {
      throw new InvalidInputException(
          "cells of %d x %d do not divide %d tokens; the tokens must form a square grid that they do%s"
              .formatted(cell, cell, s, remedy(s, cell)));
    }
  }

  /** Class and register tokens before a grid are a common reason. */
  private static String remedy(int s, int cell) {
    int grid = (int) Math.sqrt(s);
    int leading = s - grid * grid;
    return cell > 0 && leading > 0 && grid % cell == 0
        ? ", as %d do without %d more leading ones (--drop-tokens)".formatted(grid * grid, leading)
        : "";
  }

  @Override
  public TokenShape shape() {
    return new TokenShape(source.shape().tokens() / (cell * cell), source.shape().features());
  }

  @Override
  public float[] tokens(float[] images, int count) {
    float[] fine = source.tokens(images, count);
    int side = (int) Math.round(Math.sqrt(source.shape().tokens()));
    int d = shape().features();
    int coarse = side / cell;
    float[] pooled = new float[count * shape().size()];
    for (int i = 0; i < count; i++) {
      for (int t = 0; t < side * side; t++) {
        int cellIndex = t / side / cell * coarse + t % side / cell;
        int from = (i * side * side + t) * d;
        int to = (i * coarse * coarse + cellIndex) * d;
        for (int k = 0; k < d; k++) {
          pooled[to + k] += fine[from + k] / (cell * cell);
        }
      }
    }
    return pooled;
  }

  @Override
  public List<String> notes() {
    return source.notes();
  }

  @Override
  public double backboneSeconds() {
    return source.backboneSeconds();
  }

  @Override
  public void close() {
    source.close();
  }
}
