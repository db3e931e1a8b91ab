package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
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

  @ParameterizedTest
  @CsvSource({
    "--validation 0.1f, '0.1f' is not a number in decimal notation",
    "--validation 0x1p-3, '0x1p-3' is not a number",
    "--folds 0x3, '0x3' is not a whole number",
    "--folds 4294967299, '4294967299' is not a whole number of at most 32 bits",
    "--seed \u0663, '\u0663' is not a whole number"
  })
  void numbersAreDecimal(String given, String said) {
    List<String> words = List.of(given.split(" ", -1));

    Run run = files.fit(words.toArray());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(words.get(0), said);
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fit --token x.npy --labels l | Unknown option: '--token'; did you mean --tokens?",
        "fit --beta 0.1 | Unknown option: '--beta'; did you mean --set beta=VALUE?",
        "fit --head=mixer | Unknown option: '--head=mixer'; did you mean --set head.type=mixer?",
        "fit --tolerance 0.1 | '--tolerance'; did you mean --set solver.tolerance=VALUE?",
        "predict --epochs=3 | Unknown option: '--epochs=3'",
        "fit --model m --set head.type mixer | 'mixer' belongs to no option; a value with blanks needs quotes, and a setting is --set KEY=VALUE",
        "predict --model a file | 'file' belongs to no option; a value with blanks needs quotes",
        "fti --tokens t.npy | Unknown verb: 'fti'; did you mean fit?"
      })
  void aWordThatNothingTakesIsNamedAloneWithWhatWasMeant(String arguments, String said) {
    Run run = Run.of((Object[]) arguments.split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err().lines().findFirst().orElseThrow()).endsWith(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "predict --model m --out o --as logit; '--as': expected one of logits, probabilities, classes but was 'logit'",
        "export --model m --format onnx --out o --precision half; '--precision': expected one of float32, float64 but was 'half'",
        "tokens --images i --tokens t --background grey; '--background': expected one of ignored, black, white but was 'grey'"
      })
  void choicesAreNamedAsOneTypesThem(String arguments, String said) {
    Run run = Run.of((Object[]) arguments.split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(said);
  }

  @ParameterizedTest
  @CsvSource({"predict, Default logits", "export, float64", "tokens, ignored"})
  void defaultsAreNamedAsOneTypesThem(String verb, String said) {
    Run run = Run.of(verb, "--help");

    assertThat(run.out().replaceAll("\\s+", " "))
        .contains(said)
        .doesNotContainPattern("(?i:default) [A-Z]");
  }

  @Test
  void choicesMayBeTypedInCapitals() {
    Run run =
        Run.of("predict", "--model", folder.resolve("m"), "--out", "o.npy", "--as", "CLASSES");

    assertThat(run.err()).doesNotContain("--as");
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
