package io.github.convexheads.bench.attack;

/**
 * The ways of attack; before {@link #MODEL} all parts are sound, so that nothing may be accused.
 */
enum Kind {
  SOUND_FIT("sound fits"),
  SCALED_FIT("tokens times 1e-300 to 1e300, targets times 1e-120 to 1e120"),
  OFFSET_FIT("tokens plus 1 to 1e9"),
  ODD_DATA("tokens of 0 and 1, equal samples, constant features, one sample"),
  WEIGHTED_FIT("samples that count 0 to 1e12, intercepts"),
  RELU("exact relu: ties, nearly parallel hyperplanes, tokens of 1e-6 to 5e8"),
  ALL_NETWORKS("exact relu: bounds over all networks, beside networks and all patterns"),
  POINT("points with cancelling, unbalanced, huge and tiny factors"),
  CHECKPOINT("fits that start at such points"),
  IGNORED("labels of which some are ignored"),
  LIMITED("fits to 1e-15 that are cancelled after 1 to 10,000 questions whether they are"),
  LIKE("fits with the configuration that a model records"),
  MODEL("models with cancelling columns under a record of better bounds"),
  CLASSES("calibrated models whose classes were given other names or another order"),
  RECORD("models whose record was changed by 1e-1 to 1e-9 and signed again"),
  HEAD("heads that are not adjoint by 1e-1 to 1e-12, for all or some columns or samples"),
  LOSS("losses whose conjugate, value or gradient is off by 1e-1 to 1e-9"),
  SOLVER("solvers that hand on a bound of another program"),
  NETWORK("relu heads whose features are not those of their network, by 1 to 1e-12"),
  KERNEL("kernels whose products or decompositions are off by 1e-1 to 1e-15"),
  BATCH("heads whose features are off by 1e-1 to 1e-12 in batches of several samples");

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /** Whether all parts keep their promises. */
  boolean sound() {
    return compareTo(MODEL) < 0;
  }
}
