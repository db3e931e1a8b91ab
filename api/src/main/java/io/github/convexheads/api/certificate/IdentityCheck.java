package io.github.convexheads.api.certificate;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Whether the parts of a program keep the promises on which a certificate rests, tried at its point
 * with random vectors.
 *
 * <p>Adjointness, &lt;A u, p&gt; = &lt;u, A^* p&gt;, with p the gradient of the losses: (A_j^* E) V
 * by backprojection against (A_j^* E)^T U by projection. For U and V of eight normal columns each
 * the two differ by V^T D^T U, D what one has and the other lacks, whose Frobenius norm is at least
 * x ||D||_2 but with a probability of 1e-12, x the small ball of {@link LanczosBound}; D of a size
 * that rounding allows cannot be told from it and is part of the error of the norms.
 *
 * <p>Fenchel-Young over all rows at once, F(Z') - D(theta) >= theta &lt;A^* E / n, Z'&gt; at Z' = 0
 * and at the point, and row by row where the losses are. F(0) is what it was when beta_max was
 * found.
 */
final class IdentityCheck {
  private static final int COLUMNS = 4;
  private static final String ADJOINT = "<A u, p> = <u, A* p>";
  private static final String SAME = "F(0) as when beta_max was found";
  private static final String FENCHEL_YOUNG = "F(Z) + F*(P) >= <P, Z>";

  /** Multiples of the rounding bound that are put down to rounding of random products. */
  private static final double ROUNDING = 16;

  /** The relative error of products of a program that does not say. */
  private static final double UNKNOWN = 0x1p-40;

  private final Evaluation at;
  private final double theta;

  /** &lt;A^* E / n, Z&gt; of the blocks that were tried, and the sum of its absolute terms. */
  private double inner;

  private double size;

  private IdentityCheck(Evaluation at, double theta) {
    this.at = at;
    this.theta = theta;
  }

  /**
   * Tries the identities; those of the head where the bound rests on it, with theta &gt; 0.
   *
   * @param program the program
   * @param point the point
   * @param theta the multiple of the gradient that a certificate used
   * @return what does not hold; empty where all hold within rounding
   */
  static Optional<Evaluation.IdentityViolation> of(
      ConvexProgram program, Variable point, double theta) {
    Evaluation at = program.withPrecision(Precision.FLOAT64).at(point);
    RandomGenerator random = program.randomStarts().next(0);
    Optional<Evaluation.IdentityViolation> ofLoss = at.lossViolation(theta, random);
    if (ofLoss.isPresent() || theta == 0) {
      return ofLoss;
    }
    IdentityCheck check = new IdentityCheck(at, theta);
    return check.adjoint(random).or(() -> at.headViolation(random)).or(check::fenchelYoung);
  }

  private Optional<Evaluation.IdentityViolation> adjoint(RandomGenerator random) {
    for (int j = 0; j < at.program().blocks().size(); j++) {
      Optional<Evaluation.IdentityViolation> found = adjoint(j, random);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<Evaluation.IdentityViolation> adjoint(int j, RandomGenerator random) {
    Kernel kernel = at.program().kernel();
    Block block = at.program().blocks().get(j);
    double unit = PowerOfTwo.near(at.largestResidual());
    Matrix u = gaussian(block.rows(), random);
    Matrix v = gaussian(block.columns(), random);
    double[] scaledV = PowerOfTwo.divided(v.toArray(), unit);
    Matrix back = Matrix.of(at.adjointTimes(j, scaledV, COLUMNS), block.rows(), COLUMNS);
    Matrix forth =
        projected(j, Matrix.of(PowerOfTwo.divided(u.toArray(), unit), u.rows(), COLUMNS));
    double[] one = kernel.multiply(u.transposed(), back).toArray();
    double[] other = kernel.multiply(forth.transposed(), v).toArray();
    double[] apart = new double[one.length];
    Arrays.setAll(apart, i -> one[i] - other[i]);
    double difference = Vectors.norm(apart) * unit;
    double length = Vectors.norm(one) * unit;
    double products = at.gradientError();
    double error = Double.isNaN(products) ? UNKNOWN * length : products;
    double lengths = Math.sqrt((double) block.rows() * block.columns());
    return difference > ROUNDING * error * lengths || Double.isNaN(difference)
        ? Optional.of(new Evaluation.IdentityViolation("head", ADJOINT, difference, length))
        : Optional.empty();
  }

  /** (A_j^* E)^T U / n; in the same pass over the samples, what the point's block has of it. */
  private Matrix projected(int j, Matrix u) {
    Factors z = at.variable().block(j).levelled();
    Matrix both = Matrix.zeros(Precision.FLOAT64, u.rows(), COLUMNS + z.rank());
    both.columns(0, COLUMNS).copyFrom(u);
    both.columns(COLUMNS, z.rank()).copyFrom(Matrix.of(z.left(), z.rows(), z.rank()));
    int columns = at.program().blocks().get(j).columns();
    double[] images = at.adjointTransposeTimes(j, both.toArray(), both.columns());
    Matrix image = Matrix.of(images, columns, both.columns());
    double[] ofPoint = image.columns(COLUMNS, z.rank()).toArray();
    for (int i = 0; i < ofPoint.length; i++) {
      inner += ofPoint[i] * z.right()[i];
      size += Math.abs(ofPoint[i] * z.right()[i]);
    }
    return image.columns(0, COLUMNS);
  }

  private Optional<Evaluation.IdentityViolation> fenchelYoung() {
    Evaluation zero = at.program().at(Variable.zero(at.program().blocks()));
    Optional<Evaluation.IdentityViolation> changed = changed(zero);
    if (changed.isPresent()) {
      return changed;
    }
    double[] dual = at.dualValues(1, theta);
    double[] missing = {
      inner + dual[0] - at.loss(), theta * inner + dual[1] - at.loss(), dual[1] - zero.loss()
    };
    double weights = at.variable().blocks().stream().mapToDouble(Factors::sumOfWeights).sum();
    double products = at.gradientError();
    double error =
        at.lossError(0)
            + at.dualError(1)
            + at.dualError(theta)
            + zero.lossError(0)
            + (1 + theta) * (Double.isNaN(products) ? UNKNOWN * size : products * weights);
    double worst = Arrays.stream(missing).max().orElseThrow();
    return worst > error || Double.isNaN(worst)
        ? Optional.of(
            new Evaluation.IdentityViolation(
                "loss", FENCHEL_YOUNG, worst, size + Math.abs(at.loss())))
        : Optional.empty();
  }

  private static Optional<Evaluation.IdentityViolation> changed(Evaluation zero) {
    double now = zero.loss();
    double error = 2 * zero.lossError(0);
    return zero.program()
        .memo()
        .get(ZeroGradient.class)
        .map(ZeroGradient::loss)
        .filter(before -> Math.abs(now - before) > error || Double.isNaN(now))
        .map(
            before ->
                new Evaluation.IdentityViolation(
                    "loss", SAME, Math.abs(now - before), Math.abs(before)));
  }

  private static Matrix gaussian(int rows, RandomGenerator random) {
    double[] values = new double[Math.multiplyExact(rows, COLUMNS)];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Matrix.of(values, rows, COLUMNS);
  }
}
