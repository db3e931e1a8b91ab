package io.github.convexheads.api.head;

import org.apiguardian.api.API;

/** The activation sigma of a head. */
@API(status = API.Status.STABLE)
public enum Activation {
  /** sigma(z) = z: one block, exact (Sahiner et al., 2022, theorems 3.1 and 4.1). */
  LINEAR,
  /**
   * sigma(z) = 1{gate >= 0} * z elementwise, the gate computed from a fixed weight: one block for
   * every gate, exact for the network with those gates.
   */
  GATED_RELU,
  /**
   * sigma(z) = max(z, 0): one block for every activation pattern, with the constrained nuclear
   * norm.
   */
  RELU
}
