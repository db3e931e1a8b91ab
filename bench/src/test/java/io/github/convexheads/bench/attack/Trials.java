package io.github.convexheads.bench.attack;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.certificate.Certifier;
import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.exact.ExactProblem;
import io.github.convexheads.api.fit.FitResult;
import io.github.convexheads.api.internal.configuration.ConfigurationReader;
import io.github.convexheads.api.kernel.StoppedException;
import io.github.convexheads.api.model.FittedHead;
import io.github.convexheads.api.model.Temperature;
import io.github.convexheads.api.model.Verification;
import io.github.convexheads.api.program.Problem;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.program.Variable;
import io.github.convexheads.api.solver.Progress;
import io.github.convexheads.api.solver.ProgressListener;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.MultiLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.bench.exact.RandomFit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** One trial of every kind. */
final class Trials {
  private static final double[] NO_INTERCEPT = {};

  /** How a refusal ends that finds fault with a head and not with data. */
  static final String BLAMED = "nothing is proven of such a head";

  private Trials() {}

  /** One trial; the same seed gives the same. */
  static Outcome of(Kind kind, long seed) {
    SplittableRandom random = new SplittableRandom(~seed);
    try {
      return switch (kind) {
        case RELU -> ReluTrial.sound(random);
        case ALL_NETWORKS -> AllNetworksTrial.of(random);
        case NETWORK -> ReluTrial.twisted(random);
        default -> of(kind, new RandomFit(seed, variation(kind, random)), random);
      };
    } catch (InvalidInputException e) {
      return e.getMessage().contains(BLAMED) ? Outcome.ACCUSED : Outcome.WITHHELD;
    }
  }

  private static RandomFit.Variation variation(Kind kind, SplittableRandom random) {
    double scale = kind == Kind.SCALED_FIT ? power(random, -300, 300) : 1;
    double targets = kind == Kind.SCALED_FIT && random.nextBoolean() ? power(random, -120, 120) : 1;
    if (kind == Kind.SCALED_FIT && random.nextBoolean()) {
      scale = power(random, -8, 8);
    }
    return new RandomFit.Variation(
        scale,
        kind == Kind.OFFSET_FIT ? power(random, 0, 9) : 0,
        targets,
        kind == Kind.ODD_DATA,
        kind == Kind.WEIGHTED_FIT && random.nextInt(4) > 0,
        kind == Kind.WEIGHTED_FIT && random.nextBoolean(),
        kind == Kind.IGNORED);
  }

  private static double power(SplittableRandom random, double from, double to) {
    return Math.pow(10, from + (to - from) * random.nextDouble());
  }

  private static Outcome of(Kind kind, RandomFit drawn, SplittableRandom random) {
    double fraction = power(random, -2, 0);
    double tolerance = power(random, -8, -2);
    Parts sound = Parts.of(drawn, fraction, tolerance, "low-rank");
    return switch (kind) {
      case POINT -> point(sound, drawn, random);
      case CHECKPOINT -> checkpoint(sound, drawn, random);
      case MODEL -> model(sound, drawn, random);
      case CLASSES -> classes(sound, drawn, random);
      case RECORD -> record(sound, drawn, random);
      case LIKE -> like(sound, drawn, random);
      case LIMITED -> limited(Parts.of(drawn, fraction, 1e-15, "low-rank"), drawn, random);
      case HEAD -> {
        double by = power(random, -12, -1);
        yield fit(
            sound.with(HostileParts.head(sound.head(), by, random.nextInt(6))),
            drawn,
            Optional.of(sound));
      }
      case BATCH ->
          fit(
              sound.with(HostileParts.crowded(sound.head(), power(random, -12, -1))),
              drawn,
              Optional.of(sound));
      case LOSS -> {
        double by = power(random, -9, -1);
        yield fit(
            sound.with(HostileParts.loss(sound.loss(), by, random.nextInt(8))),
            drawn,
            Optional.of(sound));
      }
      case SOLVER -> {
        Problem other = sound.fitter().problem(drawn.tokens(), drawn.targets()).withBeta(1e-3);
        Parts broken = sound.with(HostileParts.solver(sound.solver(), other.program(), random));
        yield fit(broken, drawn, Optional.of(sound));
      }
      case KERNEL -> {
        double by = power(random, -15, -1);
        Parts rough = sound.with(HostileKernels.chosen(by, random.nextInt(4)));
        yield fit(rough, drawn, Optional.of(sound));
      }
      default -> fit(sound, drawn, Optional.empty());
    };
  }

  private static Outcome fit(Parts parts, RandomFit drawn, Optional<Parts> sound) {
    FitResult fit = parts.fitter().fit(drawn.tokens(), drawn.targets(), ProgressListener.SILENT);
    return judged(fit, drawn, sound);
  }

  private static Outcome judged(FitResult fit, RandomFit drawn, Optional<Parts> sound) {
    return Judge.judged(
        fit.certificate(),
        () -> exact(drawn, fit.problem(), fit.head()),
        fit.head().variable(),
        fit.head().intercept(),
        () -> sound.map(parts -> reference(parts, drawn, fit)));
  }

  /** The objective that a sound fit of the same problem reaches. */
  private static BigDecimal reference(Parts sound, RandomFit drawn, FitResult fit) {
    Problem same = sound.fitter().problem(drawn.tokens(), drawn.targets());
    FitResult found =
        sound
            .fitter()
            .fit(
                same.withBeta(fit.certificate().beta()),
                Optional.of(Variable.zero(same.program().blocks())),
                ProgressListener.SILENT);
    FittedHead head = found.head();
    return Judge.objective(exact(drawn, found.problem(), head), head.variable(), head.intercept());
  }

  private static ExactProblem exact(RandomFit drawn, Problem problem, FittedHead head) {
    return drawn.exact(problem.program().blocks(), head.gates(), problem.program().beta());
  }

  private static Outcome point(Parts parts, RandomFit drawn, SplittableRandom random) {
    Problem problem = parts.fitter().problem(drawn.tokens(), drawn.targets());
    double beta = 0.1 * Certifier.betaMax(problem.program());
    Problem weighted = problem.withBeta(beta);
    Variable z = HostilePoints.random(weighted.program().blocks(), random);
    Certificate found = Certifier.certify(weighted.program(), z);
    ExactProblem exact =
        drawn.exact(weighted.program().blocks(), weighted.gates(), weighted.program().beta());
    Supplier<Optional<BigDecimal>> dual =
        () -> Optional.ofNullable(RandomFit.dual(exact, z, found.scale()));
    return Judge.judged(found, () -> exact, z, NO_INTERCEPT, dual);
  }

  private static Outcome checkpoint(Parts parts, RandomFit drawn, SplittableRandom random) {
    Problem problem = parts.fitter().problem(drawn.tokens(), drawn.targets());
    double beta = power(random, -2, 0) * problem.betaMax(Certifier::betaMax);
    Variable start = HostilePoints.random(problem.program().blocks(), random);
    FitResult fit =
        parts.fitter().fit(problem.withBeta(beta), Optional.of(start), ProgressListener.SILENT);
    return judged(fit, drawn, Optional.of(parts));
  }

  private static Outcome model(Parts parts, RandomFit drawn, SplittableRandom random) {
    FitResult fit = parts.fitter().fit(drawn.tokens(), drawn.targets(), ProgressListener.SILENT);
    FittedHead own = fit.head();
    Variable z = HostilePoints.cancelling(own.variable(), random);
    FittedHead altered = HostilePoints.with(own, z);
    Verification verified = altered.verify(drawn.tokens(), drawn.targets(), RandomStarts.fresh());
    Outcome judged =
        Judge.judged(
            verified.certificate(),
            () -> exact(drawn, fit.problem(), own),
            z,
            own.intercept(),
            Optional::empty);
    return judged == Outcome.CLAIMED && !verified.confirmed() ? Outcome.WITHHELD : judged;
  }

  /** A model's classes in another order must not be confirmed; its temperature changes nothing. */
  private static Outcome classes(Parts parts, RandomFit drawn, SplittableRandom random) {
    Targets named = named(drawn.targets());
    FitResult fit = parts.fitter().fit(drawn.tokens(), named, ProgressListener.SILENT);
    boolean renamed = random.nextBoolean() && !named.names().isEmpty();
    FittedHead own = fit.head().calibrated(new Temperature(power(random, -3, 3)));
    List<String> other = random.nextBoolean() ? List.of("b", "a") : List.of("a", "c");
    FittedHead changed = renamed ? own.withProvenance(own.provenance().withClassNames(other)) : own;
    Verification verified = changed.verify(drawn.tokens(), named, RandomStarts.fresh());
    if (!verified.confirmed()) {
      return Outcome.WITHHELD;
    }
    return renamed ? Outcome.REFUTED : judged(fit, drawn, Optional.empty());
  }

  private static Targets named(Targets targets) {
    List<String> names = List.of("a", "b");
    if (targets instanceof ClassLabels labels) {
      return labels.withNames(names);
    }
    return targets instanceof MultiLabels labels ? labels.withNames(names) : targets;
  }

  private static Outcome like(Parts parts, RandomFit drawn, SplittableRandom random) {
    FitResult fit = parts.fitter().fit(drawn.tokens(), drawn.targets(), ProgressListener.SILENT);
    Map<String, String> recorded = new TreeMap<>(fit.head().provenance().configuration());
    recorded.put("beta-fraction", Double.toString(power(random, -2, 0)));
    Parts again = Parts.of(ConfigurationReader.read(recorded), drawn.targets());
    return fit(again, drawn, Optional.of(parts));
  }

  private static Outcome limited(Parts parts, RandomFit drawn, SplittableRandom random) {
    double most = power(random, 0, 4);
    AtomicInteger asked = new AtomicInteger();
    ProgressListener listener =
        new ProgressListener() {
          @Override
          public void progressed(Progress progress) {
            // Nothing to say.
          }

          @Override
          public boolean cancelled() {
            return asked.incrementAndGet() > most;
          }
        };
    try {
      FitResult fit = parts.fitter().fit(drawn.tokens(), drawn.targets(), listener);
      return judged(fit, drawn, Optional.of(parts));
    } catch (StoppedException e) {
      return Outcome.WITHHELD;
    }
  }

  /** A change of a record that is worth making must not be confirmed. */
  private static Outcome record(Parts parts, RandomFit drawn, SplittableRandom random) {
    FitResult fit = parts.fitter().fit(drawn.tokens(), drawn.targets(), ProgressListener.SILENT);
    HostileRecords.Change change = HostileRecords.change(fit.head(), random);
    Verification verified =
        change.head().verify(drawn.tokens(), drawn.targets(), RandomStarts.fresh());
    if (!verified.confirmed()) {
      return Outcome.WITHHELD;
    }
    return change.matters() ? Outcome.REFUTED : Outcome.CLAIMED;
  }
}
