package io.github.convexheads.bench.attack;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.head.Activation;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.head.TwistedHead;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Exact relu of an MLP with two features and the squared loss. The network's own objective is
 * computed exactly from its weights; and where all networks are claimed, the gradient at the point
 * must be dual feasible for heads in every direction of the plane: those at which a token switches,
 * those beside them, and many between.
 */
final class ReluTrial {
  private static final int D = 2;
  private static final int DIRECTIONS = 720;

  /** Relative difference that the rounding of weights may cause. */
  private static final double ROUNDING = 1e-9;

  private final int n;
  private final int s;
  private final int c;
  private final double[] x;
  private final double[] y;

  private ReluTrial(SplittableRandom random) {
    n = 2 + random.nextInt(3);
    s = 1 + random.nextInt(2);
    c = 1 + random.nextInt(2);
    x = new double[n * s * D];
    double scale = new double[] {1, 1, 1e-6, 1e3, 5e8}[random.nextInt(5)];
    int kind = random.nextInt(4);
    for (int i = 0; i < x.length; i++) {
      double parallel = i < D ? 0 : x[i - D];
      x[i] =
          switch (kind) {
            case 0 -> scale * (random.nextInt(5) - 2);
            case 1 -> parallel == 0 ? scale * random.nextGaussian() : nearly(parallel, random);
            case 2 -> i % D == 0 ? 1 : scale * random.nextGaussian();
            default -> scale * random.nextGaussian();
          };
    }
    y = random.doubles((long) n * c, -2, 2).toArray();
  }

  private static double nearly(double value, SplittableRandom random) {
    return -value * (1 + Math.pow(10, -16 * random.nextDouble()) * random.nextInt(2));
  }

  /** A fit by the head that is built in. */
  static Outcome sound(SplittableRandom random) {
    ReluTrial trial = new ReluTrial(random);
    return trial.of(trial.parts(random));
  }

  /** A fit by a head that is not what it says it is. */
  static Outcome twisted(SplittableRandom random) {
    ReluTrial trial = new ReluTrial(random);
    TwistedHead.Twist[] twists = TwistedHead.Twist.values();
    TwistedHead.Twist twist = twists[1 + random.nextInt(twists.length - 1)];
    double amount = Math.pow(10, -12 * random.nextDouble());
    Parts parts = trial.parts(random);
    boolean drawn = random.nextInt(4) > 0;
    Head head = new TwistedHead(Activation.RELU, Pooling.MEAN, twist, amount, drawn);
    return drawn ? trial.of(parts.with(head)) : trial.undrawn(parts.with(head));
  }

  private Parts parts(SplittableRandom random) {
    ConvexHeads asked =
        ConvexHeads.builder()
            .head("mlp")
            .set("head.activation", "relu")
            .set("preprocess.recommended", "false")
            .set("solver.max-iterations", "60")
            .loss("squared")
            .solver("cone-descent")
            .betaFraction(Math.pow(10, -1.5 * random.nextDouble()))
            .tolerance(Math.pow(10, -1 - 5 * random.nextDouble()));
    return Parts.of(asked.configuration(), targets());
  }

  private RealTargets targets() {
    return new RealTargets(y, 1, c);
  }

  /** Where nobody says what the networks are, nothing is claimed of all. */
  private Outcome undrawn(Parts parts) {
    ConvexProgram.Scope scope = fit(parts).certificate().scope();
    return scope == ConvexProgram.Scope.ALL_NETWORKS ? Outcome.REFUTED : Outcome.WITHHELD;
  }

  private FitResult fit(Parts parts) {
    return parts.fitter().fit(Tokens.of(x, n, s, D), targets(), ProgressListener.SILENT);
  }

  private Outcome of(Parts parts) {
    FitResult fit = fit(parts);
    Certificate found = fit.certificate();
    if (found.contradiction().isPresent()) {
      return Outcome.ACCUSED;
    }
    List<NetworkHead> heads = fit.head().networkWeights();
    double objective = samples().objective(heads, found.beta()).doubleValue();
    double allowed = ROUNDING * Math.abs(objective);
    if (found.primal() < objective - allowed || found.dual() > objective + allowed) {
      return Outcome.REFUTED;
    }
    if (found.scope() != ConvexProgram.Scope.ALL_NETWORKS) {
      return Outcome.WITHHELD;
    }
    Certificate own = Certifier.certify(fit.problem().program(), fit.head().variable());
    double norm = largestNorm(samples().residuals(heads));
    return own.scale() * norm > own.beta() * (1 + 1e-7) ? Outcome.REFUTED : Outcome.CLAIMED;
  }

  /** max over unit u of ||(1/n) sum_i E_i mean_t relu(x_it u)||. */
  private double largestNorm(double[] e) {
    double largest = 0;
    for (int k = 0; k < DIRECTIONS; k++) {
      largest = Math.max(largest, norm(e, 2 * Math.PI * k / DIRECTIONS));
    }
    for (int row = 0; row < n * s; row++) {
      double angle = Math.atan2(x[row * D + 1], x[row * D]);
      for (int side = 0; side < 4; side++) {
        for (double beside : new double[] {0, 1e-15, -1e-15, 1e-9, -1e-9, 1e-4, -1e-4}) {
          largest = Math.max(largest, norm(e, angle + side * Math.PI / 2 + beside));
        }
      }
    }
    return largest;
  }

  private double norm(double[] e, double angle) {
    return Vectors.norm(samples().gradient(e, new double[] {Math.cos(angle), Math.sin(angle)}));
  }

  private ReluSamples samples() {
    return new ReluSamples(n, s, D, c, true, x, y);
  }
}
