package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reader or an exporter of a plugin that breaks its contract is named with its jar. */
class HostileFilesTest {
  private static final String FAILED = "convex-heads: reader hostile (hostile.jar) failed: ";
  private static final String EXPORTER =
      "public Exporter create(Settings s) { return (head, out) -> { %s }; }";

  @TempDir private Path folder;
  private HostileFit hostile;

  @BeforeEach
  void fitSoundly() throws IOException {
    hostile = new HostileFit(folder);
    hostile.files().fitted("head.type=linear", "beta-fraction=0.3");
  }

  private Run evaluated(String reads, String tokens) throws IOException {
    hostile.write(
        "Reader",
        """
        public TokenReader create(Settings s) {
          return new TokenReader() {
            public boolean reads(java.nio.file.Path file) { %s }
            public Tokens read(java.nio.file.Path file) { %s }
          };
        }
        """
            .formatted(reads, tokens));
    return evaluated("tokens.foo");
  }

  private Run evaluated(String name) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "foo");
    return hostile
        .files()
        .onModel(
            "evaluate",
            "--plugins",
            hostile.plugins(),
            "--tokens",
            file,
            "--labels",
            hostile.files().labels());
  }

  private static String tokens(int samples, String shape, String precision, String value) {
    return """
        return new Tokens() {
          public int samples() { return %s; }
          public TokenShape shape() { return %s; }
          public Precision precision() { return %s; }
          public void read(int from, int to, RealArray into, int position) {
            for (int i = 0; i < (to - from) * 12; i++) { into.set(position + i, %s); }
          }
        };
        """
        .formatted(samples, shape, precision, value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "40 | null | Precision.FLOAT64 | 1 | shape() returned null",
        "40 | new TokenShape(4, 3) | null | 1 | precision() returned null",
        "-1 | new TokenShape(4, 3) | Precision.FLOAT64 | 1 | its tokens are of -1 samples",
        "40 | new TokenShape(4, 3) | Precision.FLOAT64 | Double.NaN | its tokens of the first sample are not finite",
        "40 | new TokenShape(4, 3) | Precision.FLOAT32 | Math.random() | its tokens of the first sample were others",
        "40 | new TokenShape(4, 2) | Precision.FLOAT64 | 1 | read() of its tokens threw",
      })
  void aReaderIsHeldToItsContract(
      int samples, String shape, String precision, String value, String expected)
      throws IOException {
    Run run =
        evaluated(
            "return file.toString().endsWith(\".foo\");", tokens(samples, shape, precision, value));

    HostileFit.requireLine(run, FAILED + expected);
  }

  @Test
  void aReaderTakesNoFileThatIsReadWithoutIt() throws IOException {
    evaluated("return true;", "return Tokens.of(new double[480], 40, 4, 3);");

    Run run = hostile.files().onData("evaluate", "--plugins", hostile.plugins());

    HostileFit.requireLine(run, FAILED + "it says that it reads ");
    assertThat(run.err()).contains("tokens.npy", "a format that is read without it");
    assertThat(evaluated("OTHER.NPZ").err()).contains("OTHER.NPZ, of a format that is read");
  }

  /** Without an engine nothing else reads it. */
  @Test
  void aReaderMayTakeParquetFiles() throws IOException {
    evaluated("return true;", "return Tokens.of(new double[480], 40, 4, 3);");

    Run run = evaluated("tokens.parquet");

    assertThat(run.code()).as(run.err()).isZero();
  }

  @Test
  void aRefusalSaysWhichReaderItIsOf() throws IOException {
    Run run =
        evaluated(
            "return true;",
            "throw new io.github.convexheads.api.error.InvalidInputException(\"damaged\");");

    HostileFit.requireLine(run, "convex-heads: the reader hostile (hostile.jar): damaged");
  }

  private Run exported(String format, String body) throws IOException {
    hostile.write("Exporter", body);
    Path out = folder.resolve("out");
    return hostile
        .files()
        .onModel("export", "--plugins", hostile.plugins(), "--format", format, "--out", out);
  }

  @Test
  void anExporterThatWritesNothingIsNamedAndReplacesNothing() throws IOException {
    Path out = Files.writeString(folder.resolve("out"), "before");

    Run run = exported("hostile", EXPORTER.formatted(""));

    HostileFit.requireLine(
        run, "convex-heads: exporter hostile (hostile.jar) failed: its export() wrote nothing");
    assertThat(out).hasContent("before");
  }

  /** It was listed, and never asked. */
  @Test
  void anExporterOfABuiltInNameIsSaidNotToBeUsed() throws IOException {
    Run run =
        exported(
            "npz", EXPORTER.formatted("out.write(1);") + "public String id() { return \"npz\"; }");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("the exporter npz (hostile.jar) is not used: npz is a built-in format");
    assertThat(folder.resolve("out")).isNotEmptyFile();
    String never = "never asked: npz is a built-in format; its author has to choose another id";
    assertThat(Run.of("plugins", "--plugins", hostile.plugins()).out())
        .contains("[hostile.jar", "]; " + never);
    assertThat(Run.of("plugins", "npz", "--plugins", hostile.plugins()).out()).contains(never);
  }
}
