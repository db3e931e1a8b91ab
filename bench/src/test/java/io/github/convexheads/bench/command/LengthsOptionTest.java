package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.internal.format.Npy;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LengthsOptionTest {
  @TempDir private Path folder;

  private Path lengths(int longest) {
    int[] lengths = new int[FitFiles.SAMPLES];
    Arrays.setAll(lengths, i -> 1 + i % longest);
    Path file = folder.resolve("lengths.npy");
    Npy.write(file, lengths, FitFiles.SAMPLES);
    return file;
  }

  @Test
  void verbsTakeLengthsAndTheModelAsksForThem() {
    FitFiles files = FitFiles.in(folder);
    Path lengths = lengths(FitFiles.TOKENS);
    Object[] head = FitFiles.set("head.type=attention", "beta-fraction=0.1");

    Run fit = files.fit(FitFiles.concatenated(head, "--lengths", lengths));
    Run verified = files.onData("verify", "--lengths", lengths);
    Run without = files.onData("verify");
    Run exported = files.onModel("export", "--format", "npz", "--out", folder.resolve("head.npz"));

    assertThat(fit.code()).as(fit.err()).isZero();
    assertThat(verified.code()).as(verified.out()).isZero();
    assertThat(without.code()).isEqualTo(4);
    assertThat(exported.err()).contains("it has no input for lengths");
  }

  @Test
  void whatIsNoLengthIsRefusedWithItsFile() {
    FitFiles files = FitFiles.in(folder);
    Run tooLong = files.fit("--set", "head=linear", "--lengths", lengths(FitFiles.TOKENS + 1));
    Npy.write(folder.resolve("lengths.npy"), new double[] {1.5}, 1);
    Run real = files.fit("--set", "head=linear", "--lengths", folder.resolve("lengths.npy"));

    assertThat(tooLong.code()).isEqualTo(3);
    assertThat(tooLong.err()).contains("lengths.npy: length 5 at [4] is outside 1..4");
    assertThat(real.err()).contains("lengths are n whole numbers, one a sample");
  }
}
