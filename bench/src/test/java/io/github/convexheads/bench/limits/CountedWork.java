package io.github.convexheads.bench.limits;

import com.google.inject.AbstractModule;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.KernelRoutines;
import io.github.convexheads.api.kernel.java.JavaKernelProvider;
import io.github.convexheads.api.wiring.Overrides;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;

/** A kernel that counts its multiplications, of decompositions n^3. */
final class CountedWork {
  private final AtomicLong multiplications = new AtomicLong();
  private final KernelRoutines routines = new JavaKernelProvider().create();

  long multiplications() {
    return multiplications.get();
  }

  /** Has a fit compute with this kernel. */
  Overrides overrides() {
    Kernel kernel = Kernel.of(counted());
    return Overrides.none()
        .and(
            new AbstractModule() {
              @Override
              protected void configure() {
                bind(Kernel.class).toInstance(kernel);
              }
            });
  }

  private KernelRoutines counted() {
    return (KernelRoutines)
        Proxy.newProxyInstance(
            KernelRoutines.class.getClassLoader(),
            new Class<?>[] {KernelRoutines.class},
            (proxy, method, arguments) -> {
              count(method.getName(), arguments);
              try {
                return method.invoke(routines, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private void count(String routine, Object[] arguments) {
    switch (routine) {
      case "gemm" ->
          multiplications.addAndGet(
              (long) (int) arguments[2] * (int) arguments[3] * (int) arguments[4]);
      case "svd" -> {
        long m = (int) arguments[1];
        long n = (int) arguments[2];
        multiplications.addAndGet(m * n * Math.min(m, n));
      }
      case "eigen", "cholesky" -> {
        long n = (int) arguments[1];
        multiplications.addAndGet(n * n * n);
      }
      default -> {}
    }
  }
}
