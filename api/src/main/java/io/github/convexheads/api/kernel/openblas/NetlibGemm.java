package io.github.convexheads.api.kernel.openblas;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.file.Path;

/**
 * Fortran {@code dgemm} and {@code sgemm} of one shared library on heap arrays, which are pinned
 * and not copied, through the JNI code of dev.ludovic.netlib.
 *
 * <p>netlib binds to a library once per class loader, when its class is initialised. Its classes
 * are therefore defined again in a loader of their own: an application that uses netlib itself
 * (Spark does) keeps its own binding, ours cannot be another library than asked for, and none of
 * netlib's log lines are printed.
 */
final class NetlibGemm {
  private static final String PACKAGE = "dev.ludovic.netlib.blas.";
  private static final String PATH_PROPERTY = "dev.ludovic.netlib.blas.nativeLibPath";

  private final MethodHandle dgemm;
  private final MethodHandle sgemm;

  private NetlibGemm(MethodHandle dgemm, MethodHandle sgemm) {
    this.dgemm = dgemm;
    this.sgemm = sgemm;
  }

  /**
   * Binds to a library.
   *
   * @param library path of a shared library with Fortran BLAS symbols
   * @return its matrix products
   * @throws ReflectiveOperationException if this netlib is not laid out as version 3.2
   * @throws LinkageError if the library cannot be bound
   */
  static NetlibGemm on(Path library) throws ReflectiveOperationException {
    String before = System.getProperty(PATH_PROPERTY);
    System.setProperty(PATH_PROPERTY, library.toString());
    try {
      Class<?> type = Class.forName(PACKAGE + "JNIBLAS", true, new Isolated());
      Method getInstance = type.getDeclaredMethod("getInstance");
      getInstance.setAccessible(true);
      Object blas = getInstance.invoke(null);
      return new NetlibGemm(
          bind(blas, "dgemm", double.class, double[].class),
          bind(blas, "sgemm", float.class, float[].class));
    } finally {
      if (before == null) {
        System.clearProperty(PATH_PROPERTY);
      } else {
        System.setProperty(PATH_PROPERTY, before);
      }
    }
  }

  /** The handle of {@code name(transa, transb, m, n, k, alpha, a, lda, ..., c, offset, ldc)}. */
  private static MethodHandle bind(Object blas, String name, Class<?> real, Class<?> array)
      throws ReflectiveOperationException {
    Class<?> contract = blas.getClass().getClassLoader().loadClass(PACKAGE + "BLAS");
    Class<?> i = int.class;
    MethodType type =
        MethodType.methodType(
            void.class,
            new Class<?>[] {
              String.class, String.class, i, i, i, real, array, i, i, array, i, i, real, array, i, i
            });
    return MethodHandles.publicLookup().findVirtual(contract, name, type).bindTo(blas);
  }

  /** Column-major {@code C = alpha op(A) op(B) + beta C}; the arguments have been checked. */
  void dgemm(
      String transA,
      String transB,
      int m,
      int n,
      int k,
      double alpha,
      double[] a,
      int aPos,
      int lda,
      double[] b,
      int bPos,
      int ldb,
      double beta,
      double[] c,
      int cPos,
      int ldc) {
    try {
      dgemm.invokeExact(
          transA, transB, m, n, k, alpha, a, aPos, lda, b, bPos, ldb, beta, c, cPos, ldc);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Column-major {@code C = alpha op(A) op(B) + beta C}; the arguments have been checked. */
  void sgemm(
      String transA,
      String transB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aPos,
      int lda,
      float[] b,
      int bPos,
      int ldb,
      float beta,
      float[] c,
      int cPos,
      int ldc) {
    try {
      sgemm.invokeExact(
          transA, transB, m, n, k, alpha, a, aPos, lda, b, bPos, ldb, beta, c, cPos, ldc);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private static RuntimeException rethrown(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("OpenBLAS failed", thrown);
  }

  /** Defines netlib's BLAS classes anew; everything else comes from the parent. */
  private static final class Isolated extends ClassLoader {
    Isolated() {
      super(NetlibGemm.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PACKAGE)) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : findClass(name);
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      String resource = name.replace('.', '/') + ".class";
      try (InputStream stream = getParent().getResourceAsStream(resource)) {
        if (stream == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = stream.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
