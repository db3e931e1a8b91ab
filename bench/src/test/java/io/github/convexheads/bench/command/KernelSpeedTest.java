package io.github.convexheads.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.kernel.Kernels;
import org.junit.jupiter.api.Test;

class KernelSpeedTest {
  @Test
  void theSpeedOfAKernelIsMeasuredInBothPrecisions() {
    KernelSpeed speed = KernelSpeed.of(Kernels.discover().choose("java").kernel());

    // A billion operations a second is what one core did thirty years ago; nothing does 1e7.
    assertThat(speed.doubles()).isBetween(0.01, 1e7);
    assertThat(speed.floats()).isBetween(0.01, 1e7);
  }
}
