package io.github.convexheads.api.kernel.openblas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URL;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.junit.jupiter.api.Test;

class OpenBlasLibraryTest {

  @Test
  void usingTheBestKernelPrintsNothingAndStartsNoNativeThreads() throws Exception {
    assertThat(FreshProcess.output(Map.of(), entry -> true))
        .matches("OpenBLAS 0\\.3\\.\\d+, core type \\w+, one thread per call");
  }

  @Test
  void withoutTheNativeJarPureJavaTakesOverAndPrintsNothing() throws Exception {
    assertThat(FreshProcess.output(Map.of(), entry -> !entry.contains("openblas-")))
        .startsWith("pure Java");
  }

  @Test
  void aCoreTypeSetByTheUserIsKept() throws Exception {
    assumeTrue(Loader.getPlatform().equals("linux-x86_64"), "core types of x86-64 Linux");
    assertThat(FreshProcess.output(Map.of(CoreType.VARIABLE, "Nehalem"), entry -> true))
        .contains("core type Nehalem");
  }

  @Test
  void aCoreTypeSetInsideTheProcessTakesEffect() throws Exception {
    assumeTrue(Loader.getPlatform().equals("linux-x86_64"), "core types of x86-64 Linux");
    assertThat(FreshProcess.output(Map.of(), entry -> true, "Nehalem"))
        .contains("core type Nehalem");
  }

  @Test
  void variablesAreInTheNativeEnvironmentDuringTheActionOnly() {
    assumeTrue(Loader.getPlatform().startsWith("linux"), "the C variable environ of Linux");
    OpenBlasLibrary.load();
    Pointer address = Loader.addressof("environ");
    PointerPointer<Pointer> environ = new PointerPointer<>(address);
    long before = environ.get(0).address();
    String[] seen = new String[2];
    boolean set =
        NativeEnvironment.during(
            Map.of("CONVEX_HEADS_TEST", "yes"),
            () -> {
              PointerPointer<Pointer> entries = new PointerPointer<>(environ.get(0));
              seen[0] = new BytePointer(entries.get(0)).getString();
              seen[1] = new BytePointer(entries.get(1)).getString();
            });
    assertThat(set).isTrue();
    assertThat(seen[0]).isEqualTo("CONVEX_HEADS_TEST=yes");
    assertThat(seen[1])
        .isEqualTo(new BytePointer(new PointerPointer<>(environ.get(0)).get(0)).getString());
    assertThat(environ.get(0).address()).isEqualTo(before);
  }

  @Test
  void missingJarsAreNamed() {
    assertThat(missingWithout("org/bytedeco/openblas/global"))
        .get(InstanceOfAssertFactories.STRING)
        .startsWith("org.bytedeco:openblas is not on the class path; add it");
    assertThat(missingWithout("org/bytedeco/javacpp/Loader"))
        .get(InstanceOfAssertFactories.STRING)
        .startsWith("org.bytedeco:javacpp is not on the class path");
    assertThat(missingWithout("dev/ludovic"))
        .get(InstanceOfAssertFactories.STRING)
        .startsWith("dev.ludovic.netlib:blas is not on the class path");
    assertThat(missingWithout("org/bytedeco/openblas/" + Loader.getPlatform()))
        .get(InstanceOfAssertFactories.STRING)
        .startsWith("org.bytedeco:openblas:" + Loader.getPlatform() + " is not on the class path");
    assertThat(missingWithout("nothing")).isEmpty();
  }

  private static Optional<String> missingWithout(String prefix) {
    return OpenBlasProvider.missing(
        new ClassLoader(OpenBlasLibraryTest.class.getClassLoader()) {
          @Override
          public URL getResource(String name) {
            return name.startsWith(prefix) ? null : super.getResource(name);
          }
        });
  }
}
