package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.DenseAttentionProvider;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.internal.program.DistributedIdentity;
import io.github.convexheads.api.internal.program.PreprocessedSamples;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.PlainKernel;
import io.github.convexheads.api.token.ClassLabels;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Engines that give another program than that of their samples, which nothing is proven of. */
class WrongProgramOfEngineTest {
  private static final int CLASSES = 3;
  private static final int FEW = 40;
  private static final int MANY = 400_000;

  @TempDir private Path folder;

  /** What is wrong, given the sound tokens, parts and answer. */
  private enum Wrong {
    LAST_SAMPLES_LEFT_OUT {
      @Override
      ConvexProgram program(DistributedTokens sound, ProgramParts parts) {
        return over(sound, parts, range(sound.samples() - 3));
      }
    },
    SAMPLES_COUNTED_TWICE_FOR_OTHERS {
      @Override
      ConvexProgram program(DistributedTokens sound, ProgramParts parts) {
        int[] order = range(sound.samples());
        System.arraycopy(order, 0, order, order.length / 2, order.length / 2);
        return over(sound, parts, order);
      }
    },
    ONE_SAMPLE_WITHOUT_WEIGHT {
      @Override
      ConvexProgram program(DistributedTokens sound, ProgramParts parts) {
        int n = sound.samples();
        Targets targets = parts.targets();
        double[] weights = IntStream.range(0, n).mapToDouble(targets::weight).toArray();
        weights[n / 3] = 0;
        Tokens seen = parts.preprocessing().apply(sound);
        return over(parts, seen, targets.withWeightsOfPart(weights));
      }
    },
    TARGETS_OF_THE_NEXT_SAMPLE {
      @Override
      ConvexProgram program(DistributedTokens sound, ProgramParts parts) {
        int n = sound.samples();
        int[] next = IntStream.range(0, n).map(i -> (i + 1) % n).toArray();
        Tokens seen = parts.preprocessing().apply(sound);
        return over(parts, seen, parts.targets().select(next));
      }
    },
    WEIGHTS_IGNORED {
      @Override
      ConvexProgram program(DistributedTokens sound, ProgramParts parts) {
        double[] equal = new double[sound.samples()];
        Arrays.fill(equal, 1);
        Tokens seen = parts.preprocessing().apply(sound);
        return over(parts, seen, parts.targets().withWeights(equal));
      }
    },
    PREPROCESSING_LEFT_OUT {
      @Override
      ConvexProgram program(DistributedTokens sound, ProgramParts parts) {
        return over(parts, sound, parts.targets());
      }
    },
    BETA_THAT_STAYS {
      @Override
      ConvexProgram program(DistributedTokens sound, ProgramParts parts) {
        ConvexProgram program = sound.program(parts);
        return spoiled(ConvexProgram.class, program, "withBeta", (found, all) -> program);
      }
    },
    A_PART_THAT_IS_NO_NUMBER {
      @Override
      ConvexProgram program(DistributedTokens sound, ProgramParts parts) {
        return evaluated(sound.program(parts), "loss", (found, all) -> Double.NaN);
      }
    },
    PRODUCTS_TOO_SMALL {
      @Override
      ConvexProgram program(DistributedTokens sound, ProgramParts parts) {
        return evaluated(
            sound.program(parts),
            "adjointTimes",
            (found, all) ->
                Arrays.stream((double[]) found).map(value -> value * (1 - 1e-6)).toArray());
      }
    };

    abstract ConvexProgram program(DistributedTokens sound, ProgramParts parts);
  }

  @ParameterizedTest
  @EnumSource
  void ofFewSamplesIsRefused(Wrong wrong) {
    assertRefused(wrong, FEW);
  }

  @ParameterizedTest
  @EnumSource
  void ofManySamplesIsRefused(Wrong wrong) {
    assertRefused(wrong, MANY);
  }

  @Test
  void soundOnesAreBelieved() {
    for (int n : new int[] {1, FEW, MANY}) {
      DistributedTokens sound = tokens(n);
      assertThat(problem(sound, parts(sound)).program().size().samples()).isEqualTo(n);
    }
  }

  @Test
  void soundOnesOfRowsThatAreIgnoredAreBelieved() {
    for (int n : new int[] {FEW, MANY}) {
      DistributedTokens sound = tokens(n);
      int[] labels = IntStream.range(0, n).map(i -> i % (CLASSES + 1)).toArray();
      Targets ignoring = ClassLabels.ignoring(labels, 1, CLASSES, CLASSES);
      ProgramParts parts = with(parts(sound), ignoring);
      assertThat(problem(sound, parts).program().size().samples()).isEqualTo(n);
    }
  }

  @Test
  void anInterceptThatIsLeftOutIsRefused() {
    DistributedTokens sound = tokens(FEW);
    ProgramParts parts = parts(sound);
    Head head = spoiled(Head.class, parts.head(), "intercept", (found, all) -> true);

    assertThatThrownBy(() -> problem(sound, with(parts, head)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("intercept is false, and true when computed here");
  }

  @Test
  void outputsOfOtherSamplesAreRefused() {
    for (int n : new int[] {FEW, MANY}) {
      DistributedTokens sound = tokens(n);
      ProgramParts parts = parts(sound);
      Variable z = DrawnVariables.gaussian(parts.lift().blocks(), 3);
      double[] outputs = sound.outputs(parts, z);
      DistributedIdentity check = new DistributedIdentity(parts, sound, new SplittableRandom(1));
      check.requireOutputs(z, outputs);
      double[] shifted = new double[outputs.length];
      System.arraycopy(outputs, 0, shifted, CLASSES, outputs.length - CLASSES);

      assertThatThrownBy(() -> check.requireOutputs(z, shifted))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("output");
    }
  }

  private void assertRefused(Wrong wrong, int n) {
    DistributedTokens sound = tokens(n);
    ProgramParts parts = parts(sound);
    DistributedTokens tokens =
        spoiled(
            DistributedTokens.class,
            sound,
            "program",
            (found, all) -> wrong.program(sound, (ProgramParts) all[0]));

    assertThatThrownBy(() -> problem(tokens, parts))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("the engine answers for another program than that of its samples");
  }

  private static Problem problem(DistributedTokens tokens, ProgramParts parts) {
    return PreprocessedSamples.of(parts.preprocessing(), tokens, parts.workers())
        .problem(parts, new Problem.TrainingData(() -> "", 0, List.of()));
  }

  private DistributedTokens tokens(int n) {
    Path file = folder.resolve(n + ".npy");
    Npy.write(file, new SplittableRandom(n).doubles(n * 4L, -1, 3).toArray(), n, 2, 2);
    Engine.TokenFiles files =
        new Engine.TokenFiles(List.of(file.toString()), Optional.empty(), false, 0);
    return new ChunkedEngine(Math.max(3, n / 5)).read(files);
  }

  private static ProgramParts parts(DistributedTokens tokens) {
    Settings settings =
        Settings.of("preprocess", PreprocessSettings.SETTINGS, Map.of("standardize", "true"));
    Kernel kernel = PlainKernel.create();
    Preprocessing steps = Preprocessing.fit(PreprocessSettings.of(settings), tokens, kernel);
    Head head = new DenseAttentionProvider().create(Settings.defaults());
    int[] labels = IntStream.range(0, tokens.samples()).map(i -> i * 7 % 11 % CLASSES).toArray();
    double[] weights = IntStream.range(0, tokens.samples()).mapToDouble(i -> 1 + i % 2).toArray();
    return new ProgramParts(
        Map.of("loss.type", "softmax", "beta", "0.1"),
        head,
        head.gates(steps.apply(tokens), CLASSES, kernel),
        steps,
        Targets.labels(labels, CLASSES).withWeights(weights),
        new SoftmaxLoss(),
        0.1,
        kernel,
        Workers.of(1));
  }

  private static ProgramParts with(ProgramParts parts, Head head) {
    return with(parts, head, parts.targets());
  }

  private static ProgramParts with(ProgramParts parts, Targets targets) {
    return with(parts, parts.head(), targets);
  }

  private static ProgramParts with(ProgramParts parts, Head head, Targets targets) {
    return new ProgramParts(
        parts.configuration(),
        head,
        parts.gates(),
        parts.preprocessing(),
        targets,
        parts.loss(),
        parts.beta(),
        parts.kernel(),
        parts.workers());
  }

  private static int[] range(int n) {
    return IntStream.range(0, n).toArray();
  }

  private static ConvexProgram over(DistributedTokens tokens, ProgramParts parts, int[] samples) {
    Tokens seen = parts.preprocessing().apply(tokens.select(samples));
    return over(parts, seen, parts.targets().select(samples));
  }

  private static ConvexProgram over(ProgramParts parts, Tokens seen, Targets targets) {
    return LiftedProgram.of(
            parts.lift(), seen, targets, parts.loss(), parts.kernel(), parts.workers())
        .withBeta(parts.beta());
  }

  private static ConvexProgram evaluated(ConvexProgram program, String method, Answer instead) {
    return spoiled(
        ConvexProgram.class,
        program,
        "at",
        (at, all) -> spoiled(Evaluation.class, (Evaluation) at, method, instead));
  }

  /** What is answered instead of what was found, with the arguments. */
  private interface Answer {
    Object of(Object found, Object[] arguments);
  }

  private static <T> T spoiled(Class<T> type, T sound, String method, Answer instead) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> {
              Object found = called(sound, called, arguments);
              if (called.getName().equals(method)) {
                return instead.of(found, arguments);
              }
              return type.isInstance(found) && type == ConvexProgram.class
                  ? spoiled(type, type.cast(found), method, instead)
                  : found;
            });
    return type.cast(proxy);
  }

  private static Object called(Object sound, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(sound, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
