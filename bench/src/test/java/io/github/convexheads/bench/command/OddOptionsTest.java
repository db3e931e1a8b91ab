package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options and settings at the edge of what is allowed, and beyond it. */
class OddOptionsTest {
  @TempDir private Path folder;
  private FitFiles files;

  @BeforeEach
  void writeFiles() {
    files = FitFiles.in(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "--set beta-fraction=1e-320, which double arithmetic hardly tells from 0",
    "--set beta=1e-310, which double arithmetic hardly tells from 0",
    "--classes 0, --classes 0 is not allowed; allowed: 1 to 1000000",
    "--classes 2147483647, --classes 2147483647 is not allowed; allowed: 1 to 1000000"
  })
  void isRefusedInOneLine(String given, String said) {
    Run run = files.fit((Object[]) ("--set head=mixer " + given).split(" "));

    assertThat(run.code()).as(run.err()).isEqualTo(ConvexHeadsCommand.BAD_INPUT);
    assertThat(run.err().lines().filter(line -> !line.contains("preprocessing"))).hasSize(1);
    assertThat(run.err()).contains(said);
  }

  @Test
  void anOptionThatDoesNotExistIsNoFile() {
    Run run = files.fit("--nope");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("Unknown option: '--nope'");
  }

  @Test
  void aMistypedOptionIsToldItsLikelyNameOnOneScreen() {
    Run option = files.fit("--label=" + "labels.npy");
    Run verb = Run.of("fti");

    assertThat(option.code()).isEqualTo(2);
    assertThat(option.err())
        .startsWith("Unknown option: '--label=labels.npy'; did you mean --labels?")
        .contains("Usage: convex-heads fit", "convex-heads fit --help");
    assertThat(option.err().lines()).hasSizeLessThan(6);
    assertThat(verb.code()).isEqualTo(2);
    assertThat(verb.err()).contains("'fti'; did you mean fit?");
  }

  @Test
  void gatesOfALinearHeadAreSaidToHaveNoEffect() {
    Run run = files.fit("--set", "head=mixer", "--set", "head.gates.count=3");

    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("head.gates.count has no effect, because head.activation is");
  }

  @Test
  void aToleranceBelowRoundingIsToldWhatCanBeAsked() {
    Run run = files.fit("--set", "head=mixer", "--set", "solver.tolerance=1e-300");

    assertThat(run.code()).isEqualTo(ConvexHeadsCommand.NOT_SOLVED);
    assertThat(run.err()).contains("ask for a tolerance of ");
  }
}
