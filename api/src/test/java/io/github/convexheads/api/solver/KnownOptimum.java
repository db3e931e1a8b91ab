package io.github.convexheads.api.solver;

/**
 * A small program with its optimal value.
 *
 * @param name what is special about it
 * @param problem the program, written out
 * @param primal the optimal value of the objective, from a closed form or proven to 1e-9
 */
public record KnownOptimum(String name, DenseProblem problem, double primal) {
  /** The relative accuracy of optimal values that have no closed form. */
  static final double ACCURACY = 1e-9;

  /** A program whose optimum the plain reference computes. */
  static KnownOptimum computed(String name, DenseProblem problem) {
    return new KnownOptimum(name, problem, ReferenceOptimum.of(problem, ACCURACY).primal());
  }

  @Override
  public String toString() {
    return name;
  }
}
