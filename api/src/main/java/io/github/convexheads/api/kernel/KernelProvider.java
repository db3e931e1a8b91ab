package io.github.convexheads.api.kernel;

import java.util.Optional;
import org.apiguardian.api.API;

/**
 * Offers a {@link Kernel}; found by {@link java.util.ServiceLoader}.
 *
 * <p>Implementations have a public constructor without parameters and cost nothing until {@link
 * #create()}: no native library is loaded and no work done before.
 */
@API(status = API.Status.EXPERIMENTAL)
public interface KernelProvider {

  /**
   * The version of the kernel contract that this api implements; the promise is that of {@link
   * io.github.convexheads.api.settings.Provider}.
   */
  int SPI_VERSION = 2;

  /**
   * Version of the kernel contract that the provider was compiled for: {@code return SPI_VERSION;}.
   *
   * @return the value of {@link #SPI_VERSION} when the provider was compiled
   */
  int spiVersion();

  /**
   * Unique name by which configuration refers to the kernel, such as {@code openblas}.
   *
   * @return lower-case letters, digits and hyphens
   */
  String id();

  /**
   * One line for people: what this is.
   *
   * @return a description without line breaks
   */
  String description();

  /**
   * Order of preference: of the available kernels the one with the highest rank is used unless
   * another is asked for. OpenBLAS has 100, pure Java 0.
   *
   * @return the rank
   */
  int rank();

  /**
   * What the kernel needs and does not find here, judged cheaply (no native library is loaded).
   *
   * @return what is missing and how to get it, not blank; empty where {@link #create()} is expected
   *     to succeed
   */
  Optional<String> missing();

  /**
   * Creates the routines of the kernel.
   *
   * @return routines that are safe for use by many threads
   * @throws IllegalStateException if the kernel cannot run here, naming what is missing
   */
  KernelRoutines create();
}
