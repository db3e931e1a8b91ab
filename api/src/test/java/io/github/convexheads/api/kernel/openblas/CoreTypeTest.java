package io.github.convexheads.api.kernel.openblas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoreTypeTest {
  private static final String AVX512 = "flags\t\t: fpu sse avx2 avx512f avx512dq avx512bw avx512vl";

  @Test
  void zen5IsToldToUseAvx512() {
    assertThat(wanted("AuthenticAMD", "26", AVX512)).contains("SkylakeX");
  }

  @Test
  void processorsThatOpenBlasKnowsAreLeftToIt() {
    assertThat(wanted("AuthenticAMD", "25", AVX512)).isEmpty();
    assertThat(wanted("GenuineIntel", "26", AVX512)).isEmpty();
  }

  @Test
  void aProcessorThatLacksOneOfTheFlagsIsNeverForced() {
    for (String flag : List.of("avx512f", "avx512dq", "avx512bw", "avx512vl")) {
      assertThat(wanted("AuthenticAMD", "26", AVX512.replace(flag, "other"))).isEmpty();
    }
  }

  @Test
  void unreadableDescriptionsAreLeftToOpenBlas() {
    assertThat(CoreType.wanted(List.of())).isEmpty();
    assertThat(CoreType.wanted(List.of("", "garbage", ":", "vendor_id"))).isEmpty();
    assertThat(wanted("AuthenticAMD", "unknown", AVX512)).isEmpty();
  }

  private static java.util.Optional<String> wanted(String vendor, String family, String flags) {
    return CoreType.wanted(
        List.of(
            "processor\t: 0",
            "vendor_id\t: " + vendor,
            "cpu family\t: " + family,
            "model name\t: AMD EPYC: any",
            flags,
            "",
            "processor\t: 1",
            "cpu family\t: 6"));
  }
}
