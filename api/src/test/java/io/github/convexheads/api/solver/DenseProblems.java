package io.github.convexheads.api.solver;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.internal.loss.HuberLoss;
import io.github.convexheads.api.internal.loss.LabelledRows;
import io.github.convexheads.api.internal.loss.LogisticLoss;
import io.github.convexheads.api.internal.loss.SmoothedSoftmaxLoss;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.loss.SquaredHingeLoss;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Random dense problems of every loss, and variations of them that are hard for solvers. */
public final class DenseProblems {
  private DenseProblems() {}

  /**
   * Random features and noisy low-rank targets.
   *
   * @param lift the blocks
   * @param samples n
   * @param seed of all that is random
   * @return a problem with squared loss and beta = 1
   */
  public static DenseProblem squared(DenseLift lift, int samples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int rows = samples * lift.positions();
    double[] phi = gaussian(random, rows * lift.shape().features());
    double[] y = planted(lift, phi, rows, random, 0.5);
    return new DenseProblem(
        lift, phi, new RealTargets(y, lift.positions(), lift.outputs()), new SquaredLoss(), 1);
  }

  /**
   * Random features and labels that follow them with much noise.
   *
   * @param lift the blocks
   * @param samples n
   * @param seed of all that is random
   * @return a problem with softmax loss and beta = 1
   */
  public static DenseProblem softmax(DenseLift lift, int samples, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int rows = samples * lift.positions();
    int c = lift.outputs();
    double[] phi = gaussian(random, rows * lift.shape().features());
    double[] y = planted(lift, phi, rows, random, 2);
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      for (int p = 1; p < c; p++) {
        if (y[row * c + p] > y[row * c + labels[row]]) {
          labels[row] = p;
        }
      }
    }
    return new DenseProblem(
        lift, phi, new ClassLabels(labels, lift.positions(), c), new SoftmaxLoss(), 1);
  }

  /** A label is there where the planted output is positive. */
  static DenseProblem logistic(DenseLift lift, int samples, long seed) {
    DenseProblem problem = squared(lift, samples, seed);
    int c = lift.outputs();
    boolean[] member = new boolean[problem.rows() * c];
    for (int i = 0; i < member.length; i++) {
      member[i] = ((RealTargets) problem.targets()).value(i / c, i % c) > 0;
    }
    MultiLabels targets = new MultiLabels(member, lift.positions(), c);
    return withLoss(problem, targets, new LogisticLoss());
  }

  /** Every seventh target is a hundred times what it was. */
  static DenseProblem withOutliers(DenseLift lift, int samples, long seed) {
    DenseProblem problem = squared(lift, samples, seed);
    int c = lift.outputs();
    double[] values = new double[problem.rows() * c];
    Arrays.setAll(
        values,
        i -> ((RealTargets) problem.targets()).value(i / c, i % c) * (i % 7 == 0 ? 100 : 1));
    RealTargets targets = new RealTargets(values, lift.positions(), c);
    return withLoss(problem, targets, new HuberLoss(0.7));
  }

  static DenseProblem squaredHinge(DenseLift lift, int samples, long seed) {
    DenseProblem problem = softmax(lift, samples, seed);
    return withLoss(problem, problem.targets(), new SquaredHingeLoss(false));
  }

  private static double[] planted(
      DenseLift lift, double[] phi, int rows, SplittableRandom random, double noise) {
    Loss unused = new SquaredLoss();
    RealTargets shape =
        new RealTargets(new double[rows * lift.outputs()], lift.positions(), lift.outputs());
    List<double[]> z = new ArrayList<>();
    for (Block block : lift.blocks()) {
      double[] u = gaussian(random, block.rows());
      double[] v = gaussian(random, block.columns());
      double[] dense = new double[block.rows() * block.columns()];
      Arrays.setAll(dense, i -> u[i / block.columns()] * v[i % block.columns()]);
      z.add(dense);
    }
    double[] y = new DenseProblem(lift, phi, shape, unused, 0).outputs(z);
    Arrays.setAll(y, i -> y[i] + noise * random.nextGaussian());
    return y;
  }

  static DenseProblem onlyOneClass() {
    DenseProblem problem = softmax(DenseLift.single(5, 1, 1, 3), 12, 27);
    return withTargets(problem, new ClassLabels(new int[12], 1, 3));
  }

  /** Two of three rows of every sample count; of the first sample none does. */
  static DenseProblem partlyIgnored() {
    DenseProblem problem = softmax(DenseLift.single(4, 2, 3, 3), 12, 28);
    ClassLabels labels = (ClassLabels) problem.targets();
    int[] some = new int[problem.rows()];
    Arrays.setAll(some, i -> i % 3 == 1 || i < 3 ? 255 : labels.label(i));
    return withTargets(problem, ClassLabels.ignoring(some, 3, 3, 255));
  }

  static DenseProblem smoothed() {
    DenseProblem problem = softmax(DenseLift.single(5, 1, 1, 3), 25, 33);
    return withLoss(problem, problem.targets(), new SmoothedSoftmaxLoss(0.1));
  }

  /** Every sample a second time, the labels moved on by one, and the last feature a copy. */
  static DenseProblem repeated(DenseProblem problem) {
    int n = problem.rows();
    int f = problem.lift().shape().features();
    double[] phi = new double[2 * n * f];
    Arrays.setAll(phi, i -> problem.phi()[i / f % n * f + i % f % (f - 1)]);
    ClassLabels labels = (ClassLabels) problem.targets();
    int[] twice = new int[2 * n];
    Arrays.setAll(twice, i -> (labels.label(i % n) + (i < n || i % 3 == 0 ? 0 : 1)) % 3);
    return withTargets(withFeatures(problem, problem.lift(), phi), new ClassLabels(twice, 1, 3));
  }

  /** Features that nearly agree: the condition number of A^* A is about 1e4. */
  static DenseProblem correlated(DenseProblem problem) {
    int f = problem.lift().shape().features();
    double[] phi = problem.phi().clone();
    Arrays.setAll(phi, i -> problem.phi()[i / f * f] + (i % f == 0 ? 0 : 0.03) * phi[i]);
    return withFeatures(problem, problem.lift(), phi);
  }

  /**
   * Several blocks that write the same outputs.
   *
   * @param rows R of every block
   * @param width q of every block
   * @param positions T
   * @param outputs c
   * @param count the number of blocks
   * @return the lift
   */
  public static DenseLift gates(int rows, int width, int positions, int outputs, int count) {
    List<Block> blocks = new ArrayList<>();
    for (int gate = 0; gate < count; gate++) {
      blocks.add(new Block(rows, width, outputs, 0, 0, gate));
    }
    return new DenseLift(blocks, positions, outputs);
  }

  /**
   * Several blocks that write outputs of their own.
   *
   * @param rows R of every block
   * @param width q of every block
   * @param positions T
   * @param outputs the outputs of every block
   * @param count the number of blocks
   * @return the lift
   */
  public static DenseLift groups(int rows, int width, int positions, int outputs, int count) {
    List<Block> blocks = new ArrayList<>();
    for (int group = 0; group < count; group++) {
      blocks.add(new Block(rows, width, outputs, group * outputs, group, -1));
    }
    return new DenseLift(blocks, positions, outputs * count);
  }

  /**
   * The problem with beta as a share of beta_max.
   *
   * @param problem the problem
   * @param fraction of beta_max
   * @return the problem with another beta
   */
  public static DenseProblem fraction(DenseProblem problem, double fraction) {
    return problem.withBeta(fraction * ReferenceOptimum.betaMax(problem));
  }

  static DenseProblem withFeatures(DenseProblem problem, DenseLift lift, double[] phi) {
    return new DenseProblem(lift, phi, problem.targets(), problem.loss(), problem.beta());
  }

  static DenseProblem withTargets(DenseProblem problem, Targets targets) {
    return withLoss(problem, targets, LabelledRows.of(problem.loss(), targets));
  }

  private static DenseProblem withLoss(DenseProblem problem, Targets targets, Loss loss) {
    return new DenseProblem(problem.lift(), problem.phi(), targets, loss, problem.beta());
  }

  static double[] gaussian(SplittableRandom random, int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
