package io.github.convexheads.bench.robustness;

import io.github.convexheads.api.ConvexHeads;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.RealTargets;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A problem that is odd in one way and ordinary otherwise; its number decides everything about it.
 */
final class OddProblem {
  private static final List<String> HEADS =
      List.of("linear", "mlp", "attention", "mixer", "fno", "b-fno");
  private static final List<String> LOSSES =
      List.of("squared", "softmax", "logistic", "huber", "squared-hinge", "smoothed");
  private static final List<String> POOLINGS = List.of("mean", "none", "first");

  private final int number;
  private final Oddity oddity;
  private final SplittableRandom random;
  private String head;
  private String activation;
  private String pooling;
  private String loss;
  private boolean intercept;
  private boolean weighted;
  private int n;
  private int s;
  private int d;
  private int c;
  private double fraction;
  private double[] tokens;
  private int[] labels;
  private double[] values;

  private OddProblem(int number) {
    this.number = number;
    this.oddity = Oddity.values()[number % Oddity.values().length];
    this.random = new SplittableRandom(number);
  }

  /** Returns the problem of a number. */
  static OddProblem of(int number) {
    OddProblem problem = new OddProblem(number);
    problem.drawKind(number / Oddity.values().length);
    problem.drawSizes();
    problem.drawData();
    return problem;
  }

  /** Every oddity meets every head, activation, loss and pooling in turn. */
  private void drawKind(int round) {
    head = HEADS.get(round % HEADS.size());
    activation = List.of("linear", "gated-relu", "relu").get((round / 2 + number) % 3);
    pooling = POOLINGS.get((round / 3 + number) % 3);
    loss = LOSSES.get((round * 5 + number) % LOSSES.size());
    if (head.equals("linear")) {
      activation = "linear";
    }
    intercept = round % 5 == 3;
    weighted = round % 4 == 2;
    fraction = Math.pow(10, -3 * random.nextDouble());
  }

  private void drawSizes() {
    boolean relu = activation.equals("relu");
    n = relu ? 3 + random.nextInt(3) : 8 + random.nextInt(12);
    s = 1 + random.nextInt(relu ? 2 : 3);
    d = 2 + random.nextInt(relu ? 1 : 3);
    c = relu ? 1 + random.nextInt(2) : 2 + random.nextInt(3);
    oddity.resize(this, random);
    if (head.equals("b-fno")) {
      d = Math.max(2, d);
      c = Math.max(2, c);
    }
  }

  private void drawData() {
    tokens = new double[n * s * d];
    Arrays.setAll(tokens, i -> random.nextGaussian());
    labels = random.ints(rows(), 0, c).toArray();
    values = new double[rows() * c];
    Arrays.setAll(values, i -> random.nextGaussian());
    oddity.spoil(this, random);
  }

  /** How a problem is odd. */
  enum Oddity {
    ORDINARY("nothing odd"),
    IDENTITY("X = Y = I") {
      @Override
      void resize(OddProblem p, SplittableRandom random) {
        p.oneToken(p.relu() ? 2 : new int[] {5, 12, 40, 300}[random.nextInt(4)]);
      }

      @Override
      void spoil(OddProblem p, SplittableRandom random) {
        Arrays.setAll(p.tokens, i -> i / p.d == i % p.d ? 1 : 0);
        Arrays.setAll(p.labels, i -> i % p.c);
        Arrays.setAll(p.values, i -> i / p.c == i % p.c ? 1 : 0);
      }
    },
    REPEATED("repeated singular values") {
      @Override
      void resize(OddProblem p, SplittableRandom random) {
        if (!p.relu()) {
          p.d = 4;
          p.s = 1;
          p.n = 16;
        }
      }

      @Override
      void spoil(OddProblem p, SplittableRandom random) {
        Arrays.setAll(p.tokens, i -> i / p.d % p.d == i % p.d ? 1 + i / p.d / p.d % 2 : 0);
        Arrays.setAll(p.labels, i -> i % p.c);
        Arrays.setAll(p.values, i -> i / p.c % p.c == i % p.c ? 1 : 0);
      }
    },
    RATIOS("feature ratios of 1e-8 to 1e8") {
      @Override
      void spoil(OddProblem p, SplittableRandom random) {
        double power = 16 * random.nextDouble() - 8;
        for (int i = 0; i < p.tokens.length; i++) {
          p.tokens[i] *= Math.pow(10, power * (i % p.d) / Math.max(1, p.d - 1));
        }
      }
    },
    SEPARABLE("separable, beta-fraction 1e-3 to 1e-9") {
      @Override
      void spoil(OddProblem p, SplittableRandom random) {
        p.fraction = Math.pow(10, -3 - 6 * random.nextDouble());
        for (int i = 0; i < p.rows(); i++) {
          p.labels[i] = p.tokens[i * p.s / p.positions() * p.d] > 0 ? 1 % p.c : 0;
          for (int o = 0; o < p.c; o++) {
            p.values[i * p.c + o] = p.labels[i] == o ? 1 : 0;
          }
        }
      }
    },
    ONE_HOT("one-hot tokens") {
      @Override
      void spoil(OddProblem p, SplittableRandom random) {
        Arrays.fill(p.tokens, 0);
        for (int i = 0; i < p.n * p.s; i++) {
          p.tokens[i * p.d + random.nextInt(p.d)] = 1;
        }
      }
    },
    ONE_OUTPUT("one output") {
      @Override
      void resize(OddProblem p, SplittableRandom random) {
        p.c = 1;
      }
    },
    MANY_OUTPUTS("10 to 1000 outputs") {
      @Override
      void resize(OddProblem p, SplittableRandom random) {
        p.c = p.relu() ? 4 : (int) Math.pow(10, 1 + 2 * random.nextDouble());
      }
    },
    FEW_SAMPLES("fewer samples than features") {
      @Override
      void resize(OddProblem p, SplittableRandom random) {
        p.n = 2 + random.nextInt(2);
        p.d = p.relu() ? 4 : 8;
        p.s = Math.min(p.s, 2);
      }
    },
    ONE_SAMPLE("one sample") {
      @Override
      void resize(OddProblem p, SplittableRandom random) {
        p.n = 1;
      }
    },
    TINY_BETA("beta-fraction 1e-9 to 1e-3") {
      @Override
      void spoil(OddProblem p, SplittableRandom random) {
        p.fraction = Math.pow(10, -3 - 6 * random.nextDouble());
      }
    },
    LARGE_BETA("beta-fraction 0.9 to 0.999") {
      @Override
      void spoil(OddProblem p, SplittableRandom random) {
        p.fraction = 1 - Math.pow(10, -1 - 2 * random.nextDouble());
      }
    },
    DUPLICATES("every sample four times, with other targets") {
      @Override
      void spoil(OddProblem p, SplittableRandom random) {
        int size = p.s * p.d;
        for (int i = 0; i < p.n; i++) {
          System.arraycopy(p.tokens, i / 4 * 4 * size, p.tokens, i * size, size);
        }
      }
    },
    OFFSET("tokens plus 1000") {
      @Override
      void spoil(OddProblem p, SplittableRandom random) {
        Arrays.setAll(p.tokens, i -> p.tokens[i] + 1000);
      }
    },
    RANK_ONE("tokens of rank one, a feature of zeros") {
      @Override
      void spoil(OddProblem p, SplittableRandom random) {
        double[] direction = new double[p.d];
        Arrays.setAll(direction, k -> k == 0 ? 0 : random.nextGaussian());
        for (int i = 0; i < p.tokens.length; i += p.d) {
          double size = p.tokens[i];
          for (int k = 0; k < p.d; k++) {
            p.tokens[i + k] = size * direction[k];
          }
        }
      }
    };

    private final String words;

    Oddity(String words) {
      this.words = words;
    }

    /** Returns what the table calls it. */
    String words() {
      return words;
    }

    void resize(OddProblem p, SplittableRandom random) {}

    void spoil(OddProblem p, SplittableRandom random) {}
  }

  /** One token, and as many samples, features and outputs as there are; some heads take no more. */
  private void oneToken(int k) {
    boolean cubic = head.equals("attention") || activation.equals("gated-relu");
    int size = cubic && !relu() ? Math.min(k, 12) : k;
    n = size;
    s = 1;
    d = size;
    c = size;
  }

  private boolean relu() {
    return activation.equals("relu");
  }

  private int positions() {
    return pooling.equals("none") ? s : 1;
  }

  private int rows() {
    return n * positions();
  }

  int number() {
    return number;
  }

  Oddity oddity() {
    return oddity;
  }

  /** Says everything that makes the problem, for people who look for a failure. */
  String words() {
    return "%d: %s; %s %s, pooling %s, %s%s%s, n = %d, s = %d, d = %d, c = %d, beta-fraction %.3g"
        .formatted(
            number,
            oddity.words,
            head,
            activation,
            pooling,
            loss,
            intercept ? ", intercept" : "",
            weighted ? ", weights" : "",
            n,
            s,
            d,
            c,
            fraction);
  }

  Tokens tokens() {
    return Tokens.of(tokens, n, s, d);
  }

  Targets targets() {
    Targets plain =
        switch (loss) {
          case "squared", "huber" -> new RealTargets(values, positions(), c);
          case "logistic" -> new MultiLabels(members(), positions(), c);
          default -> new ClassLabels(labels, positions(), c);
        };
    if (!weighted || n < 2) {
      return plain;
    }
    double[] weights = new double[n];
    Arrays.setAll(weights, i -> 1 + i % 3);
    return plain.withWeights(weights);
  }

  private boolean[] members() {
    boolean[] member = new boolean[rows() * c];
    for (int i = 0; i < member.length; i++) {
      member[i] = oddity == Oddity.ORDINARY ? values[i] > 0 : labels[i / c] == i % c;
    }
    return member;
  }

  /** Returns a builder with everything chosen but the solver and its limits. */
  ConvexHeads builder() {
    ConvexHeads builder =
        ConvexHeads.builder()
            .set("preprocess.recommended", "false")
            .set("run.threads", "1")
            .head(head)
            .set("head.pooling", pooling)
            .loss(loss.equals("smoothed") ? "softmax" : loss)
            .betaFraction(fraction);
    if (loss.equals("smoothed")) {
      builder = builder.set("loss.label-smoothing", "0.1");
    }
    if (!head.equals("linear")) {
      builder = builder.set("head.activation", activation);
    }
    if (activation.equals("gated-relu")) {
      builder = builder.set("head.gates.count", "3").set("head.gates.enumerate", "false");
    }
    if (intercept) {
      builder = builder.set("head.intercept", "true");
    }
    return builder;
  }
}
