package io.github.convexheads.api.kernel;

/** Gives the tests of a contract the kernel that they test. */
public interface KernelUnderTest {

  /**
   * The kernel to test.
   *
   * @return a kernel; a new one or always the same
   */
  Kernel kernel();
}
