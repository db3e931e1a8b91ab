package io.github.convexheads.bench.attack;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.KernelProvider;
import io.github.convexheads.api.kernel.KernelRoutines;
import io.github.convexheads.api.kernel.Kernels;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.kernel.java.JavaKernelProvider;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Kernels that compute with fewer digits than they should. */
final class HostileKernels {
  private HostileKernels() {}

  /** Asks for a kernel of which one routine is off by a share, as a user would. */
  static Kernel chosen(double by, int kind) {
    return Kernels.of(List.of(new Rough(by, kind))).choose("rough").kernel();
  }

  private record Rough(double by, int kind) implements KernelProvider {
    @Override
    public int spiVersion() {
      return SPI_VERSION;
    }

    @Override
    public String id() {
      return "rough";
    }

    @Override
    public String description() {
      return "not quite double precision";
    }

    @Override
    public int rank() {
      return 1;
    }

    @Override
    public Optional<String> missing() {
      return Optional.empty();
    }

    @Override
    public KernelRoutines create() {
      KernelRoutines sound = new JavaKernelProvider().create();
      return (KernelRoutines)
          Proxy.newProxyInstance(
              KernelRoutines.class.getClassLoader(),
              new Class<?>[] {KernelRoutines.class},
              (self, method, arguments) -> {
                try {
                  return spoiled(method.invoke(sound, arguments), arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }

    private Object spoiled(Object answer, Object[] arguments) {
      if (answer instanceof SymmetricEigen found && kind == 2) {
        return new SymmetricEigen(found.order(), scaled(found.values()), found.vectors());
      }
      if (answer instanceof Svd found && kind == 3) {
        double[] values = scaled(found.values());
        return new Svd(found.rows(), found.columns(), found.u(), values, found.v());
      }
      if (arguments != null && arguments.length > 13 && arguments[13] instanceof double[] c) {
        if (kind == 0) {
          System.arraycopy(scaled(c), 0, c, 0, c.length);
        } else if (kind == 1) {
          c[(int) arguments[14]] *= 1 - by;
        }
      }
      return answer;
    }

    private double[] scaled(double[] values) {
      return Arrays.stream(values).map(value -> value * (1 - by)).toArray();
    }
  }
}
