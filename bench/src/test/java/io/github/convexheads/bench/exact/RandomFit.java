package io.github.convexheads.bench.exact;

import static io.github.convexheads.api.exact.ExactNumbers.DIGITS;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.exact.ExactLoss;
import io.github.convexheads.api.exact.ExactMatrix;
import io.github.convexheads.api.exact.ExactProblem;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.head.Gates;
import io.github.convexheads.api.head.Pooling;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random data with a random head, activation, pooling and loss, and the same problem with fifty
 * digits.
 */
public final class RandomFit {
  private static final List<String> HEADS =
      List.of("linear", "mlp", "attention", "mixer", "fno", "b-fno");
  private static final List<String> LOSSES =
      List.of("squared", "softmax", "smoothed", "logistic", "huber", "squared-hinge");

  /** Weights of samples that are drawn: none, all, and most of all. */
  private static final double[] WEIGHTS = {0, 1, 1e12, 1e-12};

  /**
   * What is unusual about the data.
   *
   * @param scale by which tokens are multiplied
   * @param offset what is added to all tokens
   * @param targets by which real targets are multiplied; if not 1, targets are real
   * @param odd whether tokens are of 0 and 1, samples equal, features constant, or there is one
   *     sample
   * @param weighted whether samples count differently
   * @param intercept whether outputs have an intercept
   * @param ignored whether some labels of classes are to be ignored
   */
  public record Variation(
      double scale,
      double offset,
      double targets,
      boolean odd,
      boolean weighted,
      boolean intercept,
      boolean ignored) {
    /** Nothing. */
    public static final Variation NONE = new Variation(1, 0, 1, false, false, false, false);
  }

  private static final ConvexHeads BASE =
      ConvexHeads.builder().set("preprocess.recommended", "false").set("run.threads", "1");

  private final SplittableRandom random;
  private final Variation variation;
  private final String head;
  private final boolean gated;
  private final Pooling pooling;
  private final String loss;
  private final int n;
  private final int s;
  private final int d;
  private final int c;
  private final double[] tokens;
  private final double[] y;
  private final int[] labels;
  private final boolean[] member;

  /**
   * Draws a problem.
   *
   * @param seed names it
   * @param variation what is unusual about it
   */
  public RandomFit(long seed, Variation variation) {
    random = new SplittableRandom(seed);
    this.variation = variation;
    head = HEADS.get(random.nextInt(HEADS.size()));
    gated = !head.equals("linear") && random.nextBoolean();
    boolean pooled = random.nextBoolean() || head.endsWith("fno");
    pooling = pooled ? Pooling.MEAN : Pooling.NONE;
    String drawn = LOSSES.get(random.nextInt(LOSSES.size()));
    loss = variation.targets == 1 ? drawn : "squared";
    int kind = variation.odd ? random.nextInt(6) : -1;
    n = kind == 0 ? 1 : 3 + random.nextInt(3);
    s = 1 + random.nextInt(3);
    d = 2;
    c = 2;
    int rows = n * pooling.positions(s);
    tokens = new double[n * s * d];
    Arrays.setAll(tokens, i -> variation.scale * random.nextGaussian() + variation.offset);
    makeOdd(kind);
    y = random.doubles((long) rows * c, -2 * variation.targets, 2 * variation.targets).toArray();
    labels = random.ints(rows, 0, c).toArray();
    member = new boolean[rows * c];
    for (int i = 0; i < member.length; i++) {
      member[i] = loss.equals("squared-hinge") ? labels[i / c] == i % c : random.nextBoolean();
    }
  }

  private void makeOdd(int kind) {
    for (int i = 0; i < tokens.length; i++) {
      switch (kind) {
        case 1 -> tokens[i] = random.nextInt(2);
        case 2 -> tokens[i] = random.nextInt(5) - 2;
        case 3 -> tokens[i] = i < s * d ? tokens[i] : tokens[i - s * d];
        case 4 -> tokens[i] = i % d == 0 ? 1 : tokens[i];
        case 5 -> tokens[i] = i < s * d ? 0 : tokens[i];
        default -> {}
      }
    }
  }

  /** Returns the numbers that come next. */
  public SplittableRandom random() {
    return random;
  }

  /** Returns the tokens. */
  public Tokens tokens() {
    return Tokens.of(tokens, n, s, d);
  }

  /** Returns the targets. */
  public Targets targets() {
    if (!variation.weighted) {
      return plainTargets();
    }
    SplittableRandom own = new SplittableRandom(Arrays.hashCode(tokens));
    double[] weights = new double[n];
    Arrays.setAll(weights, i -> WEIGHTS[own.nextInt(WEIGHTS.length)] + own.nextInt(2));
    weights[0] += 1;
    return plainTargets().withWeights(weights);
  }

  /** Labels of which some may be -1, never the first. */
  private int[] given() {
    SplittableRandom own = new SplittableRandom(Arrays.hashCode(tokens));
    int[] given = labels.clone();
    for (int row = 1; row < given.length && variation.ignored; row++) {
      given[row] = own.nextInt(5) < 2 ? -1 : given[row];
    }
    return given;
  }

  private Targets plainTargets() {
    int positions = pooling.positions(s);
    return switch (loss) {
      case "squared", "huber" -> new io.github.convexheads.api.token.RealTargets(y, positions, c);
      case "logistic" -> new MultiLabels(member, positions, c);
      default -> io.github.convexheads.api.token.ClassLabels.ignoring(given(), positions, c, -1);
    };
  }

  /** Returns a builder with everything chosen but the solver and its tolerance. */
  public ConvexHeads builder(double fraction) {
    ConvexHeads builder =
        BASE.head(head)
            .set("head.pooling", pooling == Pooling.MEAN ? "mean" : "none")
            .loss(loss.equals("smoothed") ? "softmax" : loss)
            .betaFraction(fraction);
    if (variation.intercept) {
      builder = builder.set("head.intercept", "true");
    }
    if (loss.equals("smoothed")) {
      builder = builder.set("loss.label-smoothing", "0.1");
    }
    if (gated) {
      builder =
          builder
              .set("head.activation", "gated-relu")
              .set("head.gates.count", "2")
              .set("head.gates.seed", Integer.toString(random.nextInt(1000)));
    }
    return head.equals("b-fno") ? builder.set("head.blocks", "2") : builder;
  }

  /** Whether the problem can be written with forty digits from the definitions. */
  public boolean known() {
    return new ExactHead(head, s, d, pooling, Gates.none()).known();
  }

  /** Returns the problem with forty digits. */
  public ExactProblem exact(List<Block> blocks, Gates gates, double beta) {
    ExactHead lifted = new ExactHead(head, s, d, pooling, gates);
    int groups = 1 + blocks.stream().mapToInt(Block::group).max().orElseThrow();
    List<List<ExactMatrix>> phi = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double[] sample = Arrays.copyOfRange(tokens, i * s * d, (i + 1) * s * d);
      List<List<ExactMatrix>> byBlock =
          blocks.stream().map(block -> lifted.phi(sample, block, groups)).toList();
      for (int t = 0; t < pooling.positions(s); t++) {
        int row = t;
        phi.add(byBlock.stream().map(rows -> rows.get(row)).toList());
      }
    }
    int[] offsets = blocks.stream().mapToInt(Block::outputOffset).toArray();
    boolean classes = plainTargets() instanceof io.github.convexheads.api.token.ClassLabels;
    ExactLoss own = classes ? ExactLosses.labelled(exactLoss(), given()) : exactLoss();
    ExactLoss counted =
        variation.weighted ? ExactLosses.weighted(own, targets(), pooling.positions(s)) : own;
    return new ExactProblem(n, phi, offsets, c, counted, new BigDecimal(beta));
  }

  private ExactLoss exactLoss() {
    return switch (loss) {
      case "squared" -> ExactLoss.squared(y, c);
      case "softmax" -> ExactLoss.softmax(labels);
      case "smoothed" -> ExactLosses.smoothed(labels, 0.1);
      case "logistic" -> ExactLosses.logistic(member, c);
      case "huber" -> ExactLosses.huber(y, c, 1);
      default -> ExactLosses.squaredHinge(member, c);
    };
  }

  /** Returns every block of a variable as one matrix. */
  public static List<ExactMatrix> matrices(Variable z) {
    List<ExactMatrix> blocks = new ArrayList<>();
    for (Factors block : z.blocks()) {
      ExactMatrix u = ExactMatrix.of(block.left(), block.rows(), block.rank());
      ExactMatrix v = ExactMatrix.of(block.right(), block.columns(), block.rank());
      blocks.add(
          block.rank() == 0
              ? ExactMatrix.zeros(block.rows(), block.columns())
              : u.times(v.transposed()));
    }
    return blocks;
  }

  /** Returns max over theta below the exact limit of the dual value at the point, for one theta. */
  public static BigDecimal dual(ExactProblem exact, Variable z, double theta) {
    ExactMatrix e = exact.gradients(exact.outputs(matrices(z)));
    int[] columns = z.blocks().stream().mapToInt(Factors::columns).toArray();
    BigDecimal norm = exact.dualNorm(e, columns);
    BigDecimal scale = new BigDecimal(theta);
    if (norm.signum() > 0) {
      scale = scale.min(exact.beta().divide(norm, DIGITS));
    }
    return exact.dual(e, scale);
  }

  @Override
  public String toString() {
    return "%s %s %s %s, n = %d, s = %d"
        .formatted(head, gated ? "gated" : "linear", pooling, loss, n, s);
  }
}
