package io.github.convexheads.fno;

import io.github.convexheads.api.head.ConfiguredHead;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.HeadSettings;
import io.github.convexheads.api.head.Lift;
import io.github.convexheads.api.token.TokenShape;
import java.util.Optional;

/**
 * The Fourier Neural Operator head, F(X) = sum_j sigma(circ(X) w1_j) w2_j^T with w1_j in R^(s*d)
 * and w2_j in R^c, in B groups of features and outputs (B-FNO; B = 1 is the plain FNO). A row of
 * circ(X) holds all tokens as they are seen from one of them, along a circle or on a grid whose
 * sides are joined (Sahiner et al., 2022, the section on Fourier Neural Operators).
 */
final class FnoHead extends ConfiguredHead {
  private final Optional<Grid> grid;
  private final int blocks;

  FnoHead(HeadSettings settings, Optional<Grid> grid, int blocks) {
    super(settings);
    this.grid = grid;
    this.blocks = blocks;
  }

  @Override
  protected FnoPreactivation preactivation(TokenShape shape, int outputs) {
    grid.ifPresent(sides -> sides.require(shape));
    return new FnoPreactivation(
        shape,
        pooling(),
        grid.orElse(Grid.cycle(shape.tokens())),
        FnoGroup.split(shape.features(), outputs, blocks));
  }

  @Override
  protected Lift liftChecked(TokenShape shape, int outputs, Gates gates) {
    return new FnoLift(preactivation(shape, outputs), outputs, gates, activation());
  }
}
