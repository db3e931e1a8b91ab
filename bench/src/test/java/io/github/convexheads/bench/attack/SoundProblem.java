package io.github.convexheads.bench.attack;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.configuration.Configuration;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** A random problem of parts that are sound, of up to 30 samples of 9 tokens and 8 features. */
final class SoundProblem {
  private static final List<String> HEADS =
      List.of("linear", "mlp", "attention", "mixer", "fno", "b-fno");
  private static final List<String> LOSSES =
      List.of("squared", "softmax", "logistic", "huber", "squared-hinge");
  private static final List<String> ACTIVATIONS = List.of("linear", "gated-relu", "relu");
  private static final List<String> POOLINGS = List.of("mean", "none", "first");
  private static final List<String> DATA =
      List.of("0 and 1", "features of other sizes", "plus 1e6", "sparse", "normal");

  private final SplittableRandom random;
  private final String head;
  private final String activation;
  private final String pooling;
  private final String loss;
  private final String data;
  private final double scale;
  private final boolean single;
  private final int n;
  private final int s;
  private final int d;
  private final int c;
  private final Tokens tokens;
  private final Targets targets;

  /** Draws a problem; the same seed gives the same. */
  SoundProblem(long seed) {
    random = new SplittableRandom(seed);
    head = one(HEADS);
    activation = head.equals("linear") ? "linear" : one(ACTIVATIONS);
    pooling = one(POOLINGS);
    loss = one(LOSSES);
    data = one(DATA);
    single = random.nextInt(3) == 0;
    scale = single ? power(-6, 6) : new double[] {1, power(-6, 6), power(-100, 100)}[index(3)];
    n = 1 + index(30);
    s = 1 + index(9);
    d = 2 + 2 * index(4);
    c = 2 + 2 * (index(8) == 0 ? index(30) : index(4));
    double[] x = new double[n * s * d];
    Arrays.setAll(x, i -> scale * entry(i % d));
    tokens = single ? Tokens.of(singles(x), n, s, d) : Tokens.of(x, n, s, d);
    targets = drawn(pooling.equals("none") ? s : 1);
  }

  private int index(int bound) {
    return random.nextInt(bound);
  }

  private String one(List<String> names) {
    return names.get(index(names.size()));
  }

  private double power(double from, double to) {
    return Math.pow(10, from + (to - from) * random.nextDouble());
  }

  private double entry(int feature) {
    double normal = random.nextGaussian();
    return switch (data) {
      case "0 and 1" -> index(2);
      case "features of other sizes" -> normal * Math.pow(10, 12.0 * feature / d - 6);
      case "plus 1e6" -> normal + 1e6;
      case "sparse" -> index(3) == 0 ? Math.abs(normal) : 0;
      default -> normal;
    };
  }

  private static float[] singles(double[] x) {
    float[] singles = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      singles[i] = (float) x[i];
    }
    return singles;
  }

  private Targets drawn(int positions) {
    int rows = n * positions;
    return switch (loss) {
      case "squared", "huber" -> {
        double size = power(-10, 10);
        double[] y = new double[rows * c];
        Arrays.setAll(y, i -> size * random.nextGaussian());
        yield new RealTargets(y, positions, c);
      }
      case "logistic" -> {
        boolean[] member = new boolean[rows * c];
        for (int i = 0; i < member.length; i++) {
          member[i] = random.nextBoolean();
        }
        yield new MultiLabels(member, positions, c);
      }
      default -> new ClassLabels(random.ints(rows, 0, c).toArray(), positions, c);
    };
  }

  private Configuration configuration() {
    boolean relu = activation.equals("relu");
    ConvexHeads asked =
        ConvexHeads.builder()
            .head(head)
            .loss(loss)
            .solver(relu ? "cone-descent" : "low-rank")
            .betaFraction(power(-3, 0))
            .set("head.pooling", pooling)
            .set("run.threads", "1")
            .set("preprocess.recommended", Boolean.toString(index(4) == 0));
    if (!activation.equals("linear")) {
      asked =
          asked
              .set("head.activation", activation)
              .set("head.gates.count", Integer.toString(1 + index(4)))
              .set("head.gates.limit", "200")
              .set("head.gates.seed", Integer.toString(index(1000)));
    }
    if (index(3) == 0) {
      asked = asked.set("head.intercept", "true");
    }
    return asked.configuration();
  }

  /** Returns the problem with a beta between a ten-thousandth of beta_max and all of it. */
  Problem problem(BetaMax betaMax) {
    Problem problem = Parts.of(configuration(), targets).fitter().problem(tokens, targets);
    return problem.withBeta(power(-4, 0) * betaMax.of(problem));
  }

  /** The weight at which the solution is zero. */
  interface BetaMax {
    double of(Problem problem);
  }

  /** Returns the numbers that come next. */
  SplittableRandom random() {
    return random;
  }

  @Override
  public String toString() {
    return "%s %s %s %s, tokens %s times %s%s, n = %d, s = %d, d = %d, c = %d"
        .formatted(
            head,
            activation,
            pooling,
            loss,
            data,
            scale,
            single ? " in single precision" : "",
            n,
            s,
            d,
            c);
  }
}
