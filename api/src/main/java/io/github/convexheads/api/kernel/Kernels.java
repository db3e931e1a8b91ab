package io.github.convexheads.api.kernel;

import io.github.convexheads.api.error.InvalidInputException;
import io.github.convexheads.api.internal.text.Spelling;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.apiguardian.api.API;

/**
 * The kernels that are installed, and the choice among them.
 *
 * <p>The rule: the id that is asked for, else the highest rank that can be created. A provider that
 * is broken, duplicated or unavailable never hides the others; it stays in {@link #candidates()}
 * with its reason.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class Kernels {
  /** More failures than this while listing providers means that listing does not advance. */
  private static final int MAX_DISCOVERY_FAILURES = 100;

  private final Map<String, KernelProvider> providers = new LinkedHashMap<>();
  private final List<Candidate> candidates = new ArrayList<>();

  private Kernels() {}

  /**
   * One installed kernel, usable or not.
   *
   * @param id the id of its provider, or {@code "?"} where the provider could not be loaded
   * @param description one line for people; empty where the provider could not be loaded
   * @param rank order of preference, highest first
   * @param missing what it lacks here and how to get it; empty where it can be used
   */
  public record Candidate(String id, String description, int rank, Optional<String> missing) {}

  /**
   * The kernel that was chosen.
   *
   * @param id the id of its provider
   * @param kernel the kernel
   * @param skipped why kernels of a higher rank were passed over, one line each
   */
  public record Choice(String id, Kernel kernel, List<String> skipped) {
    /** Copies the reasons. */
    public Choice {
      skipped = List.copyOf(skipped);
    }
  }

  /**
   * The fastest kernel here: {@code discover().choose().kernel()}.
   *
   * @return a new kernel
   * @throws InvalidInputException if no kernel can be created, with the reasons
   */
  public static Kernel best() {
    return discover().choose().kernel();
  }

  /**
   * Lists the kernels visible to the thread's context class loader and to this class's own.
   *
   * @return the installed kernels
   */
  public static Kernels discover() {
    return discover(Thread.currentThread().getContextClassLoader(), Kernels.class.getClassLoader());
  }

  /**
   * Takes the given kernels instead of searching for them.
   *
   * @param providers the providers to choose from
   * @return these kernels
   */
  public static Kernels of(List<? extends KernelProvider> providers) {
    Kernels kernels = new Kernels();
    providers.forEach(kernels::add);
    kernels.sort();
    return kernels;
  }

  static Kernels discover(ClassLoader... loaders) {
    Kernels kernels = new Kernels();
    Set<Class<?>> seen = new HashSet<>();
    Set<String> failures = new HashSet<>();
    for (ClassLoader loader : loaders) {
      Iterator<KernelProvider> found = ServiceLoader.load(KernelProvider.class, loader).iterator();
      int failed = 0;
      while (failed < MAX_DISCOVERY_FAILURES) {
        try {
          if (!found.hasNext()) {
            break;
          }
          KernelProvider provider = found.next();
          if (seen.add(provider.getClass())) {
            kernels.add(provider);
          }
        } catch (ServiceConfigurationError | LinkageError e) {
          failed++;
          if (failures.add(String.valueOf(e.getMessage()))) {
            kernels.candidates.add(broken("?", "its provider cannot be loaded", e));
          }
        }
      }
    }
    kernels.sort();
    return kernels;
  }

  /**
   * Every installed kernel, usable or not, highest rank first.
   *
   * @return an unmodifiable list
   */
  public List<Candidate> candidates() {
    return List.copyOf(candidates);
  }

  /**
   * Creates the available kernel of the highest rank; where creating it fails, the next.
   *
   * @return the kernel, and why others of a higher rank were passed over
   * @throws InvalidInputException if no kernel can be created, with the reasons
   */
  public Choice choose() {
    List<String> skipped = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (candidate.missing().isPresent()) {
        skipped.add(candidate.id() + ": " + candidate.missing().get());
        continue;
      }
      try {
        Kernel kernel = KernelTrial.require(Kernel.of(providers.get(candidate.id()).create()));
        return new Choice(candidate.id(), kernel, skipped);
      } catch (RuntimeException | LinkageError e) {
        skipped.add(candidate.id() + ": " + cause(e));
      }
    }
    throw new InvalidInputException(
        "no linear-algebra kernel can be used, not even the one with id java that convex-heads-api"
            + " brings; where jars are packed into one, merge META-INF/services. Found: "
            + (skipped.isEmpty() ? "none" : String.join("; ", skipped)));
  }

  /**
   * Creates the kernel with this id.
   *
   * @param id the id of an installed kernel
   * @return the kernel
   * @throws InvalidInputException if no kernel has this id, naming those there are, or it cannot be
   *     used here, with the reason
   */
  public Choice choose(String id) {
    Candidate candidate =
        candidates.stream()
            .filter(c -> c.id().equals(id) && providers.containsKey(id))
            .findFirst()
            .orElseThrow(() -> unknown(id));
    if (candidate.missing().isPresent()) {
      throw new InvalidInputException(
          "kernel '" + id + "' cannot be used: " + candidate.missing().get());
    }
    try {
      Kernel kernel = KernelTrial.require(Kernel.of(providers.get(id).create()));
      return new Choice(id, kernel, List.of());
    } catch (RuntimeException | LinkageError e) {
      throw new InvalidInputException("kernel '" + id + "' cannot be used: " + cause(e), e);
    }
  }

  private InvalidInputException unknown(String id) {
    String nearest =
        Spelling.nearest(id, providers.keySet()).map(n -> "; did you mean " + n + "?").orElse("");
    return new InvalidInputException(
        "there is no kernel '"
            + id
            + "'"
            + nearest
            + "; there are: "
            + String.join(", ", providers.keySet()));
  }

  private void add(KernelProvider provider) {
    String id = "?";
    try {
      id = provider.id();
      if (id == null || id.isBlank()) {
        throw new IllegalStateException("its id is blank");
      }
      requireVersion(provider.spiVersion());
      KernelProvider first = providers.get(id);
      if (first != null) {
        throw new IllegalStateException(
            "its id is already used by " + first.getClass().getName() + ", which is kept");
      }
      Candidate candidate =
          new Candidate(id, provider.description(), provider.rank(), provider.missing());
      providers.put(id, provider);
      candidates.add(candidate);
    } catch (RuntimeException | LinkageError e) {
      candidates.add(broken(id, provider.getClass().getName() + " is broken", e));
    }
  }

  private static void requireVersion(int found) {
    if (found != KernelProvider.SPI_VERSION) {
      throw new IllegalStateException(
          "it was built for kernel contract %s, this is %s; %s"
              .formatted(
                  found,
                  KernelProvider.SPI_VERSION,
                  found < KernelProvider.SPI_VERSION
                      ? "rebuild it against this version of convex-heads"
                      : "update convex-heads or use an older version of it"));
    }
  }

  private void sort() {
    candidates.sort(Comparator.comparingInt(Candidate::rank).reversed());
  }

  private static Candidate broken(String id, String what, Throwable e) {
    return new Candidate(
        String.valueOf(id), "", Integer.MIN_VALUE, Optional.of(what + ": " + cause(e)));
  }

  /** The message of the innermost cause, with the class where that says more. */
  private static String cause(Throwable thrown) {
    Throwable inner = thrown;
    while (inner.getCause() != null && inner.getCause() != inner) {
      inner = inner.getCause();
    }
    boolean plain = inner instanceof IllegalStateException && inner.getMessage() != null;
    String message = plain ? inner.getMessage() : inner.toString();
    return message.lines().findFirst().orElse(inner.getClass().getName());
  }
}
