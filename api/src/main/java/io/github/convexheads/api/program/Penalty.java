package io.github.convexheads.api.program;

import org.apiguardian.api.API;

/** What beta multiplies, summed over blocks. */
@API(status = API.Status.EXPERIMENTAL)
public enum Penalty {
  /** The nuclear norm ||Z||_*, the sum of singular values. */
  NUCLEAR_NORM,
  /**
   * The constrained nuclear norm of exact relu, ||Z||_{*,K} = min t such that Z is in t conv{u v^T
   * : K u >= 0, ||u|| &lt;= 1, ||v|| &lt;= 1} (Sahiner et al., 2022, section 3). It is never below
   * ||Z||_*.
   */
  CONSTRAINED_NUCLEAR_NORM
}
