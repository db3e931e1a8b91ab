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

/**
 * Small programs of known optimum that between them hold what breaks solvers: nothing to learn,
 * rank one, rank-deficient data, one sample, one class, extreme beta, extreme scales, several
 * blocks, q > 1 and several rows a sample.
 *
 * <p>Closed forms: with an orthogonal design, A_j^* A_j = kappa n I and A_i^* A_j = 0, the squared
 * loss separates and singular values shrink (Cai, Candes, Shen 2010), so that the optimum is
 * ||Y||^2/(2n) - sum over blocks and singular values s of A_j^* Y / n of (s - beta)_+^2 / (2
 * kappa).
 */
public final class KnownOptima {
  private KnownOptima() {}

  /**
   * Returns all programs; computing the optima takes a second or two.
   *
   * @return the programs
   */
  public static List<KnownOptimum> all() {
    List<KnownOptimum> all = new ArrayList<>(closedForms());
    all.addAll(degenerate());
    all.addAll(scaled());
    all.addAll(computed());
    return all;
  }

  /**
   * Returns a program for tests of behaviour: squared loss, 6 x 4, a handful of iterations.
   *
   * @return the program
   */
  public static KnownOptimum ordinary() {
    return KnownOptimum.computed(
        "squared", fraction(squared(DenseLift.single(6, 1, 1, 4), 20, 1), 0.1));
  }

  /**
   * Returns a softmax program for tests of behaviour.
   *
   * @return the program
   */
  public static KnownOptimum classification() {
    return KnownOptimum.computed(
        "softmax", fraction(softmax(DenseLift.single(5, 1, 1, 3), 30, 2), 0.1));
  }

  private static List<KnownOptimum> closedForms() {
    DenseLift plain = DenseLift.single(6, 1, 1, 4);
    DenseLift wide = DenseLift.single(3, 4, 1, 3);
    DenseLift tokens = DenseLift.single(5, 1, 4, 3);
    DenseLift gates = gates(4, 2, 1, 3, 3);
    DenseLift groups = groups(4, 1, 1, 2, 3);
    return List.of(
        orthogonal("squared, orthogonal design", plain, 16, 3, 0.05),
        orthogonal("squared, rank one", plain, 16, 4, rankOneFraction(plain, 16, 4)),
        orthogonal("squared, tiny beta", plain, 16, 5, 1e-6),
        orthogonal("squared, q = 4", wide, 24, 6, 0.2),
        orthogonal("squared, four rows a sample", tokens, 8, 7, 0.2),
        orthogonal("squared, three gates with q = 2", gates, 40, 8, 0.2),
        orthogonal("squared, three groups of outputs", groups, 20, 9, 0.2),
        orthogonal("squared, one output", DenseLift.single(6, 1, 1, 1), 16, 10, 0.3),
        duplicated());
  }

  private static List<KnownOptimum> degenerate() {
    DenseLift lift = DenseLift.single(4, 2, 1, 3);
    DenseProblem squared = squared(lift, 12, 11);
    DenseProblem softmax = softmax(lift, 12, 12);
    double zeroSquared = squared.meanLoss(new double[12 * 3]);
    DenseProblem silent = withTargets(squared, new RealTargets(new double[12 * 3], 1, 3));
    return List.of(
        new KnownOptimum(
            "squared, beta just above beta_max", fraction(squared, 1 + 1e-6), zeroSquared),
        new KnownOptimum("softmax, beta above beta_max", fraction(softmax, 1.5), Math.log(3)),
        new KnownOptimum("squared, huge beta", fraction(squared, 1e9), zeroSquared),
        new KnownOptimum("softmax, huge beta", fraction(softmax, 1e9), Math.log(3)),
        new KnownOptimum("squared, nothing to learn", silent.withBeta(0.1), 0),
        new KnownOptimum(
            "softmax, a single class",
            softmax(DenseLift.single(4, 1, 1, 1), 6, 13).withBeta(0.1),
            0),
        singleSample());
  }

  /** Features times s, beta times s: Z shrinks by s and the objective stays. */
  private static List<KnownOptimum> scaled() {
    List<KnownOptimum> scaled = new ArrayList<>();
    for (KnownOptimum base : List.of(ordinary(), classification())) {
      for (double s : new double[] {1e-6, 1e6}) {
        double[] phi = base.problem().phi().clone();
        Arrays.setAll(phi, i -> phi[i] * s);
        DenseProblem problem =
            withFeatures(base.problem(), base.problem().lift(), phi)
                .withBeta(base.problem().beta() * s);
        scaled.add(
            new KnownOptimum(base.name() + ", features scaled by " + s, problem, base.primal()));
      }
      scaled.add(mixedScales(base));
    }
    return scaled;
  }

  private static List<KnownOptimum> computed() {
    DenseLift plain = DenseLift.single(5, 1, 1, 3);
    return List.of(
        ordinary(),
        classification(),
        KnownOptimum.computed(
            "softmax, q = 3, fewer samples than features",
            fraction(softmax(DenseLift.single(4, 3, 1, 3), 10, 14), 0.1)),
        KnownOptimum.computed(
            "softmax, three rows a sample",
            fraction(softmax(DenseLift.single(4, 2, 3, 3), 12, 15), 0.1)),
        KnownOptimum.computed(
            "softmax, three gates", fraction(softmax(gates(3, 2, 1, 3, 3), 20, 16), 0.1)),
        KnownOptimum.computed(
            "softmax, two groups of outputs",
            fraction(softmax(groups(3, 1, 1, 2, 2), 20, 17), 0.1)),
        KnownOptimum.computed(
            "squared, overlapping gates and rows a sample",
            fraction(squared(gates(4, 2, 2, 2, 2), 15, 18), 0.05)),
        KnownOptimum.computed(
            "squared, correlated features", fraction(correlated(squared(plain, 25, 19)), 0.01)),
        KnownOptimum.computed(
            "squared, fewer samples than features",
            fraction(squared(DenseLift.single(9, 1, 1, 4), 5, 20), 0.1)),
        KnownOptimum.computed(
            "softmax, only one of the classes occurs", fraction(onlyOneClass(), 0.1)),
        KnownOptimum.computed("softmax, ignored rows", fraction(partlyIgnored(), 0.1)),
        KnownOptimum.computed("softmax, smoothed labels", fraction(smoothed(), 0.1)),
        KnownOptimum.computed("logistic", fraction(logistic(plain, 25, 29), 0.1)),
        KnownOptimum.computed(
            "logistic, two gates and rows a sample",
            fraction(logistic(gates(3, 2, 2, 3, 2), 12, 30), 0.05)),
        KnownOptimum.computed("huber, outliers", fraction(withOutliers(plain, 25, 31), 0.1)),
        KnownOptimum.computed("squared hinge", fraction(squaredHinge(plain, 25, 32), 0.05)),
        KnownOptimum.computed("softmax, one sample", fraction(softmax(plain, 1, 22), 0.1)),
        KnownOptimum.computed(
            "softmax, tiny beta", fraction(softmax(DenseLift.single(2, 1, 1, 3), 40, 23), 1e-5)),
        KnownOptimum.computed(
            "softmax, rank-deficient data", fraction(repeated(softmax(plain, 8, 24)), 0.1)));
  }

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

  private static KnownOptimum orthogonal(
      String name, DenseLift lift, int samples, long seed, double fraction) {
    DenseProblem problem = fraction(orthogonalDesign(lift, samples, seed), fraction);
    return new KnownOptimum(name, problem, shrinkage(problem, lift.positions()));
  }

  /** The discrete cosine design: orthogonal columns of squared length rows = T n. */
  private static DenseProblem orthogonalDesign(DenseLift lift, int samples, long seed) {
    DenseProblem random = squared(lift, samples, seed);
    int rows = samples * lift.positions();
    int columns = lift.shape().features();
    double[] phi = new double[rows * columns];
    for (int i = 0; i < phi.length; i++) {
      int row = i / columns;
      int f = i % columns;
      double angle = Math.PI * (row + 0.5) * f / rows;
      phi[i] = f == 0 ? 1 : Math.sqrt(2) * Math.cos(angle);
    }
    return withFeatures(random, lift, phi);
  }

  /** The closed form for squared loss and A_j^* A_j = kappa n I. */
  private static double shrinkage(DenseProblem problem, double kappa) {
    double[] zero = new double[problem.rows() * problem.lift().outputs()];
    List<double[]> g = problem.adjoint(problem.residual(zero));
    double value = problem.meanLoss(zero);
    for (int j = 0; j < g.size(); j++) {
      Block block = problem.blocks().get(j);
      for (double s : Jacobi.svd(g.get(j), block.rows(), block.columns()).values()) {
        double kept = Math.max(0, s - problem.beta());
        value -= kept * kept / (2 * kappa);
      }
    }
    return value;
  }

  /** The share of beta_max half way between the two largest singular values. */
  private static double rankOneFraction(DenseLift lift, int samples, long seed) {
    DenseProblem problem = orthogonalDesign(lift, samples, seed);
    double[] g = problem.adjoint(problem.residual(new double[samples * lift.outputs()])).get(0);
    double[] s = Jacobi.svd(g, lift.blocks().get(0).rows(), lift.outputs()).values();
    return (1 + s[1] / s[0]) / 2;
  }

  /** Every feature twice and one that is zero: kappa doubles. */
  private static KnownOptimum duplicated() {
    DenseProblem base = orthogonalDesign(DenseLift.single(3, 1, 1, 4), 16, 21);
    double[] phi = new double[16 * 7];
    for (int i = 0; i < phi.length; i++) {
      phi[i] = i % 7 == 6 ? 0 : base.phi()[i / 7 * 3 + i % 7 % 3];
    }
    DenseProblem problem = withFeatures(base, DenseLift.single(7, 1, 1, 4), phi);
    DenseProblem beta = fraction(problem, 0.2);
    return new KnownOptimum("squared, rank-deficient data", beta, shrinkage(beta, 2));
  }

  /** One row a with target y: ||y|| shrinks by b = beta / ||a||. */
  private static KnownOptimum singleSample() {
    DenseProblem problem = fraction(squared(DenseLift.single(5, 1, 1, 3), 1, 25), 0.25);
    double a = Math.sqrt(Arrays.stream(problem.phi()).map(x -> x * x).sum());
    double y = Math.sqrt(2 * problem.meanLoss(new double[3]));
    double b = problem.beta() / a;
    return new KnownOptimum("squared, one sample", problem, b * y - b * b / 2);
  }

  /** Half as many features again at 1e-12 of the scale: they change nothing that can be seen. */
  private static KnownOptimum mixedScales(KnownOptimum base) {
    DenseProblem problem = base.problem();
    int old = problem.lift().shape().features();
    int added = 2;
    SplittableRandom random = new SplittableRandom(26);
    double[] phi = new double[problem.rows() * (old + added)];
    for (int i = 0; i < phi.length; i++) {
      int f = i % (old + added);
      phi[i] =
          f < old ? 1e6 * problem.phi()[i / (old + added) * old + f] : 1e-6 * random.nextGaussian();
    }
    DenseLift lift = DenseLift.single(old + added, 1, 1, problem.lift().outputs());
    return new KnownOptimum(
        base.name() + ", features of scale 1e6 and 1e-6 together",
        withFeatures(problem, lift, phi).withBeta(1e6 * problem.beta()),
        base.primal());
  }

  private static DenseProblem onlyOneClass() {
    DenseProblem problem = softmax(DenseLift.single(5, 1, 1, 3), 12, 27);
    return withTargets(problem, new ClassLabels(new int[12], 1, 3));
  }

  /** Two of three rows of every sample count; of the first sample none does. */
  private static DenseProblem partlyIgnored() {
    DenseProblem problem = softmax(DenseLift.single(4, 2, 3, 3), 12, 28);
    ClassLabels labels = (ClassLabels) problem.targets();
    int[] some = new int[problem.rows()];
    Arrays.setAll(some, i -> i % 3 == 1 || i < 3 ? 255 : labels.label(i));
    return withTargets(problem, ClassLabels.ignoring(some, 3, 3, 255));
  }

  private static DenseProblem smoothed() {
    DenseProblem problem = softmax(DenseLift.single(5, 1, 1, 3), 25, 33);
    return withLoss(problem, problem.targets(), new SmoothedSoftmaxLoss(0.1));
  }

  /** A label is there where the planted output is positive. */
  private static DenseProblem logistic(DenseLift lift, int samples, long seed) {
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
  private static DenseProblem withOutliers(DenseLift lift, int samples, long seed) {
    DenseProblem problem = squared(lift, samples, seed);
    int c = lift.outputs();
    double[] values = new double[problem.rows() * c];
    Arrays.setAll(
        values,
        i -> ((RealTargets) problem.targets()).value(i / c, i % c) * (i % 7 == 0 ? 100 : 1));
    RealTargets targets = new RealTargets(values, lift.positions(), c);
    return withLoss(problem, targets, new HuberLoss(0.7));
  }

  private static DenseProblem squaredHinge(DenseLift lift, int samples, long seed) {
    DenseProblem problem = softmax(lift, samples, seed);
    return withLoss(problem, problem.targets(), new SquaredHingeLoss(false));
  }

  private static DenseProblem withLoss(DenseProblem problem, Targets targets, Loss loss) {
    return new DenseProblem(problem.lift(), problem.phi(), targets, loss, problem.beta());
  }

  /** Every sample a second time, the labels moved on by one, and the last feature a copy. */
  private static DenseProblem repeated(DenseProblem problem) {
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
  private static DenseProblem correlated(DenseProblem problem) {
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

  private static DenseProblem withFeatures(DenseProblem problem, DenseLift lift, double[] phi) {
    return new DenseProblem(lift, phi, problem.targets(), problem.loss(), problem.beta());
  }

  private static DenseProblem withTargets(DenseProblem problem, Targets targets) {
    return withLoss(problem, targets, LabelledRows.of(problem.loss(), targets));
  }

  static double[] gaussian(SplittableRandom random, int length) {
    double[] values = new double[length];
    Arrays.setAll(values, i -> random.nextGaussian());
    return values;
  }
}
