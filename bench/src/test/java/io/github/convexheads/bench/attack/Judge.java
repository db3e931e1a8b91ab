package io.github.convexheads.bench.attack;

import static io.github.convexheads.api.exact.ExactNumbers.DIGITS;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.exact.ExactMatrix;
import io.github.convexheads.api.exact.ExactProblem;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.bench.exact.RandomFit;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Supplier;

/** Holds what was reported against forty digits. */
final class Judge {
  private Judge() {}

  /**
   * Holds a certificate against the objective of its point and another value of the program, which
   * is only computed where something was claimed.
   */
  static Outcome judged(
      Certificate found,
      Supplier<ExactProblem> problem,
      Variable z,
      double[] intercept,
      Supplier<Optional<BigDecimal>> upper) {
    if (found.contradiction().isPresent()) {
      return Outcome.ACCUSED;
    }
    if (!Double.isFinite(found.primal())) {
      return Outcome.WITHHELD;
    }
    BigDecimal objective = objective(problem.get(), z, intercept);
    if (new BigDecimal(found.primal()).compareTo(objective) < 0) {
      return Outcome.REFUTED;
    }
    if (!Double.isFinite(found.dual())) {
      return Outcome.WITHHELD;
    }
    BigDecimal dual = new BigDecimal(found.dual());
    boolean above =
        dual.compareTo(objective) > 0
            || upper.get().map(value -> dual.compareTo(value) > 0).orElse(false);
    return above ? Outcome.REFUTED : Outcome.CLAIMED;
  }

  /** The objective with an intercept, which may be none. */
  static BigDecimal objective(ExactProblem exact, Variable z, double[] intercept) {
    ExactMatrix out = exact.outputs(RandomFit.matrices(z));
    for (int row = 0; row < out.rows(); row++) {
      for (int p = 0; p < intercept.length; p++) {
        out.add(row, p, new BigDecimal(intercept[p]));
      }
    }
    BigDecimal penalty = ExactProblem.nuclear(RandomFit.matrices(z));
    return exact.meanLoss(out).add(exact.beta().multiply(penalty, DIGITS), DIGITS);
  }
}
