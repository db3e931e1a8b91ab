package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LocalData;
import java.util.ArrayList;
import java.util.List;

/**
 * A group lasso with cones, min over x_1, ..., x_G of the mean loss at sum_g Phi_g x_g plus beta
 * sum_g ||x_g|| subject to K_g x_g &gt;= 0, by the same central path as exact relu with one output.
 * It is what is left of exact relu when one factor of every head keeps its direction.
 */
public final class ConicGroups {
  private static final int MOST_STEPS = 80;

  private ConicGroups() {}

  /**
   * One group.
   *
   * @param features Phi, one row for every output of the program (n x T x c) and one column for
   *     every entry of x, row-major
   * @param inequalities K with rows of length 1, row-major; may have no rows
   * @param length the number of entries of x
   */
  public record Group(double[] features, double[] inequalities, int length) {}

  /**
   * Solves.
   *
   * @param program gives loss, targets and beta &gt; 0; its blocks do not matter
   * @param groups at least one group
   * @param accuracy the duality gap to reach, relative to the objective
   * @return x of every group, in the interior of the cones; as good as rounding allows where the
   *     accuracy is out of reach
   */
  public static List<double[]> solve(ConvexProgram program, List<Group> groups, double accuracy) {
    LocalData data = program.localData().orElseThrow();
    int rows = Math.multiplyExact(data.rows(), program.size().outputs());
    double[] zero = FreeIntercept.added(new double[rows], FreeIntercept.atZero(program));
    double[] nu = data.residual(zero);
    double scale = Math.max(Math.abs(data.loss(zero)), Double.MIN_NORMAL);
    List<BlockFeatures> features = new ArrayList<>();
    double largest = 0;
    int degree = 0;
    for (Group group : groups) {
      Block block = new Block(group.length(), 1, 1, 0, 0, 0);
      double[] values = group.features().clone();
      if (program.intercept()) {
        BlockFeatures.centre(values, group.length(), program.size().outputs());
      }
      Matrix phi = Matrix.of(values, rows, group.length());
      BlockFeatures own = new BlockFeatures(block, rows, 1, phi, program.kernel());
      features.add(own);
      largest = Math.max(largest, Vectors.norm(own.adjoint(1, nu)));
      degree += 1 + group.inequalities().length / group.length();
    }
    double beta = CentralPath.firstBeta(program, largest);
    double theta = Math.min(1, PenaltyTerms.CONE_INTERIOR * beta / largest);
    double[] dual = Vectors.scaled(theta, nu);
    List<PenaltyTerm> terms = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      double[] at = features.get(g).adjoint(1 / beta, dual);
      Matrix k = inequalities(groups.get(g));
      terms.add(new ConeTerm(features.get(g), k, 1, 1.0 / degree, at));
    }
    follow(new CentralPath(program, terms, dual, scale, beta), accuracy);
    return terms.stream()
        .map(term -> Vectors.scaled(scale / program.beta(), term.value()))
        .toList();
  }

  private static Matrix inequalities(Group group) {
    int rows = group.inequalities().length / group.length();
    return Matrix.of(group.inequalities(), rows, group.length());
  }

  private static void follow(CentralPath path, double accuracy) {
    for (int step = 0; step < MOST_STEPS && path.relativeGap() > accuracy; step++) {
      try {
        if (!(path.step() > CentralPath.SHORTEST)) {
          return;
        }
      } catch (ArithmeticException | IllegalArgumentException e) {
        return; // Rounding leaves no way on; the last point stands.
      }
    }
  }
}
