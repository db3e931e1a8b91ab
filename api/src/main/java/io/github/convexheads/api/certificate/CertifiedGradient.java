package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Precision;
import java.util.ArrayList;
import java.util.List;
import org.apiguardian.api.API;

/**
 * A certificate together with what a solver can go on with, the leading singular pairs of every
 * block's gradient.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class CertifiedGradient {
  private final Certificate certificate;
  private final List<SpectralNorm> norms;

  CertifiedGradient(Certificate certificate, List<SpectralNorm> norms) {
    this.certificate = certificate;
    this.norms = List.copyOf(norms);
  }

  /**
   * Returns the certificate.
   *
   * @return the certificate of the point
   */
  public Certificate certificate() {
    return certificate;
  }

  /**
   * Returns max_j ||A_j^* E / n||_2, as far as it is known.
   *
   * @return a value that the largest norm is not below
   */
  public double largestNorm() {
    return norms.stream().mapToDouble(SpectralNorm::lower).max().orElseThrow();
  }

  /**
   * Returns leading singular pairs of every block's gradient: those that came with its exact norm,
   * else estimates that begin near the point.
   *
   * @param point the evaluated point
   * @param precision the precision of estimates
   * @param count how many pairs of every block are wanted, if there are as many
   * @return the pairs of every block
   */
  public List<SingularPairs> pairs(PointEvaluation point, Precision precision, int count) {
    List<SingularPairs> pairs = new ArrayList<>();
    for (int j = 0; j < norms.size(); j++) {
      int block = j;
      pairs.add(norms.get(j).pairs().orElseGet(() -> point.pairs(precision, block, count)));
    }
    return pairs;
  }
}
