package io.github.convexheads.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.loss.SquaredLoss;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.RandomStarts;
import io.github.convexheads.api.token.Targets;
import io.github.convexheads.api.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FittedHeadTest {
  private static final Tokens TOKENS =
      Tokens.of(new double[] {1, 2, 3, 4, 5, 6, 7, 9, 2, 1, 0, 3}, 3, 2, 2);
  private static final Targets TARGETS = Targets.values(new double[] {1, -1, 2}, 1);

  private final FittedHead head = MeanTokenHead.fitted();

  /** The mean tokens are (2, 3), (6, 7.5) and (1, 2), the weights 0.5 and -0.25. */
  @Test
  void predictionsAreThoseOfTheNetwork() {
    assertThat(head.predict(TOKENS)).containsExactly(new double[] {0.25, 1.125, 0}, within(1e-12));
    assertThat(head.networkWeights()).hasSize(1);
  }

  @Test
  void aSavedHeadIsReadBackBitForBit(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("head.safetensors");
    Path again = folder.resolve("again.safetensors");

    head.save(file);
    FittedHead read = read(file);
    read.save(again);

    assertThat(read.predict(TOKENS)).isEqualTo(head.predict(TOKENS));
    assertThat(read.provenance()).isEqualTo(head.provenance());
    assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
  }

  @Test
  void anAlteredFileIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("head.safetensors");
    head.save(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 3] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("head.safetensors")
        .hasMessageContaining("altered or damaged");
  }

  @Test
  void tokensOfAnotherShapeAreRefusedWithBothShapes() {
    Tokens wider = Tokens.of(new double[12], 2, 2, 3);

    assertThatThrownBy(() -> head.predict(wider))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("shape 2 x 3")
        .hasMessageContaining("needs 2 x 2");
  }

  @Test
  void targetsOfAnotherNumberOfOutputsAreRefusedWithBoth() {
    Targets wider = Targets.values(new double[6], 2);

    assertThatThrownBy(() -> head.certify(TOKENS, wider))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("the targets have 2 outputs, but this model gives 1");
  }

  /** The head was not solved, so that its proof is poor, and must be found as poor again. */
  @Test
  void verificationFindsTheRecordAgainAndNoticesOtherData() {
    Verification same = head.verify(TOKENS, TARGETS, RandomStarts.configured(5));
    Verification other =
        head.verify(TOKENS, Targets.values(new double[] {1, 1, 2}, 1), RandomStarts.configured(5));

    assertThat(same.confirmed()).isTrue();
    assertThat(same.differences()).isEmpty();
    assertThat(same.certificate().primal())
        .isCloseTo(head.provenance().certificate().primal(), within(1e-12));
    assertThat(other.sameData()).isFalse();
    assertThat(other.confirmed()).isFalse();
  }

  @Test
  void calibrationChangesNoOutput() {
    FittedHead calibrated = head.calibrated(new Temperature(2.5));

    assertThat(calibrated.temperature().value()).isEqualTo(2.5);
    assertThat(head.temperature()).isEqualTo(Temperature.NONE);
    assertThat(calibrated.predict(TOKENS)).isEqualTo(head.predict(TOKENS));
  }

  private static FittedHead read(Path file) {
    return ModelFile.read(
        file,
        configuration ->
            new ModelFile.Parts(
                new MeanTokenHead(),
                new SquaredLoss(),
                Optional.empty(),
                Kernels.best(),
                Workers.of(1)));
  }
}
