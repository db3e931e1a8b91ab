package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.internal.format.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plugin that fails is named with its jar and what it did, in one line, and nothing else is. */
class HostilePluginTest {
  private static final String JAR = "hostile.jar";

  /** What a fit says before it fails. */
  private static final String ON_THE_WAY = "convex-heads: (auto chose|memory: |preprocessing: ).*";

  /** A metric with one method replaced. */
  private static final Map<String, String> METRICS =
      Map.of(
          "direction", "public Direction direction() { %s }",
          "suits", "public boolean suits(Targets targets) { %s return true; }",
          "measure", "public Measurement measure(double[] outputs, Targets targets) { %s }");

  @TempDir private Path folder;
  private FitFiles files;
  private Path plugins;

  @BeforeEach
  void writeData() throws IOException {
    files = FitFiles.in(folder);
    plugins = Files.createDirectories(folder.resolve("plugins"));
  }

  /** What is found wrong when the plugin is asked for its description; it is not picked up then. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "settings() that returns null | Head "
            + "| public List<Setting<?>> settings() { return null; } "
            + "| its settings() returned null",
        "a null among the settings | Loss "
            + "| public List<Setting<?>> settings() { return Arrays.asList((Setting<?>) null); } "
            + "| one of its settings is null",
        "settings() that throws | Head "
            + "| public List<Setting<?>> settings() { throw new IllegalStateException(\"none\"); } "
            + "| it fails to load: java.lang.IllegalStateException: none",
        "settings() that never returns | Loss "
            + "| public List<Setting<?>> settings() { Spoiled.deep(0); return null; } "
            + "| it fails to load: java.lang.StackOverflowError",
        "a key that is declared twice | Loss "
            + "| public List<Setting<?>> settings() { Setting<?> a = Setting.flag(\"a\", true, \"A.\"); return List.of(a, a); } "
            + "| it declares the setting 'a' twice",
        "a key that is also a section | Loss "
            + "| public List<Setting<?>> settings() { return List.of(Setting.flag(\"keys\", true, \"K.\"), Setting.seed(\"keys.seed\", 1, \"S.\")); } "
            + "| its setting 'keys' is a value, and 'keys.seed' makes a section of it",
        "a key that chooses the plugin | Head "
            + "| public List<Setting<?>> settings() { return List.of(Setting.text(\"type\", \"\", \"T.\")); } "
            + "| its setting 'type' would never be read",
        "a key that is none | Loss "
            + "| public List<Setting<?>> settings() { return List.of(Setting.text(\"My Key\", \"\", \"T.\")); } "
            + "| its setting 'My Key' is no key",
        "a tolerance that is a word | Solver "
            + "| public List<Setting<?>> settings() { return List.of(Setting.choice(\"tolerance\", \"fine\", List.of(\"fine\"), \"T.\")); } "
            + "| its setting 'tolerance' does not take 1.0E-4",
        "a pooling of another kind | Head "
            + "| public List<Setting<?>> settings() { return List.of(Setting.integer(\"pooling\", 1, 1, 9, \"P.\")); } "
            + "| its setting 'pooling' does not take mean",
        "a description with control characters | Head "
            + "| public String description() { return \"\\u001b[2Jgone\"; } "
            + "| its description() is '?[2Jgone'",
        "no description | Solver "
            + "| public String description() { return null; } "
            + "| its description() returned null",
        "an id with a line break | Loss "
            + "| public String id() { return \"a\\nb\"; } "
            + "| its id is 'a?b'",
        "a checked exception that nobody declared | Loss "
            + "| public String id() { throw Spoiled.<RuntimeException>sneaky(new java.io.IOException(\"gone\")); } "
            + "| it fails to load: java.io.IOException: gone",
        "a class that fails when it is loaded | Head "
            + "| static final int N = Integer.parseInt(\"many\"); "
            + "| it fails to load: java.lang.NumberFormatException",
        "no recommendation | Head "
            + "| public Map<String, String> recommendedPreprocessing() { return null; } "
            + "| its recommendedPreprocessing() returned null",
        "no capabilities | Solver "
            + "| public String capabilities() { return null; } "
            + "| its capabilities() returned null",
        "an assertion that fails | Solver "
            + "| public int spiVersion() { throw new AssertionError(\"never\"); } "
            + "| it fails to load: java.lang.AssertionError: never",
      })
  void aFaultyDescriptionIsReportedAndTheRestIsThere(
      String what, String kind, String body, String expected) throws IOException {
    write(kind, body);

    Run listed = Run.of("plugins", "--plugins", plugins);

    assertThat(listed.code()).isZero();
    assertThat(listed.out())
        .contains("not picked up", "attention ", "softmax ", "low-rank ")
        .contains(kind.toLowerCase(Locale.ROOT) + " hostile.Provider (" + JAR + "): " + expected);
    Run fit = fit(kind.toLowerCase(Locale.ROOT) + ".type=hostile");
    requireLine(fit, "there is no " + kind.toLowerCase(Locale.ROOT) + " 'hostile'");
    assertThat(fit.err()).contains(JAR, expected);
  }

  /** What goes wrong when the plugin is used. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "create() that throws | Head "
            + "| public Head create(Settings s) { throw new IllegalStateException(\"no licence\"); } "
            + "| create() threw java.lang.IllegalStateException: no licence",
        "create() that returns null | Loss "
            + "| public Loss create(Settings s) { return null; } | create() returned null",
        "create() without end | Solver "
            + "| public Solver create(Settings s) { Spoiled.deep(0); return null; } "
            + "| create() threw java.lang.StackOverflowError",
        "a class that is missing | Solver "
            + "| public Solver create(Settings s) { throw new NoClassDefFoundError(\"org/absent/Gone\"); } "
            + "| create() threw java.lang.NoClassDefFoundError: org/absent/Gone",
        "gates() that throws | Head "
            + "| public Head create(Settings s) { return Spoiled.in(Head.class, sound.create(s), \"gates\", () -> Spoiled.fail(\"no gates\")); } "
            + "| gates() threw java.lang.IllegalStateException: no gates",
        "gates() that returns null | Head "
            + "| public Head create(Settings s) { return Spoiled.in(Head.class, sound.create(s), \"gates\", () -> null); } "
            + "| gates() returned null",
        "lift() that returns null | Head "
            + "| public Head create(Settings s) { return Spoiled.in(Head.class, sound.create(s), \"lift\", () -> null); } "
            + "| lift() returned null",
        "a head that overflows the stack | Head "
            + "| public Head create(Settings s) { return Spoiled.in(Head.class, sound.create(s), \"lift\", () -> Spoiled.deep(0)); } "
            + "| lift() threw java.lang.StackOverflowError",
        "a value that is not a number | Loss "
            + "| public Loss create(Settings s) { return Spoiled.in(Loss.class, sound.create(s), \"value\", () -> Double.NaN); } "
            + "| its value() of outputs of 0 gave NaN",
        "a value that is not the gradient's | Loss "
            + "| public Loss create(Settings s) { return Spoiled.in(Loss.class, sound.create(s), \"value\", () -> 7.0); } "
            + "| its value() lies ",
        "a conjugate that is infinite | Loss "
            + "| public Loss create(Settings s) { return Spoiled.in(Loss.class, sound.create(s), \"conjugate\", () -> 1 / 0.0); } "
            + "| its conjugate() of half its gradient() at outputs of 0 gave Infinity in row 0 of the targets",
        "a conjugate of something else | Loss "
            + "| public Loss create(Settings s) { return Spoiled.in(Loss.class, sound.create(s), \"conjugate\", () -> -3.0); } "
            + "| - value() is ",
        "a curvature that is too small | Loss "
            + "| public Loss create(Settings s) { return Spoiled.in(Loss.class, sound.create(s), \"curvature\", () -> 1e-3); } "
            + "| and its curvature() allows ",
        "a curvature without bound | Loss "
            + "| public Loss create(Settings s) { return Spoiled.in(Loss.class, sound.create(s), \"curvature\", () -> 1 / 0.0); } "
            + "| its curvature() gave Infinity",
        "a loss that throws | Loss "
            + "| public Loss create(Settings s) { return Spoiled.in(Loss.class, sound.create(s), \"conjugate\", () -> Spoiled.fail(\"no dual\")); } "
            + "| Spoiled.fail, line 33 threw java.lang.IllegalStateException: no dual",
        "accepts() that returns null | Solver "
            + "| public Solver create(Settings s) { return Spoiled.in(Solver.class, super.create(s), \"accepts\", () -> null); } "
            + "| accepts() returned null",
        "accepts() that throws | Solver "
            + "| public Solver create(Settings s) { return Spoiled.in(Solver.class, super.create(s), \"accepts\", () -> Spoiled.fail(\"unsure\")); } "
            + "| accepts() threw java.lang.IllegalStateException: unsure",
        "solve() that returns null | Solver "
            + "| public Solver create(Settings s) { return Spoiled.in(Solver.class, super.create(s), \"solve\", () -> null); } "
            + "| solve() returned null",
        "solve() that throws | Solver "
            + "| public Solver create(Settings s) { return Spoiled.in(Solver.class, super.create(s), \"solve\", () -> Spoiled.fail(\"no step\")); } "
            + "| Spoiled.fail, line 33 threw java.lang.IllegalStateException: no step",
        "a solver that overflows the stack | Solver "
            + "| public Solver create(Settings s) { return Spoiled.in(Solver.class, super.create(s), \"solve\", () -> Spoiled.deep(0)); } "
            + "| Spoiled.deep, line 29 threw java.lang.StackOverflowError",
      })
  void aPluginThatFailsIsNamed(String what, String kind, String body, String expected)
      throws IOException {
    write(kind, body);

    Run run = fit(kind.toLowerCase(Locale.ROOT) + ".type=hostile");

    requireLine(
        run, "convex-heads: " + kind.toLowerCase(Locale.ROOT) + " hostile (" + JAR + ") failed: ");
    assertThat(run.err()).contains(expected, "tell its author");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "double[] none = new double[sound.blocks().get(0).rows()]; Arrays.fill(none, Double.NaN); return none; | its features",
        "return new double[1]; | phi of block 0 must have ",
        "return null; | phi of block 0 must have "
      })
  void aHeadWhoseFeaturesBreakTheirContractIsNamed(String phi, String did) throws IOException {
    write(
        "Head",
        """
        public Head create(Settings s) {
          Head linear = sound.create(s);
          return new Head() {
            public Activation activation() { return linear.activation(); }
            public Pooling pooling() { return linear.pooling(); }
            public Gates gates(
                io.github.convexheads.api.token.Tokens t, int c,
                io.github.convexheads.api.kernel.Kernel k) {
              return linear.gates(t, c, k);
            }
            public Lift lift(io.github.convexheads.api.token.TokenShape shape, int c, Gates g) {
              Lift sound = linear.lift(shape, c, g);
              return new io.github.convexheads.api.head.DenseLift(shape, c, sound.pooling(), sound.blocks()) {
                protected double[] phi(double[] sample, int position, int block) {
                  %s
                }
                public NetworkHead networkHead(int block, double[] u, double[] v) {
                  return sound.networkHead(block, u, v);
                }
              };
            }
          };
        }
        """
            .formatted(phi));

    Run run = fit("head.type=hostile");

    requireLine(run, "convex-heads: head hostile (" + JAR + ") failed: " + did);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "public Solver create(Settings s) { throw new IllegalStateException(\"broken\"); }",
        "public Solver create(Settings s) { return Spoiled.in(Solver.class, super.create(s), \"accepts\", () -> null); }",
        "public double preference(ConvexProgram p) { throw new Error(\"broken\"); }",
        "public double preference(ConvexProgram p) { return Double.NaN; }",
        "public List<Setting<?>> settings() { return List.of(); }",
      })
  void oneBadSolverDoesNotBreakAuto(String body) throws IOException {
    write("Solver", body);

    Run run = fit("head.type=linear", "solver.tolerance=1e-3");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out() + run.err()).contains("auto chose ").doesNotContain("auto chose hostile");
  }

  @Test
  void aPointWhoseSquaresOverflowIsLaidAtTheSolversDoor() throws IOException {
    write(
        "Solver",
        """
        public Solver create(Settings s) {
          return Spoiled.in(
              Solver.class,
              super.create(s),
              "solve",
              () ->
                  new Solution(
                      new io.github.convexheads.api.program.Variable(
                          List.of(
                              new io.github.convexheads.api.program.Factors(
                                  4, 3, 1, new double[] {1e200, 0, 0, 0}, new double[] {1, 0, 0}))),
                      Solution.Status.SOLVED, 1, 0, List.of()));
        }
        """);

    Run run = fit("solver.type=hostile");

    requireLine(run, "failed: solve() returned numbers whose squares overflow");
  }

  @Test
  void aHeadWithoutNetworkWeightsIsNamed() throws IOException {
    write(
        "Head",
        """
        public Head create(Settings s) {
          return Spoiled.in(
              Head.class,
              sound.create(s),
              "lift",
              () -> {
                Lift lift =
                    sound.create(s).lift(
                        new io.github.convexheads.api.token.TokenShape(4, 3), 3,
                        io.github.convexheads.api.head.Gates.none());
                return Spoiled.in(Lift.class, lift, "networkHead", () -> null);
              });
        }
        """);

    Run run = fit("head.type=hostile");

    requireLine(run, "failed: networkHead() returned null");
  }

  @Test
  void aPluginWhoseIdChangesKeepsTheOneItWasFoundWith() throws IOException {
    write(
        "Head",
        "private int calls; public String id() { return \"hostile\" + (calls++ == 0 ? \"\" : calls); }");

    Run run = fit("head.type=hostile");

    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void aSettingWhoseParserFailsRefusesTheValue() throws IOException {
    write(
        "Head",
        """
        public List<Setting<?>> settings() {
          return List.of(
              new Setting<>("word", "text", "a", "a", "W.", text -> text.equals("a") ? text : null));
        }
        """);

    requireLine(
        fit("head.type=hostile", "head.word=b"), "convex-heads: head.word = b is not allowed");
  }

  @Test
  void aHeadWithoutPoolingIsFitted() throws IOException {
    write("Head", "public List<Setting<?>> settings() { return List.of(); }");

    Run run = fit("head.type=hostile");

    assertThat(run.code()).as(run.err()).isZero();
  }

  /** What a metric says that is none, which a fit, evaluate and a comparison would believe. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a direction that is null | direction | return null; | direction() returned null",
        "suits() that throws | suits | Spoiled.fail(\"no\"); | suits() threw java.lang.IllegalStateException",
        "a share that is none | measure | return Measurement.of(5); "
            + "| its measure() gave 5.0, but its values lie in 0.0 to 1.0",
        "an interval upside down | measure "
            + "| return new Measurement(0.5, Optional.of(new Measurement.Interval(3, -2)), List.of()); "
            + "| its measure() gave an interval from 3.0 to -2.0",
        "outputs that are changed | measure | Arrays.fill(outputs, 0); return Measurement.of(1); | ",
      })
  void aMetricIsHeldToWhatItSays(String what, String method, String body, String expected)
      throws IOException {
    write("Metric", METRICS.get(method).formatted(body));
    files.fitted("head.type=linear", "beta-fraction=0.3");

    Run run = files.onData("evaluate", "--plugins", plugins);

    if (expected == null) {
      assertThat(run.out()).contains("hostile ");
      assertThat(run.out().replaceAll("hostile .*\n", ""))
          .isEqualTo(files.onData("evaluate").out());
    } else {
      requireLine(run, "convex-heads: metric hostile (" + JAR + ") failed: " + expected);
    }
  }

  /** A model would be there already, and the exit code that of bad input. */
  @Test
  void aMetricThatFailsDoesSoBeforeTheFit() throws IOException {
    write("Metric", METRICS.get("measure").formatted("throw new IllegalStateException();"));

    Run run = fit("head.type=linear", "beta-fraction=0.3");

    requireLine(run, "convex-heads: metric hostile (" + JAR + ") failed: measure() threw");
    assertThat(files.model()).doesNotExist();
  }

  /** A proof is of the samples that a step gave, and the head sees what it gives next time. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mapped[i] = Math.random(); | its map() gave other numbers for the same sample",
        "mapped[i] = sample[i] + 1e-3 * calls++; | its map() gave other numbers for the same sample",
        "mapped[i] = sample[i] *= 2; | its map() changed the sample that it was given",
      })
  void aStepIsHeldToItsContract(String statement, String expected) throws IOException {
    write(
        "Step",
        """
        int calls;
        public PreprocessingStep create(Settings s) {
          return new PreprocessingStep() {
            public TokenShape output(TokenShape input) { return input; }
            public void map(double[] sample, TokenShape input, double[] mapped) {
              for (int i = 0; i < mapped.length; i++) { %s }
            }
          };
        }
        """
            .formatted(statement));

    Run run = fit("head.type=linear", "preprocess.step=hostile");

    requireLine(run, "convex-heads: step hostile (" + JAR + ") failed: " + expected);
    assertThat(files.model()).doesNotExist();
  }

  private void write(String kind, String body) throws IOException {
    new HostileJar(folder.resolve("work")).write(plugins.resolve(JAR), kind, body);
  }

  private Run fit(String... settings) {
    Object[] chosen = FitFiles.set(settings);
    Object[] data = {"--plugins", plugins, "--set", "beta-fraction=0.3"};
    boolean headChosen = String.join(" ", settings).contains("head");
    Object[] linear = headChosen ? new Object[0] : FitFiles.set("head.type=linear");
    boolean loss = String.join(" ", settings).contains("loss");
    Object[] all = FitFiles.concatenated(FitFiles.concatenated(data, linear), chosen);
    return loss ? regression(all) : files.fit(all);
  }

  /** Real targets, as the sound loss asks for. */
  private Run regression(Object... more) {
    Path targets = folder.resolve("targets.npy");
    double[] values = new double[FitFiles.SAMPLES * 2];
    Arrays.setAll(values, i -> Math.sin(i));
    Npy.write(targets, values, FitFiles.SAMPLES, 2);
    Object[] data = {
      "fit", "--model", files.model(), "--tokens", files.tokens(), "--labels", targets
    };
    return Run.of(FitFiles.concatenated(data, more));
  }

  /** Exit code 3 and nothing on standard error but one line, after what was said on the way. */
  private static void requireLine(Run run, String start) {
    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    List<String> lines = run.err().lines().filter(line -> !line.matches(ON_THE_WAY)).toList();
    assertThat(lines).singleElement().asString().contains(start);
  }
}
