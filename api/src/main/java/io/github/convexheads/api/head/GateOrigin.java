package io.github.convexheads.api.head;

/** Where the gates of a head come from if no file has them. */
enum GateOrigin {
  /** Drawn, as long as that is the default. */
  AUTO,
  /** Drawn before the fit. */
  DRAWN,
  /** Found by the fit: gates that violate the dual of the gates before them most. */
  GENERATED
}
