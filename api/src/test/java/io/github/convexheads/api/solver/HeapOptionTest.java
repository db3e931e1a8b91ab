package io.github.convexheads.api.solver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.convexheads.api.settings.ForeignLocale;
import org.junit.jupiter.api.Test;

class HeapOptionTest {

  @Test
  void isWrittenAsJavaReadsItInAnyLocale() {
    assertThat(ForeignLocale.call(() -> MemoryEstimate.heapOption(1L << 28)))
        .matches("-Xmx[0-9]+m");
    assertThat(ForeignLocale.call(() -> MemoryEstimate.heapOption(1L << 34)))
        .matches("-Xmx[0-9]+g");
  }
}
