package io.github.convexheads.api.solver;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.token.RealTargets;
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
        "squared",
        DenseProblems.fraction(DenseProblems.squared(DenseLift.single(6, 1, 1, 4), 20, 1), 0.1));
  }

  /**
   * Returns a softmax program for tests of behaviour.
   *
   * @return the program
   */
  public static KnownOptimum classification() {
    return KnownOptimum.computed(
        "softmax",
        DenseProblems.fraction(DenseProblems.softmax(DenseLift.single(5, 1, 1, 3), 30, 2), 0.1));
  }

  private static List<KnownOptimum> closedForms() {
    DenseLift plain = DenseLift.single(6, 1, 1, 4);
    DenseLift wide = DenseLift.single(3, 4, 1, 3);
    DenseLift tokens = DenseLift.single(5, 1, 4, 3);
    DenseLift gates = DenseProblems.gates(4, 2, 1, 3, 3);
    DenseLift groups = DenseProblems.groups(4, 1, 1, 2, 3);
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
    DenseProblem squared = DenseProblems.squared(lift, 12, 11);
    DenseProblem softmax = DenseProblems.softmax(lift, 12, 12);
    double zeroSquared = squared.meanLoss(new double[12 * 3]);
    DenseProblem silent =
        DenseProblems.withTargets(squared, new RealTargets(new double[12 * 3], 1, 3));
    return List.of(
        new KnownOptimum(
            "squared, beta just above beta_max",
            DenseProblems.fraction(squared, 1 + 1e-6),
            zeroSquared),
        new KnownOptimum(
            "softmax, beta above beta_max", DenseProblems.fraction(softmax, 1.5), Math.log(3)),
        new KnownOptimum("squared, huge beta", DenseProblems.fraction(squared, 1e9), zeroSquared),
        new KnownOptimum("softmax, huge beta", DenseProblems.fraction(softmax, 1e9), Math.log(3)),
        new KnownOptimum("squared, nothing to learn", silent.withBeta(0.1), 0),
        new KnownOptimum(
            "softmax, a single class",
            DenseProblems.softmax(DenseLift.single(4, 1, 1, 1), 6, 13).withBeta(0.1),
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
            DenseProblems.withFeatures(base.problem(), base.problem().lift(), phi)
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
            DenseProblems.fraction(
                DenseProblems.softmax(DenseLift.single(4, 3, 1, 3), 10, 14), 0.1)),
        KnownOptimum.computed(
            "softmax, three rows a sample",
            DenseProblems.fraction(
                DenseProblems.softmax(DenseLift.single(4, 2, 3, 3), 12, 15), 0.1)),
        KnownOptimum.computed(
            "softmax, three gates",
            DenseProblems.fraction(
                DenseProblems.softmax(DenseProblems.gates(3, 2, 1, 3, 3), 20, 16), 0.1)),
        KnownOptimum.computed(
            "softmax, two groups of outputs",
            DenseProblems.fraction(
                DenseProblems.softmax(DenseProblems.groups(3, 1, 1, 2, 2), 20, 17), 0.1)),
        KnownOptimum.computed(
            "squared, overlapping gates and rows a sample",
            DenseProblems.fraction(
                DenseProblems.squared(DenseProblems.gates(4, 2, 2, 2, 2), 15, 18), 0.05)),
        KnownOptimum.computed(
            "squared, correlated features",
            DenseProblems.fraction(
                DenseProblems.correlated(DenseProblems.squared(plain, 25, 19)), 0.01)),
        KnownOptimum.computed(
            "squared, fewer samples than features",
            DenseProblems.fraction(
                DenseProblems.squared(DenseLift.single(9, 1, 1, 4), 5, 20), 0.1)),
        KnownOptimum.computed(
            "softmax, only one of the classes occurs",
            DenseProblems.fraction(DenseProblems.onlyOneClass(), 0.1)),
        KnownOptimum.computed(
            "softmax, ignored rows", DenseProblems.fraction(DenseProblems.partlyIgnored(), 0.1)),
        KnownOptimum.computed(
            "softmax, smoothed labels", DenseProblems.fraction(DenseProblems.smoothed(), 0.1)),
        KnownOptimum.computed(
            "logistic", DenseProblems.fraction(DenseProblems.logistic(plain, 25, 29), 0.1)),
        KnownOptimum.computed(
            "logistic, two gates and rows a sample",
            DenseProblems.fraction(
                DenseProblems.logistic(DenseProblems.gates(3, 2, 2, 3, 2), 12, 30), 0.05)),
        KnownOptimum.computed(
            "huber, outliers",
            DenseProblems.fraction(DenseProblems.withOutliers(plain, 25, 31), 0.1)),
        KnownOptimum.computed(
            "squared hinge",
            DenseProblems.fraction(DenseProblems.squaredHinge(plain, 25, 32), 0.05)),
        KnownOptimum.computed(
            "softmax, one sample",
            DenseProblems.fraction(DenseProblems.softmax(plain, 1, 22), 0.1)),
        KnownOptimum.computed(
            "softmax, tiny beta",
            DenseProblems.fraction(
                DenseProblems.softmax(DenseLift.single(2, 1, 1, 3), 40, 23), 1e-5)),
        KnownOptimum.computed(
            "softmax, rank-deficient data",
            DenseProblems.fraction(
                DenseProblems.repeated(DenseProblems.softmax(plain, 8, 24)), 0.1)));
  }

  private static KnownOptimum orthogonal(
      String name, DenseLift lift, int samples, long seed, double fraction) {
    DenseProblem problem = DenseProblems.fraction(orthogonalDesign(lift, samples, seed), fraction);
    return new KnownOptimum(name, problem, shrinkage(problem, lift.positions()));
  }

  /** The discrete cosine design: orthogonal columns of squared length rows = T n. */
  private static DenseProblem orthogonalDesign(DenseLift lift, int samples, long seed) {
    DenseProblem random = DenseProblems.squared(lift, samples, seed);
    int rows = samples * lift.positions();
    int columns = lift.shape().features();
    double[] phi = new double[rows * columns];
    for (int i = 0; i < phi.length; i++) {
      int row = i / columns;
      int f = i % columns;
      double angle = Math.PI * (row + 0.5) * f / rows;
      phi[i] = f == 0 ? 1 : Math.sqrt(2) * Math.cos(angle);
    }
    return DenseProblems.withFeatures(random, lift, phi);
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
    DenseProblem problem = DenseProblems.withFeatures(base, DenseLift.single(7, 1, 1, 4), phi);
    DenseProblem beta = DenseProblems.fraction(problem, 0.2);
    return new KnownOptimum("squared, rank-deficient data", beta, shrinkage(beta, 2));
  }

  /** One row a with target y: ||y|| shrinks by b = beta / ||a||. */
  private static KnownOptimum singleSample() {
    DenseProblem problem =
        DenseProblems.fraction(DenseProblems.squared(DenseLift.single(5, 1, 1, 3), 1, 25), 0.25);
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
        DenseProblems.withFeatures(problem, lift, phi).withBeta(1e6 * problem.beta()),
        base.primal());
  }
}
