package io.github.convexheads.bench.attack;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.head.NetworkHead;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Tokens;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The lower bound over all relu networks of an MLP with the squared loss on odd tokens, at the zero
 * head, a random point or a fit on some patterns. It must not be above the exact objective of any
 * network: that of no head, of a local search, of the fit on some patterns, and of one on all
 * patterns of the data.
 */
final class AllNetworksTrial {
  private static final double[] SCALES = {1, 1, 1e-6, 1e3, 5e8, 1e-30, 1e30, 1e-120, 1e120};

  private final SplittableRandom random;
  private final ReluSamples unit;
  private final ReluSamples samples;
  private final double tokenScale;
  private final double targetScale;

  private AllNetworksTrial(SplittableRandom random) {
    this.random = random;
    int n = 1 + random.nextInt(5);
    int s = 1 + random.nextInt(2);
    int d = 1 + random.nextInt(4);
    int c = 1 + random.nextInt(3);
    boolean pooled = random.nextBoolean();
    tokenScale = SCALES[random.nextInt(SCALES.length)];
    targetScale = SCALES[random.nextInt(SCALES.length)];
    double[] y = random.doubles((long) n * (pooled ? 1 : s) * c, -2, 2).toArray();
    if (random.nextInt(4) == 0) {
      Arrays.setAll(y, i -> Math.rint(y[i]));
    }
    unit = new ReluSamples(n, s, d, c, pooled, tokens(n * s, d), y);
    samples =
        new ReluSamples(n, s, d, c, pooled, times(unit.x(), tokenScale), times(y, targetScale));
  }

  private static double[] times(double[] values, double by) {
    return Arrays.stream(values).map(value -> by * value).toArray();
  }

  /** Ties, opposite or nearly parallel tokens, a constant feature, features of other sizes. */
  private double[] tokens(int count, int d) {
    int kind = random.nextInt(6);
    double[] x = new double[count * d];
    for (int i = 0; i < x.length; i++) {
      double before = i < d ? 0 : x[i - d];
      double normal = random.nextGaussian();
      x[i] =
          switch (kind) {
            case 0 -> random.nextInt(5) - 2;
            case 1 -> before == 0 ? normal : -before * (1 + power(-16, 0) * random.nextInt(2));
            case 2 -> i % d == 0 ? 1 : normal;
            case 3 -> normal * Math.pow(10, 8.0 * (i % d) / d - 4);
            case 4 -> random.nextInt(3) == 0 ? normal : 0;
            default -> normal;
          };
    }
    return x;
  }

  private double power(double from, double to) {
    return Math.pow(10, from + (to - from) * random.nextDouble());
  }

  /** One trial. */
  static Outcome of(SplittableRandom random) {
    AllNetworksTrial trial = new AllNetworksTrial(random);
    double[] residuals = trial.unit.residuals(List.of());
    double most = 0;
    for (int i = 0; i < 40; i++) {
      double[] u = new double[trial.unit.d()];
      Arrays.setAll(u, l -> random.nextGaussian());
      double size = Vectors.norm(u);
      most = Math.max(most, Vectors.norm(trial.unit.gradient(residuals, u)) / size);
    }
    double beta = most * trial.power(-2.5, 0.3);
    double scaled = beta * trial.tokenScale * trial.targetScale;
    return scaled > 0 && Double.isFinite(scaled) ? trial.judged(beta, scaled) : Outcome.WITHHELD;
  }

  private Outcome judged(double unitBeta, double beta) {
    Parts parts = parts("false");
    Problem problem = parts.fitter().problem(tokens(), targets()).withBeta(beta);
    List<List<NetworkHead>> networks = new ArrayList<>();
    networks.add(List.of());
    Variable point = point(parts, problem, networks);
    OptionalDouble bound = bound(problem.program(), point);
    if (!(bound.orElse(0) > 0)) {
      return Double.isNaN(bound.orElse(0)) ? Outcome.REFUTED : Outcome.WITHHELD;
    }
    double factor = Math.sqrt(targetScale / tokenScale);
    networks.add(new NetworkSearch(unit, unitBeta, random).found(factor));
    fitted(parts("true"), beta).ifPresent(fit -> networks.add(fit.head().networkWeights()));
    BigDecimal claimed = new BigDecimal(bound.getAsDouble());
    boolean above =
        networks.stream().anyMatch(own -> claimed.compareTo(samples.objective(own, beta)) > 0);
    return above ? Outcome.REFUTED : Outcome.CLAIMED;
  }

  private OptionalDouble bound(ConvexProgram program, Variable point) {
    int rounds = new int[] {1, 10, 100}[random.nextInt(3)];
    double most = random.nextBoolean() ? Double.POSITIVE_INFINITY : power(0, 3);
    AtomicInteger asked = new AtomicInteger();
    return Certifier.overAllNetworks(program, point, rounds, () -> asked.incrementAndGet() > most);
  }

  private Variable point(Parts parts, Problem problem, List<List<NetworkHead>> networks) {
    int kind = random.nextInt(4);
    if (kind == 0) {
      return Variable.zero(problem.program().blocks());
    }
    if (kind == 1) {
      return HostilePoints.random(problem.program().blocks(), random);
    }
    FitResult fit = parts.fitter().fit(problem, Optional.empty(), ProgressListener.SILENT);
    networks.add(fit.head().networkWeights());
    return fit.head().variable();
  }

  /** A fit at the same beta; none where it is refused. */
  private Optional<FitResult> fitted(Parts parts, double beta) {
    try {
      Problem problem = parts.fitter().problem(tokens(), targets()).withBeta(beta);
      return Optional.of(parts.fitter().fit(problem, Optional.empty(), ProgressListener.SILENT));
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private Tokens tokens() {
    return Tokens.of(samples.x(), samples.n(), samples.s(), samples.d());
  }

  private RealTargets targets() {
    return new RealTargets(samples.y(), samples.pooled() ? 1 : samples.s(), samples.c());
  }

  private Parts parts(String enumerate) {
    ConvexHeads asked =
        ConvexHeads.builder()
            .head("mlp")
            .set("head.activation", "relu")
            .set("head.pooling", samples.pooled() ? "mean" : "none")
            .set("head.gates.enumerate", enumerate)
            .set("head.gates.count", Integer.toString(1 + random.nextInt(4)))
            .set("preprocess.recommended", "false")
            .set("solver.max-iterations", "100")
            .loss("squared")
            .solver("cone-descent")
            .betaFraction(0.1)
            .tolerance(1e-8);
    return Parts.of(asked.configuration(), targets());
  }
}
