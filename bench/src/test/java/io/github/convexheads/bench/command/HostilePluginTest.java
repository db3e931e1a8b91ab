package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plugin that fails is named with its jar and what it did, in one line, and nothing else is. */
class HostilePluginTest {
  @TempDir private Path folder;
  private HostileFit hostile;

  @BeforeEach
  void writeData() throws IOException {
    hostile = new HostileFit(folder);
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
    hostile.write(kind, body);

    Run listed = Run.of("plugins", "--plugins", hostile.plugins());

    assertThat(listed.code()).isZero();
    assertThat(listed.out())
        .contains("not picked up", "attention ", "softmax ", "low-rank ")
        .contains(
            kind.toLowerCase(Locale.ROOT)
                + " hostile.Provider ("
                + HostileFit.JAR
                + "): "
                + expected);
    Run fit = hostile.fit(kind.toLowerCase(Locale.ROOT) + ".type=hostile");
    HostileFit.requireLine(fit, "there is no " + kind.toLowerCase(Locale.ROOT) + " 'hostile'");
    assertThat(fit.err()).contains(HostileFit.JAR, expected);
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
        "a trace that is not that of the Hessian | Loss "
            + "| public Loss create(Settings s) { return Spoiled.in(Loss.class, sound.create(s), \"hessianTrace\", () -> Double.NaN); } "
            + "| its hessianTrace() at outputs of 0 gave NaN",
        "metrics() that returns null | Loss "
            + "| public Loss create(Settings s) { return Spoiled.in(Loss.class, sound.create(s), \"metrics\", () -> null); } "
            + "| metrics() returned null",
        "a loss without bounds that is null | Loss "
            + "| public Loss create(Settings s) { return Spoiled.in(Loss.class, sound.create(s), \"unbounded\", () -> null); } "
            + "| its unbounded() returned null",
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
    hostile.write(kind, body);

    Run run = hostile.fit(kind.toLowerCase(Locale.ROOT) + ".type=hostile");

    HostileFit.requireLine(
        run,
        "convex-heads: "
            + kind.toLowerCase(Locale.ROOT)
            + " hostile ("
            + HostileFit.JAR
            + ") failed: ");
    assertThat(run.err()).contains(expected, "tell its author");
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
    hostile.write("Solver", body);

    Run run = hostile.fit("head.type=linear", "solver.tolerance=1e-3");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out() + run.err()).contains("auto chose ").doesNotContain("auto chose hostile");
  }

  @Test
  void aPluginWhoseIdChangesKeepsTheOneItWasFoundWith() throws IOException {
    hostile.write(
        "Head",
        "private int calls; public String id() { return \"hostile\" + (calls++ == 0 ? \"\" : calls); }");

    Run run = hostile.fit("head.type=hostile");

    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void aSettingWhoseParserFailsRefusesTheValue() throws IOException {
    hostile.write(
        "Head",
        """
        public List<Setting<?>> settings() {
          return List.of(
              new Setting<>("word", "text", "a", "a", "W.", text -> text.equals("a") ? text : null));
        }
        """);

    HostileFit.requireLine(
        hostile.fit("head.type=hostile", "head.word=b"),
        "convex-heads: head.word = b is not allowed");
  }

  @Test
  void aHeadWithoutPoolingIsFitted() throws IOException {
    hostile.write("Head", "public List<Setting<?>> settings() { return List.of(); }");

    Run run = hostile.fit("head.type=hostile");

    assertThat(run.code()).as(run.err()).isZero();
  }
}
