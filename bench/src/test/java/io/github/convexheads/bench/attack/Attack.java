package io.github.convexheads.bench.attack;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.exact.ExactProblem;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Verification;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.bench.exact.RandomFit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/**
 * Tries to make a fit or a verification claim what exact arithmetic refutes, and counts. A claim is
 * refuted when the objective of the point, or of a better one that a sound fit finds, is on the
 * wrong side of what was reported, computed with forty digits from the definitions.
 */
public final class Attack {
  /** The ways of attack. */
  enum Kind {
    SOUND_FIT("sound fits"),
    SCALED_FIT("tokens times 1e-3 to 1e3"),
    OFFSET_FIT("tokens plus 1e6"),
    POINT("points with cancelling, unbalanced, huge and tiny factors"),
    MODEL("models with cancelling columns under a record of better bounds"),
    HEAD("heads that are not adjoint by 1e-1 to 1e-12"),
    LOSS("losses whose conjugate or value is too low by 1e-1 to 1e-9"),
    SOLVER("solvers that hand on a bound of another program");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** What became of one trial; only sound parts can be accused of a contradiction wrongly. */
  enum Outcome {
    CLAIMED,
    WITHHELD,
    ACCUSED,
    REFUTED
  }

  private final Map<Kind, Map<Outcome, LongAdder>> counts = new EnumMap<>(Kind.class);
  private final List<String> refuted = new ArrayList<>();

  /** Tries trials of all kinds in turn. */
  Attack run(long first, long trials) {
    for (Kind kind : Kind.values()) {
      Map<Outcome, LongAdder> own = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        own.put(outcome, new LongAdder());
      }
      counts.put(kind, own);
    }
    LongStream.range(first, first + trials).parallel().forEach(this::count);
    return this;
  }

  private void count(long seed) {
    Kind kind = Kind.values()[(int) (seed % Kind.values().length)];
    Outcome outcome = of(kind, seed);
    boolean sound = kind.compareTo(Kind.MODEL) < 0;
    if (outcome == Outcome.ACCUSED && !sound) {
      outcome = Outcome.WITHHELD;
    }
    counts.get(kind).get(outcome).increment();
    if (outcome == Outcome.REFUTED || outcome == Outcome.ACCUSED) {
      synchronized (refuted) {
        refuted.add(kind + " " + seed);
      }
    }
  }

  /** The seeds of all claims that were refuted, and of sound parts that were accused. */
  List<String> refuted() {
    return refuted;
  }

  /** The number of trials with an outcome. */
  long total(Outcome outcome) {
    return counts.values().stream().mapToLong(own -> own.get(outcome).sum()).sum();
  }

  /** The counts as a table. */
  String table() {
    StringBuilder table =
        new StringBuilder(
            "| attack | tried | claimed | withheld | accused wrongly | refuted |\n|---|--:|--:|--:|--:|--:|\n");
    counts.forEach(
        (kind, own) ->
            table.append(
                "| %s | %d | %d | %d | %d | %d |%n"
                    .formatted(
                        kind.words,
                        own.values().stream().mapToLong(LongAdder::sum).sum(),
                        own.get(Outcome.CLAIMED).sum(),
                        own.get(Outcome.WITHHELD).sum(),
                        own.get(Outcome.ACCUSED).sum(),
                        own.get(Outcome.REFUTED).sum())));
    return table.toString();
  }

  /** One trial. */
  static Outcome of(Kind kind, long seed) {
    SplittableRandom random = new SplittableRandom(~seed);
    double scale = kind == Kind.SCALED_FIT ? Math.pow(10, 6 * random.nextDouble() - 3) : 1;
    RandomFit drawn = new RandomFit(seed, scale, kind == Kind.OFFSET_FIT ? 1e6 : 0);
    if (!drawn.known()) {
      return Outcome.WITHHELD;
    }
    double fraction = Math.pow(10, -2 * random.nextDouble());
    double tolerance = Math.pow(10, -2 - 6 * random.nextDouble());
    Parts sound = Parts.of(drawn, fraction, tolerance, "low-rank");
    try {
      return switch (kind) {
        case SOUND_FIT, SCALED_FIT, OFFSET_FIT -> fit(sound, drawn, Optional.empty());
        case POINT -> point(sound, drawn, random);
        case MODEL -> model(sound, drawn, random);
        case HEAD -> {
          double by = Math.pow(10, -1 - 11 * random.nextDouble());
          Parts broken = sound.with(HostileParts.head(sound.head(), by, random.nextInt(3)));
          yield fit(broken, drawn, Optional.of(sound));
        }
        case LOSS -> {
          double by = Math.pow(10, -1 - 8 * random.nextDouble());
          Parts broken = sound.with(HostileParts.loss(sound.loss(), by, random.nextInt(5)));
          yield fit(broken, drawn, Optional.of(sound));
        }
        case SOLVER -> {
          Problem other = sound.fitter().problem(drawn.tokens(), drawn.targets()).withBeta(1e-3);
          Parts broken = sound.with(HostileParts.solver(sound.solver(), other.program(), random));
          yield fit(broken, drawn, Optional.of(sound));
        }
      };
    } catch (InvalidInputException e) {
      return Outcome.WITHHELD;
    }
  }

  private static Outcome fit(Parts parts, RandomFit drawn, Optional<Parts> sound) {
    FitResult fit = parts.fitter().fit(drawn.tokens(), drawn.targets(), ProgressListener.SILENT);
    ExactProblem exact = exact(drawn, fit.problem(), fit.head());
    Variable z = fit.head().variable();
    Optional<BigDecimal> better = Optional.empty();
    if (sound.isPresent()) {
      Problem same = sound.get().fitter().problem(drawn.tokens(), drawn.targets());
      FitResult reference =
          sound
              .get()
              .fitter()
              .fit(
                  same.withBeta(fit.certificate().beta()),
                  Optional.of(Variable.zero(same.program().blocks())),
                  ProgressListener.SILENT);
      better = Optional.of(exact.objective(RandomFit.matrices(reference.head().variable())));
    }
    return judged(fit.certificate(), exact, z, better);
  }

  private static ExactProblem exact(RandomFit drawn, Problem problem, FittedHead head) {
    List<Block> blocks = problem.program().blocks();
    return drawn.exact(blocks, head.gates(), problem.program().beta());
  }

  private static Outcome point(Parts parts, RandomFit drawn, SplittableRandom random) {
    Problem problem = parts.fitter().problem(drawn.tokens(), drawn.targets());
    double beta = 0.1 * Certifier.betaMax(problem.program());
    Problem weighted = problem.withBeta(beta);
    Variable z = HostilePoints.random(weighted.program().blocks(), random);
    Certificate found = Certifier.certify(weighted.program(), z);
    ExactProblem exact =
        drawn.exact(weighted.program().blocks(), weighted.gates(), weighted.program().beta());
    return judged(found, exact, z, Optional.ofNullable(RandomFit.dual(exact, z, found.scale())));
  }

  private static Outcome model(Parts parts, RandomFit drawn, SplittableRandom random) {
    FitResult fit = parts.fitter().fit(drawn.tokens(), drawn.targets(), ProgressListener.SILENT);
    FittedHead own = fit.head();
    Variable z = HostilePoints.cancelling(own.variable(), random);
    FittedHead altered = HostilePoints.with(own, z);
    Verification verified = altered.verify(drawn.tokens(), drawn.targets(), RandomStarts.fresh());
    ExactProblem exact = exact(drawn, fit.problem(), own);
    Outcome judged = judged(verified.certificate(), exact, z, Optional.empty());
    return judged == Outcome.CLAIMED && !verified.confirmed() ? Outcome.WITHHELD : judged;
  }

  /** Holds a certificate against the objective of its point and another value of the program. */
  private static Outcome judged(
      Certificate found, ExactProblem exact, Variable z, Optional<BigDecimal> upper) {
    if (found.contradiction().isPresent()) {
      return Outcome.ACCUSED;
    }
    if (!Double.isFinite(found.primal())) {
      return Outcome.WITHHELD;
    }
    BigDecimal objective = exact.objective(RandomFit.matrices(z));
    if (new BigDecimal(found.primal()).compareTo(objective) < 0) {
      return Outcome.REFUTED;
    }
    if (!Double.isFinite(found.dual())) {
      return Outcome.WITHHELD;
    }
    BigDecimal dual = new BigDecimal(found.dual());
    boolean above =
        dual.compareTo(objective) > 0
            || upper.map(value -> dual.compareTo(value) > 0).orElse(false);
    return above ? Outcome.REFUTED : Outcome.CLAIMED;
  }

  /**
   * Runs N trials and prints the table; fails when a claim was refuted.
   *
   * @param arguments N, and the first seed, 0 by default
   */
  public static void main(String[] arguments) {
    long trials = Long.parseLong(arguments[0]);
    long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
    Attack attack = new Attack().run(first, trials);
    System.out.print(attack.table());
    attack.refuted().forEach(System.out::println);
    if (!attack.refuted().isEmpty()) {
      throw new IllegalStateException(
          attack.refuted().size() + " claims were refuted or sound parts accused");
    }
  }
}
