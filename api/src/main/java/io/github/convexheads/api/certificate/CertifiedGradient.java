package io.github.convexheads.api.certificate;

import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;

/**
 * A certificate together with what a solver can go on with, the leading singular pairs of every
 * block's gradient.
 *
 * @param certificate the certificate of the point; empty where pairs show that its norms are too
 *     large for the tolerance, and none was wanted then
 * @param pairs the pairs of every block, which follow from data and point alone: exact where a side
 *     of the block is small, else estimates, whose values bound singular values from below
 */
@API(status = API.Status.EXPERIMENTAL)
public record CertifiedGradient(Optional<Certificate> certificate, List<SingularPairs> pairs) {

  /** Copies the list. */
  public CertifiedGradient {
    pairs = List.copyOf(pairs);
  }
}
