package io.github.convexheads.api.model;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.certificate.RecordedCertificate;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Proves a recorded lower bound at points that rounding does not tell from that of a model.
 *
 * <p>Outputs are known to a share of their size. Where they are many times larger than the range in
 * which slopes of the loss change (Huber's loss of targets 1e8 deltas away), the gradient and with
 * it the lower bound depend on their last digits, and another kernel finds another bound. Any point
 * proves a bound of the optimal value, so that nothing is believed that is not proven.
 */
final class NearbyBound {
  /** Shares of the outputs, from amply above what products round down to the last digit. */
  private static final int LARGEST = -44;

  private static final int SMALLEST = -52;

  private NearbyBound() {}

  /** Whether a point near the one of a head proves the bound that its record claims, nearly. */
  static boolean proves(FittedHead head, ConvexProgram program, double nearly) {
    RecordedCertificate claimed = head.provenance().certificate();
    Variable point = head.witness().orElse(head.variable());
    for (int exponent = SMALLEST; exponent <= LARGEST; exponent += 2) {
      for (double sign : new double[] {1, -1}) {
        Variable near = times(point, 1 + sign * Math.scalb(1.0, exponent));
        Certificate found = Certifier.certify(program, near, new double[0], claimed);
        if (found.contradiction().isEmpty() && found.dual() >= nearly) {
          return true;
        }
      }
    }
    return false;
  }

  private static Variable times(Variable point, double factor) {
    List<Factors> blocks = new ArrayList<>();
    for (Factors block : point.blocks()) {
      double[] left = Arrays.stream(block.left()).map(value -> factor * value).toArray();
      blocks.add(block.withSides(left, block.right()));
    }
    return new Variable(blocks);
  }
}
