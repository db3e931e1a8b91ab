package io.github.convexheads.api.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.head.Head;
import io.github.convexheads.api.head.HeadProvider;
import io.github.convexheads.api.internal.digest.SampleTree;
import io.github.convexheads.api.internal.format.Npy;
import io.github.convexheads.api.internal.loss.SoftmaxLoss;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.preprocess.PreprocessSettings;
import io.github.convexheads.api.preprocess.Preprocessing;
import io.github.convexheads.api.preprocess.SummedTokens;
import io.github.convexheads.api.settings.Settings;
import io.github.convexheads.api.solver.PlainKernel;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.TokenShape;
import io.github.convexheads.api.token.Tokens;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every engine must do: read the samples of its files in their order, and answer of them as
 * this machine would. An engine's test inherits all of it:
 *
 * <pre>{@code
 * class MyEngineContractTest extends EngineContract {
 *   @Override
 *   protected Engine engine() {
 *     return new MyEngineProvider().create(Settings.defaults());
 *   }
 *
 *   @Override
 *   protected HeadProvider head() { ... } // one that the engine's machines find
 * }
 * }</pre>
 */
public abstract class EngineContract {
  private static final int SAMPLES = 13;
  private static final int TOKENS = 3;
  private static final int FEATURES = 2;
  private static final int CLASSES = 3;
  private static final double ROUNDING = 1e-12;

  @TempDir private Path folder;
  private Engine engine;

  /** For tests of engines. */
  protected EngineContract() {}

  /** For tests of this contract, which give the folder. */
  EngineContract(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts the engine under test, which is closed after every test.
   *
   * @return a new engine
   */
  protected abstract Engine engine();

  /**
   * Returns a head whose programs are asked for.
   *
   * @return the provider of one that takes any tokens, with its default settings
   */
  protected abstract HeadProvider head();

  @BeforeEach
  void start() {
    engine = engine();
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  @Test
  void samplesAreThoseOfTheFilesInNaturalOrder() {
    Tokens here = tokens();
    writeParts();

    DistributedTokens there = read(false, 0, folder.resolve("part*.npy"));

    assertSame(there, here);
    assertThat(there.rootHash())
        .isEqualTo(SampleTree.root(List.of(SampleTree.part(here, 0, Workers.of(1)))));
  }

  @Test
  void filesThatAreNamedAreReadInTheOrderGiven() {
    writeParts();

    DistributedTokens there =
        read(false, 0, folder.resolve("part2.npy"), folder.resolve("part1.npy"));

    int[] order = {4, 5, 6, 7, 8, 0, 1, 2, 3};
    assertSame(there, tokens().select(order));
  }

  @Test
  void layoutAndDroppedTokensAreHeeded() {
    double[] turned = new double[SAMPLES * FEATURES * TOKENS];
    Arrays.setAll(turned, i -> Math.sin(i));
    Path file = write("turned.npy", turned, SAMPLES, FEATURES, TOKENS);
    double[] kept = new double[SAMPLES * (TOKENS - 1) * FEATURES];
    for (int i = 0; i < SAMPLES; i++) {
      for (int t = 1; t < TOKENS; t++) {
        for (int k = 0; k < FEATURES; k++) {
          kept[(i * (TOKENS - 1) + t - 1) * FEATURES + k] = turned[(i * FEATURES + k) * TOKENS + t];
        }
      }
    }

    assertSame(read(true, 1, file), Tokens.of(kept, SAMPLES, TOKENS - 1, FEATURES));
  }

  @Test
  void whatCannotBeReadIsRefusedByName() {
    Path sound = write("sound.npy", new double[12], 2, 3, 2);
    Path wide = write("wide.npy", new double[18], 2, 3, 3);
    double[] values = new double[12];
    values[7] = Double.NaN;
    Path broken = write("broken.npy", values, 2, 3, 2);

    assertRefused("absent.npy", folder.resolve("absent.npy"));
    assertRefused("wide.npy", sound, wide);
    assertRefused("broken.npy", sound, broken);
  }

  @Test
  void sumsAreThoseOfThisMachine() {
    DistributedTokens there = read(false, 0, write("all.npy", values(), SAMPLES, TOKENS, FEATURES));
    Tokens here = tokens();
    Preprocessing none = steps(here, Map.of());
    double[] mean = {0.25, -2};

    assertClose(there.moments(none), SummedTokens.momentsOf(here));
    assertClose(there.moments(none, mean), SummedTokens.momentsOf(here, mean));
    assertClose(there.scatter(none), SummedTokens.scatterOf(here, PlainKernel.create()));
    Preprocessing fitted = steps(here, Map.of("standardize", "true"));
    assertClose(there.moments(fitted), SummedTokens.momentsOf(fitted.apply(here)));
    Preprocessing alike = steps(there, Map.of("standardize", "true"));
    assertClose(alike.shift(), fitted.shift());
    assertClose(alike.gain(), fitted.gain());
  }

  @Test
  void programsAnswerAsThoseOfThisMachine() {
    DistributedTokens there = read(false, 0, write("all.npy", values(), SAMPLES, TOKENS, FEATURES));
    ProgramParts parts = parts();
    ConvexProgram here =
        LiftedProgram.of(
                parts.lift(),
                parts.preprocessing().apply(tokens()),
                parts.targets(),
                parts.loss(),
                parts.kernel(),
                parts.workers())
            .withBeta(parts.beta());
    Variable z = DrawnVariables.gaussian(here.blocks(), 5);

    ConvexProgram program = there.program(parts);

    assertThat(program.blocks()).isEqualTo(here.blocks());
    assertThat(program.size()).isEqualTo(here.size());
    assertThat(program.beta()).isEqualTo(parts.beta());
    Evaluation expected = here.at(z);
    Evaluation found = program.at(z);
    assertThat(found.loss()).isCloseTo(expected.loss(), within(ROUNDING * expected.loss()));
    assertClose(found.dualValues(0, 0.5, 1), expected.dualValues(0, 0.5, 1));
    for (int j = 0; j < here.blocks().size(); j++) {
      double[] v = new double[here.blocks().get(j).columns()];
      Arrays.setAll(v, i -> Math.cos(i));
      assertClose(found.adjointTimes(j, v, 1), expected.adjointTimes(j, v, 1));
      double[] u = new double[here.blocks().get(j).rows()];
      Arrays.setAll(u, i -> Math.sin(1 + i));
      assertClose(found.adjointTransposeTimes(j, u, 1), expected.adjointTransposeTimes(j, u, 1));
    }
    assertClose(
        there.outputs(parts, z),
        LiftedProgram.outputs(
            parts.lift(),
            parts.preprocessing().apply(tokens()),
            z,
            parts.kernel(),
            parts.workers()));
  }

  private ProgramParts parts() {
    Settings settings = Settings.defaults();
    Head head = head().create(settings);
    Kernel kernel = PlainKernel.create();
    Preprocessing steps = steps(tokens(), Map.of("standardize", "true", "bias", "true"));
    int[] labels = new int[SAMPLES];
    Arrays.setAll(labels, i -> i * i % CLASSES);
    // Of the first samples, which an engine may keep apart from the others, none has any weight.
    double[] weights = new double[SAMPLES];
    Arrays.setAll(weights, i -> i < SAMPLES / 3 ? 0 : i);
    Targets targets = Targets.labels(labels, CLASSES).withWeights(weights);
    Map<String, String> configuration =
        Map.of("head.type", head().id(), "loss.type", "softmax", "beta", "0.1");
    return new ProgramParts(
        configuration,
        head,
        head.gates(steps.apply(tokens()), CLASSES, kernel),
        steps,
        targets,
        new SoftmaxLoss(),
        0.1,
        kernel,
        Workers.of(1));
  }

  private static Preprocessing steps(Tokens tokens, Map<String, String> settings) {
    Settings read = Settings.of("preprocess", PreprocessSettings.SETTINGS, settings);
    return Preprocessing.fit(PreprocessSettings.of(read), tokens, PlainKernel.create());
  }

  private static double[] values() {
    return new SplittableRandom(11).doubles(SAMPLES * TOKENS * FEATURES, -1, 1).toArray();
  }

  private static Tokens tokens() {
    return Tokens.of(values(), SAMPLES, TOKENS, FEATURES);
  }

  /** Samples 0 to 3, 4 to 8 and 9 to 12. */
  private void writeParts() {
    int[] ends = {0, 4, 9, 13};
    String[] names = {"part1.npy", "part2.npy", "part10.npy"};
    for (int i = 0; i < names.length; i++) {
      int size = TOKENS * FEATURES;
      double[] part = Arrays.copyOfRange(values(), ends[i] * size, ends[i + 1] * size);
      write(names[i], part, ends[i + 1] - ends[i], TOKENS, FEATURES);
    }
  }

  private Path write(String name, double[] values, long... shape) {
    Path file = folder.resolve(name);
    Npy.write(file, values, shape);
    return file;
  }

  private DistributedTokens read(boolean featuresFirst, int dropped, Path... files) {
    List<String> names = Arrays.stream(files).map(Path::toString).toList();
    return engine.read(new Engine.TokenFiles(names, Optional.empty(), featuresFirst, dropped));
  }

  private void assertRefused(String name, Path... files) {
    assertThatThrownBy(
            () -> {
              DistributedTokens read = read(false, 0, files);
              read.batch(0, read.samples(), Precision.FLOAT64);
            })
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(name);
  }

  private static void assertSame(Tokens found, Tokens expected) {
    int n = expected.samples();
    assertThat(found.samples()).isEqualTo(n);
    TokenShape shape = found.shape();
    assertThat(shape).isEqualTo(expected.shape());
    assertThat(found.batch(0, n, Precision.FLOAT64).values().doubles())
        .isEqualTo(expected.batch(0, n, Precision.FLOAT64).values().doubles());
    assertThat(found.batch(n / 2, n, Precision.FLOAT64).values().doubles())
        .isEqualTo(expected.batch(n / 2, n, Precision.FLOAT64).values().doubles());
  }

  private static void assertClose(double[] found, double[] expected) {
    double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertThat(found).containsExactly(expected, within(ROUNDING * Math.max(1, scale)));
  }
}
