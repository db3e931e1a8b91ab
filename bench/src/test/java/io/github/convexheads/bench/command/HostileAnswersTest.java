package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer of a plugin that its contract does not allow is put down to the plugin, by name. */
class HostileAnswersTest {
  /** A metric with one method replaced. */
  private static final Map<String, String> METRICS =
      Map.of(
          "direction", "public Direction direction() { %s }",
          "suits", "public boolean suits(Targets targets) { %s return true; }",
          "measure", "public Measurement measure(double[] outputs, Targets targets) { %s }");

  /** A head of which one method of its lift answers otherwise. */
  private static final String HEAD =
      """
      %s
      public Head create(Settings s) {
        Head head = sound.create(s);
        return new Head() {
          public Activation activation() { return head.activation(); }
          public Pooling pooling() { return head.pooling(); }
          public Gates gates(
              io.github.convexheads.api.token.Tokens t, int c,
              io.github.convexheads.api.kernel.Kernel k) {
            return head.gates(t, c, k);
          }
          public Lift lift(TokenShape shape, int c, Gates g) {
            return Spoiled.in(Lift.class, head.lift(shape, c, g), "%s", () -> %s);
          }
        };
      }
      """;

  private static final String MLP =
      """
      final HeadProvider sound = new io.github.convexheads.bench.baseline.MlpHeadProvider();
      public List<Setting<?>> settings() { return sound.settings(); }
      """;

  @TempDir private Path folder;
  private HostileFit hostile;

  @BeforeEach
  void writeData() throws IOException {
    hostile = new HostileFit(folder);
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
    hostile.write(
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

    Run run = hostile.fit("head.type=hostile");

    HostileFit.requireLine(
        run, "convex-heads: head hostile (" + HostileFit.JAR + ") failed: " + did);
  }

  /** What a lift says of itself goes together with its head, and with what was asked. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "featureSizes | null | featureSizes() gave null for ",
        "featureSizes | Optional.of(new double[] {1}) | featureSizes() gave 1 sizes for ",
        "blocks | List.of() | its blocks() are none",
        "blocks | List.of(new Block(3, 1, 3, 1, 0, -1)) | block 0 of its blocks() writes outputs 1 to 3",
        "blocks | List.of(new Block(3, 1, 3, 0, 0, 0)) | its activation() is LINEAR, and block 0 of",
        "outputs | 2 | its lift() has 2 outputs, and not 3",
        "pooling | Pooling.NONE | its pooling() is MEAN, and that of its lift NONE",
        "bytesPerSample | -5L | its bytesPerSample() gave -5",
        "preactivations | -1 | its preactivations() gave -1",
        "shape | new TokenShape(3, 4) | its lift() is for ",
      })
  void aLiftIsHeldToWhatItSays(String method, String answer, String did) throws IOException {
    hostile.write("Head", HEAD.formatted("", method, answer));

    Run run = hostile.fit("head.type=hostile");

    HostileFit.requireLine(
        run, "convex-heads: head hostile (" + HostileFit.JAR + ") failed: " + did);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "null | gateMasks() gave null for 2 blocks",
        "Collections.nCopies(3, null) | gateMasks() gave 3 masks for 2 blocks",
        "Collections.nCopies(2, null) | gateMasks() gave a mask of null for ",
      })
  void masksAreThoseOfAllGatesAndSamples(String masks, String did) throws IOException {
    hostile.write("Head", HEAD.formatted(MLP, "gateMasks", masks));

    Run run = hostile.fit("head.type=hostile", "head.activation=gated-relu", "head.gates.count=2");

    HostileFit.requireLine(
        run, "convex-heads: head hostile (" + HostileFit.JAR + ") failed: " + did);
  }

  @Test
  void aPointWhoseSquaresOverflowIsLaidAtTheSolversDoor() throws IOException {
    hostile.write(
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

    Run run = hostile.fit("solver.type=hostile");

    HostileFit.requireLine(run, "failed: solve() returned numbers whose squares overflow");
  }

  /** It neither asks the program anything nor reports to anybody. */
  @Test
  void aSolverThatHeedsNoLimitIsNamedAndLeftBehind() throws IOException {
    hostile.write(
        "Solver",
        """
        public Solver create(Settings s) {
          return Spoiled.in(Solver.class, super.create(s), "solve", () -> {
            while (true) {
              try {
                Thread.sleep(1000);
              } catch (InterruptedException e) {
                continue;
              }
            }
          });
        }
        """);

    Run run = hostile.fit("solver.type=hostile", "solver.time-limit=1s");

    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.NOT_SOLVED);
    assertThat(run.err())
        .contains(
            "solver hostile (" + HostileFit.JAR + ") is left behind, still busy two seconds after");
    assertThat(hostile.files().onData("verify", "--plugins", hostile.plugins()).code()).isZero();
  }

  /** The optimum is there and proven when few heads are asked for. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Spoiled.fail(\"no few\") | line 33 threw java.lang.IllegalStateException: no few",
        "Spoiled.deep(0) | threw java.lang.StackOverflowError",
        "null | narrowed() returned null",
        "Optional.of(new io.github.convexheads.api.program.Variable(List.of())) "
            + "| narrowed() returned a point of other shapes",
      })
  void aSolverThatFailsToFindFewHeadsKeepsTheOptimum(String few, String did) throws IOException {
    hostile.write(
        "Solver",
        """
        public Solver create(Settings s) {
          Solver narrows = Spoiled.in(Solver.class, super.create(s), "narrows", () -> true);
          return Spoiled.in(Solver.class, narrows, "narrowed", () -> %s);
        }
        """
            .formatted(few));

    Run run = hostile.fit("solver.type=hostile", "solver.heads=1", "beta-fraction=0.05");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("no network of 1 head was found: solver hostile (" + HostileFit.JAR, did)
        .contains("; this is the optimum with all its ");
    assertThat(hostile.files().onData("verify", "--plugins", hostile.plugins()).code()).isZero();
  }

  @Test
  void aHeadWithoutNetworkWeightsIsNamed() throws IOException {
    hostile.write(
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

    Run run = hostile.fit("head.type=hostile");

    HostileFit.requireLine(run, "failed: networkHead() returned null");
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
    hostile.write("Metric", METRICS.get(method).formatted(body));
    hostile.files().fitted("head.type=linear", "beta-fraction=0.3");

    Run run = hostile.files().onData("evaluate", "--plugins", hostile.plugins());

    if (expected == null) {
      assertThat(run.out()).contains("hostile ");
      assertThat(run.out().replaceAll("hostile .*\n", ""))
          .isEqualTo(hostile.files().onData("evaluate").out());
    } else {
      HostileFit.requireLine(
          run, "convex-heads: metric hostile (" + HostileFit.JAR + ") failed: " + expected);
    }
  }

  /** A model would be there already, and the exit code that of bad input. */
  @Test
  void aMetricThatFailsDoesSoBeforeTheFit() throws IOException {
    hostile.write("Metric", METRICS.get("measure").formatted("throw new IllegalStateException();"));

    Run run = hostile.fit("head.type=linear", "beta-fraction=0.3");

    HostileFit.requireLine(
        run, "convex-heads: metric hostile (" + HostileFit.JAR + ") failed: measure() threw");
    assertThat(hostile.files().model()).doesNotExist();
  }

  /** A proof is of the samples that a step gave, and the head sees what it gives next time. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mapped[i] = Math.random(); | its map() gave other numbers for the same sample",
        "mapped[i] = sample[i] + 1e-3 * calls++; | its map() gave other numbers for the same sample",
        "mapped[i] = sample[i] *= 2; | its map() changed the sample that it was given",
        "mapped[i] += sample[i]; | its map() leaves, or reads, what was in `mapped` before",
        "if (i > 0) mapped[i] = sample[i]; | its map() leaves, or reads, what was in `mapped` before",
      })
  void aStepIsHeldToItsContract(String statement, String expected) throws IOException {
    hostile.write(
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

    Run run = hostile.fit("head.type=linear", "preprocess.step=hostile");

    HostileFit.requireLine(
        run, "convex-heads: step hostile (" + HostileFit.JAR + ") failed: " + expected);
    assertThat(hostile.files().model()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "new TokenShape(1, 2000000000) | makes 1 tokens x 2000000000 features of a sample of 4 x 3, "
            + "which takes 14.9 GiB, and a heap of ",
        "new TokenShape(100000, 100000) | takes no samples of 4 tokens x 3 features: "
            + "a sample of 100000 tokens x 100000 features has 10000000000 values",
        "new TokenShape(0, 3) | takes no samples of 4 tokens x 3 features: "
            + "a sample needs at least one token",
      })
  void aStepThatMakesTooMuchIsNamed(String shape, String expected) throws IOException {
    hostile.write("Step", step("return %s;".formatted(shape), ""));

    Run run = hostile.fit("head.type=linear", "preprocess.step=hostile");

    HostileFit.requireLine(run, "convex-heads: the preprocessing step hostile " + expected);
  }

  @Test
  void aPluginThatAllocatesTooMuchIsNamed() throws IOException {
    String endless = "long[] all = new long[Integer.MAX_VALUE];";
    hostile.write("Step", step("return input;", endless));

    Run run = hostile.fit("head.type=linear", "preprocess.step=hostile");

    HostileFit.requireLine(run, "convex-heads: ran out of memory with a heap of ");
    assertThat(run.err())
        .contains("step hostile (" + HostileFit.JAR + ") failed: ", "OutOfMemoryError");
  }

  private static String step(String output, String map) {
    return """
        public PreprocessingStep create(Settings s) {
          return new PreprocessingStep() {
            public TokenShape output(TokenShape input) { %s }
            public void map(double[] sample, TokenShape input, double[] mapped) { %s }
          };
        }
        """
        .formatted(output, map);
  }
}
