package io.github.convexheads.api.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.kernel.java.JavaKernelProvider;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelsTest {
  private final KernelRoutines fast = new JavaKernelProvider().create();
  private final KernelRoutines slow = new JavaKernelProvider().create();

  @Test
  void theHighestRankIsChosen() {
    Kernels.Choice choice =
        Kernels.of(
                List.of(
                    StubProvider.working("slow", 1, slow), StubProvider.working("fast", 2, fast)))
            .choose();
    assertThat(choice.id()).isEqualTo("fast");
    assertThat(choice.kernel().routines()).isSameAs(fast);
    assertThat(choice.skipped()).isEmpty();
  }

  @Test
  void anUnavailableKernelIsPassedOverWithItsReason() {
    StubProvider absent =
        new StubProvider("fast", 2, Optional.of("fast.jar is missing"), () -> fast);
    Kernels kernels = Kernels.of(List.of(absent, StubProvider.working("slow", 1, slow)));
    assertThat(kernels.choose().kernel().routines()).isSameAs(slow);
    assertThat(kernels.choose().skipped()).containsExactly("fast: fast.jar is missing");
    assertThatThrownBy(() -> kernels.choose("fast"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("kernel 'fast' cannot be used: fast.jar is missing");
  }

  @Test
  void kernelsThatCannotBeCreatedArePassedOverWithTheirReasons() {
    Kernels kernels =
        Kernels.of(
            List.of(
                StubProvider.failing("linked", 3, new UnsatisfiedLinkError("no libfast.so")),
                StubProvider.failing(
                    "thrown", 2, new IllegalStateException("outer", new RuntimeException("inner"))),
                StubProvider.working("slow", 1, slow)));
    assertThat(kernels.choose().kernel().routines()).isSameAs(slow);
    assertThat(kernels.choose().skipped())
        .containsExactly(
            "linked: java.lang.UnsatisfiedLinkError: no libfast.so",
            "thrown: java.lang.RuntimeException: inner");
    assertThatThrownBy(() -> kernels.choose("linked"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no libfast.so");
  }

  @Test
  void aBrokenProviderIsListedWithItsClassAndDoesNotHideOthers() {
    KernelProvider broken =
        new KernelProvider() {
          @Override
          public int spiVersion() {
            return SPI_VERSION;
          }

          @Override
          public String id() {
            return "broken";
          }

          @Override
          public String description() {
            throw new NoClassDefFoundError("org/example/Gone");
          }

          @Override
          public int rank() {
            return 9;
          }

          @Override
          public Optional<String> missing() {
            return Optional.empty();
          }

          @Override
          public KernelRoutines create() {
            return fast;
          }
        };
    Kernels kernels = Kernels.of(List.of(broken, StubProvider.working("slow", 1, slow)));
    assertThat(kernels.choose().kernel().routines()).isSameAs(slow);
    Kernels.Candidate candidate = kernels.candidates().get(1);
    assertThat(candidate.id()).isEqualTo("broken");
    assertThat(candidate.missing().orElseThrow())
        .contains(broken.getClass().getName())
        .contains("org/example/Gone");
    assertThatThrownBy(() -> kernels.choose("broken")).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void duplicateAndBlankIdsAreListedAndTheFirstIsKept() {
    Kernels kernels =
        Kernels.of(
            List.of(
                StubProvider.working("one", 1, fast),
                StubProvider.working("one", 5, slow),
                StubProvider.working(" ", 5, slow)));
    assertThat(kernels.choose("one").kernel().routines()).isSameAs(fast);
    assertThat(kernels.choose().kernel().routines()).isSameAs(fast);
    assertThat(kernels.candidates())
        .extracting(c -> c.missing().orElse(""))
        .anyMatch(r -> r.contains("already used by " + StubProvider.class.getName()))
        .anyMatch(r -> r.contains("its id is blank"));
  }

  @Test
  void anUnknownIdListsWhatThereIsAndSuggestsTheNearest() {
    Kernels kernels = Kernels.of(List.of(StubProvider.working("openblas", 1, fast)));
    assertThatThrownBy(() -> kernels.choose("openblass"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("there is no kernel 'openblass'; did you mean openblas?; there are: openblas");
  }

  @Test
  void withoutAnyKernelTheReasonsAreGiven() {
    StubProvider absent = new StubProvider("fast", 2, Optional.of("gone"), () -> fast);
    assertThatThrownBy(() -> Kernels.of(List.of(absent)).choose())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("fast: gone");
    assertThatThrownBy(() -> Kernels.of(List.of()).choose())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Found: none");
  }

  @Test
  void theBuiltInKernelsAreDiscoveredAndOpenBlasComesFirst() {
    assertThat(Kernels.discover().candidates())
        .extracting(Kernels.Candidate::id)
        .containsExactly("openblas", "java");
    assertThat(Kernels.best().description()).startsWith("OpenBLAS");
    assertThat(Kernels.discover().choose("java").kernel().description()).startsWith("pure Java");
  }

  @Test
  void servicesThatCannotBeLoadedAreListedOnceAndHideNothing(@TempDir Path folder)
      throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(KernelProvider.class.getName()),
        String.join(
            "\n", "org.example.Missing", KernelsTest.class.getName(), FailsToLoad.class.getName()),
        UTF_8);
    ClassLoader parent = KernelsTest.class.getClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, parent)) {
      Kernels kernels = Kernels.discover(loader, parent);
      assertThat(kernels.candidates())
          .extracting(Kernels.Candidate::id)
          .containsExactlyInAnyOrder("openblas", "java", "?", "?", "?");
      assertThat(kernels.candidates())
          .extracting(c -> c.missing().orElse(""))
          .anyMatch(r -> r.contains("org.example.Missing"))
          .anyMatch(r -> r.contains("KernelsTest not a subtype"))
          .anyMatch(r -> r.contains("its jar is incomplete"));
      assertThat(kernels.choose().id()).isEqualTo("openblas");
    }
  }

  @Test
  void aKernelOfAnotherContractIsListedWithTheRemedyAndDoesNotHideOthers() {
    KernelProvider older = new OtherVersion("older", KernelProvider.SPI_VERSION - 1);
    KernelProvider newer = new OtherVersion("newer", KernelProvider.SPI_VERSION + 1);
    Kernels kernels = Kernels.of(List.of(older, newer, StubProvider.working("slow", 1, slow)));

    assertThat(kernels.choose().kernel().routines()).isSameAs(slow);
    assertThat(kernels.candidates())
        .extracting(c -> c.missing().orElse(""))
        .anyMatch(r -> r.contains("kernel contract 1, this is 2; rebuild it against this version"))
        .anyMatch(r -> r.contains("kernel contract 3, this is 2; update convex-heads"));
  }

  /** Named by a services file of a test; its constructor fails. */
  public static final class FailsToLoad extends DelegatingProvider {
    /** Fails. */
    public FailsToLoad() {
      throw new NoClassDefFoundError("its jar is incomplete");
    }
  }

  /** A provider compiled for another contract. */
  private static final class OtherVersion extends DelegatingProvider {
    private final String id;
    private final int version;

    OtherVersion(String id, int version) {
      this.id = id;
      this.version = version;
    }

    @Override
    public int spiVersion() {
      return version;
    }

    @Override
    public String id() {
      return id;
    }
  }

  /** A provider of nothing. */
  abstract static class DelegatingProvider implements KernelProvider {
    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public String id() {
      return "fails";
    }

    @Override
    public String description() {
      return "";
    }

    @Override
    public int rank() {
      return 0;
    }

    @Override
    public Optional<String> missing() {
      return Optional.empty();
    }

    @Override
    public KernelRoutines create() {
      throw new IllegalStateException("never reached");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gemm, 1e-1, a product of 21 x 35 x 18 is off by",
    "gemm, 1e-7, a product of 21 x 35 x 18 is off by",
    "gemm, 1e-13, a product of 21 x 35 x 18 is off by",
    "eigen, 1e-3, an eigendecomposition of order 18 is off by",
    "eigen, 1e-10, an eigendecomposition of order 18 is off by",
    "svd, 1e-10, a singular value decomposition of 21 x 18 is off by"
  })
  void kernelsThatDoNotComputeInDoublePrecisionArePassedOver(
      String routine, double by, String words) {
    Kernels kernels =
        Kernels.of(
            List.of(
                StubProvider.working("rough", 2, rough(routine, by)),
                StubProvider.working("slow", 1, slow)));

    assertThat(kernels.choose().kernel().routines()).isSameAs(slow);
    assertThat(kernels.choose().skipped().get(0)).startsWith("rough: " + words);
    assertThatThrownBy(() -> kernels.choose("rough")).hasMessageContaining(words);
  }

  /** Sound routines of which one returns numbers that are too large by a share. */
  private KernelRoutines rough(String routine, double by) {
    return (KernelRoutines)
        Proxy.newProxyInstance(
            KernelRoutines.class.getClassLoader(),
            new Class<?>[] {KernelRoutines.class},
            (self, method, arguments) -> {
              Object answer = method.invoke(fast, arguments);
              if (!method.getName().equals(routine)) {
                return answer;
              }
              if (answer instanceof SymmetricEigen found) {
                return new SymmetricEigen(
                    found.order(), larger(found.values(), by), found.vectors());
              }
              if (answer instanceof Svd found) {
                return new Svd(
                    found.rows(),
                    found.columns(),
                    found.u(),
                    larger(found.values(), by),
                    found.v());
              }
              if (arguments[13] instanceof double[] c) {
                System.arraycopy(larger(c, by), 0, c, 0, c.length);
              }
              return null;
            });
  }

  private static double[] larger(double[] values, double by) {
    return Arrays.stream(values).map(value -> value * (1 + by)).toArray();
  }
}
