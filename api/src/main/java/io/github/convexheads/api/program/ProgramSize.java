package io.github.convexheads.api.program;

import io.github.convexheads.api.token.Targets;
import org.apiguardian.api.API;

/**
 * How many outputs a program has: n samples, T rows of outputs a sample, c outputs a row.
 *
 * @param samples n, at least 1; may be more than one machine holds
 * @param positions T, at least 1: 1 where outputs are pooled, s where there is one row a token
 * @param outputs c, at least 1
 */
@API(status = API.Status.EXPERIMENTAL)
public record ProgramSize(long samples, int positions, int outputs) {

  /** Checks that all are positive. */
  public ProgramSize {
    if (!(samples >= 1 && positions >= 1 && outputs >= 1)) {
      throw new IllegalArgumentException(
          "a program needs at least one sample, row and output, found n = %d, T = %d, c = %d"
              .formatted(samples, positions, outputs));
    }
  }

  /**
   * The size of a program with these targets.
   *
   * @param targets the targets
   * @return their n, T and c
   */
  public static ProgramSize of(Targets targets) {
    return new ProgramSize(targets.samples(), targets.positions(), targets.outputs());
  }

  /**
   * Returns n * T.
   *
   * @return the number of rows of outputs
   */
  public long rows() {
    return Math.multiplyExact(samples, (long) positions);
  }

  /**
   * Returns n * T * c, as a number that cannot overflow.
   *
   * @return the number of outputs
   */
  public double values() {
    return (double) rows() * outputs;
  }
}
