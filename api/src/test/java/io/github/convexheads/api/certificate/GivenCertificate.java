package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import java.lang.reflect.Proxy;
import java.util.List;

/** Certificates of given bounds, for tests of what is made of them. */
public final class GivenCertificate {
  private GivenCertificate() {}

  /**
   * A certificate of linear heads with rank one.
   *
   * @param primal the objective
   * @param dual the lower bound
   * @return the certificate
   */
  public static Certificate of(double primal, double dual) {
    return of(primal, dual, ConvexProgram.Scope.ALL_NETWORKS);
  }

  /**
   * A certificate with rank one.
   *
   * @param primal the objective
   * @param dual the lower bound
   * @param scope what it speaks for
   * @return the certificate
   */
  public static Certificate of(double primal, double dual, ConvexProgram.Scope scope) {
    return Certificate.of(
        new RecordedCertificate(
            primal, dual, primal, 0, 1, 1, List.of(1.0), 0, List.of(1), scope, null, null));
  }

  /**
   * A certificate that hands on its bound, of a program that nobody asks.
   *
   * @param primal the objective
   * @param dual the lower bound
   * @return the certificate
   */
  public static Certificate bounding(double primal, double dual) {
    ConvexProgram unasked =
        (ConvexProgram)
            Proxy.newProxyInstance(
                ConvexProgram.class.getClassLoader(),
                new Class<?>[] {ConvexProgram.class},
                (self, method, arguments) -> {
                  throw new UnsupportedOperationException(method.getName());
                });
    return Certificate.of(unasked, new Variable(List.of()), of(primal, dual).recorded());
  }
}
