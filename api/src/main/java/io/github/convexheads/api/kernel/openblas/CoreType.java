package io.github.convexheads.api.kernel.openblas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The core type that OpenBLAS should be told on processors that it does not know.
 *
 * <p>OpenBLAS 0.3.31 takes AMD family 26 (Zen 5) for Haswell and leaves its AVX-512 unused, which
 * costs 40 % of the speed of a matrix product. Told {@code SkylakeX} it uses AVX-512. Processors
 * that it does know are left to it: forcing SkylakeX there gains nothing. A value that the user set
 * is never overridden.
 */
final class CoreType {
  /** The environment variable that OpenBLAS reads when it is loaded. */
  static final String VARIABLE = "OPENBLAS_CORETYPE";

  private static final Set<String> NEEDED = Set.of("avx512f", "avx512dq", "avx512bw", "avx512vl");
  private static final int FIRST_UNKNOWN_AMD_FAMILY = 26;

  private CoreType() {}

  /** The core type to ask for, or empty to let OpenBLAS decide. */
  static Optional<String> wanted() {
    if (System.getenv(VARIABLE) != null) {
      return Optional.empty();
    }
    try {
      return wanted(Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty(); // Not Linux, or /proc is hidden: OpenBLAS decides.
    }
  }

  /** The core type to ask for on the processor that these lines of /proc/cpuinfo describe. */
  static Optional<String> wanted(List<String> cpuinfo) {
    boolean unknownAmd =
        field(cpuinfo, "vendor_id").equals("AuthenticAMD")
            && family(cpuinfo) >= FIRST_UNKNOWN_AMD_FAMILY;
    Set<String> flags = Set.copyOf(Arrays.asList(field(cpuinfo, "flags").split("\\s+")));
    return unknownAmd && flags.containsAll(NEEDED) ? Optional.of("SkylakeX") : Optional.empty();
  }

  private static int family(List<String> cpuinfo) {
    String family = field(cpuinfo, "cpu family");
    return family.matches("\\d{1,4}") ? Integer.parseInt(family) : 0;
  }

  /** Value of the first line {@code name : value}, or an empty string. */
  private static String field(List<String> cpuinfo, String name) {
    return cpuinfo.stream()
        .filter(
            line -> line.contains(":") && line.substring(0, line.indexOf(':')).strip().equals(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }
}
